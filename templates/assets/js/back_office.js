// What makes the back office quicker to use; every page works without it.

const faults = document.querySelector("[data-focus]");
if (faults) faults.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const field of document.querySelectorAll("[data-select]")) {
  field.addEventListener("focus", () => field.select());
}

// A second click on a button that spends money or sends mail does nothing.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
}
// The browser may show a page again as it was left: its forms must work again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll('button[aria-disabled="true"]')) button.removeAttribute("aria-disabled");
});

// Only the price that the kind of a tariff asks for is shown.
for (const row of document.querySelectorAll("[data-tariff]")) {
  const kind = row.querySelector('select[name$="-kind"]');
  if (!kind) continue;
  const show = () => {
    for (const part of row.querySelectorAll("[data-for]")) part.classList.toggle("off", part.dataset.for !== kind.value);
  };
  kind.addEventListener("change", show);
  show();
}

// The poster beside the form follows what is typed.
const concert = document.querySelector("[data-concert-form]");
if (concert) {
  const language = document.documentElement.lang;
  const sources = { title: "title", summary: `summary_${language}`, venue: "venue_name" };
  for (const [part, name] of Object.entries(sources)) {
    const field = concert.elements.namedItem(name);
    const shown = concert.querySelector(`[data-preview="${part}"]`);
    if (!field || !shown) continue;
    const empty = part === "title" && !field.value.trim() ? shown.textContent : "";
    field.addEventListener("input", () => { shown.textContent = field.value.trim() || empty; });
  }

  // Leaving with work unsaved asks first.
  let changed = false;
  concert.addEventListener("input", () => { changed = true; });
  concert.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// The whole order and single tickets exclude each other.
const whole = document.querySelector('.pick input[name="whole"]');
if (whole) {
  const tickets = [...document.querySelectorAll('.pick input[name="ticket"]:not(:disabled)')];
  whole.addEventListener("change", () => { for (const ticket of tickets) ticket.checked = whole.checked; });
  for (const ticket of tickets) {
    ticket.addEventListener("change", () => { whole.checked = tickets.every((one) => one.checked); });
  }
}

// The picked colour shows at once; the server then derives the exact palette.
const colour = document.querySelector('input[type="color"][name="colour"]');
const swatch = document.querySelector("[data-swatch]");
if (colour && swatch) {
  const channel = (hex) => {
    const value = Number.parseInt(hex, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  colour.addEventListener("input", () => {
    const [red, green, blue] = [1, 3, 5].map((start) => channel(colour.value.slice(start, start + 2)));
    const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    const ink = 1.05 / (light + 0.05) > (light + 0.05) / 0.055 ? "#ffffff" : "#17110f";
    swatch.querySelector("[data-swatch-main]").setAttribute("fill", colour.value);
    for (const text of swatch.querySelectorAll("[data-swatch-ink]")) text.setAttribute("fill", ink);
  });
}
