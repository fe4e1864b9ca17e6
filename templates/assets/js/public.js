// Improves the public pages; every one of them works without it.
// Words come from the page (data attributes), plurals and money from Intl in the page's language.
const language = document.documentElement.lang || "fr";
const plural = new Intl.PluralRules(language);
const euros = new Intl.NumberFormat(language === "en" ? "en-GB" : "fr-FR", { style: "currency", currency: "EUR" });

function counted(element, count) {
  const sentence = plural.select(count) === "one" ? element.dataset.one : element.dataset.other;
  return sentence.replace("#", count);
}

// "12", "12,5" or "12.50" as cents; null when it is no amount.
function cents(text) {
  const found = /^\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*€?\s*$/.exec(text);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
}

function tariffForm(form) {
  const total = form.querySelector("[data-total]");
  const submit = form.querySelector("[data-once]");
  const untouched = { total: total.textContent, submit: submit.textContent };
  const limit = Number(form.dataset.limit);
  const rows = [...form.querySelectorAll(".tariff")].filter((row) => row.querySelector(".stepper input"));
  const quantityOf = (row) => Math.max(0, Math.trunc(Number(row.querySelector(".stepper input").value)) || 0);

  function refresh() {
    const places = rows.reduce((sum, row) => sum + quantityOf(row), 0);
    let amount = 0;
    for (const row of rows) {
      const typed = row.querySelector("[data-amount]");
      const price = typed ? cents(typed.value) : Number(row.dataset.price);
      if (quantityOf(row) > 0) amount = price === null || amount === null ? null : amount + quantityOf(row) * price;
    }
    for (const row of rows) {
      const input = row.querySelector(".stepper input");
      const [less, more] = row.querySelectorAll("[data-step]");
      less.disabled = quantityOf(row) <= 0;
      more.disabled = quantityOf(row) >= Number(input.max) || places >= limit;
    }
    if (places === 0) {
      total.textContent = untouched.total;
      submit.textContent = untouched.submit;
      return;
    }
    const count = places > limit ? total.dataset.tooMany : counted(total, places);
    total.textContent = amount === null || places > limit ? count : `${count} · ${euros.format(amount / 100)}`;
    submit.textContent = counted(submit, places);
  }

  for (const row of rows) {
    const input = row.querySelector(".stepper input");
    for (const button of row.querySelectorAll("[data-step]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        input.value = Math.min(Number(input.max), Math.max(0, quantityOf(row) + Number(button.dataset.step)));
        refresh();
      });
    }
  }
  form.addEventListener("input", refresh);
  // With nothing chosen yet, the bar at the thumb leads to the choice instead of to a fault.
  form.addEventListener("submit", (event) => {
    const field = rows[0]?.querySelector(".stepper input");
    if (field && rows.every((row) => quantityOf(row) === 0)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      form.closest("section").scrollIntoView();
      field.focus({ preventScroll: true });
    }
  });
  refresh();
}

// A second press sends nothing twice; coming back by the back button frees the button again.
function sendOnce(form) {
  const button = form.querySelector("[data-once]");
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => button.removeAttribute("aria-disabled"));
}

// The time left, in whole minutes: a sentence that changes once a minute hurries nobody.
function heldTime(line) {
  const until = Date.parse(line.dataset.heldUntil);
  const minutes = new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "long" });
  function refresh() {
    const left = (until - Date.now()) / 60000;
    if (left <= 0) {
      line.textContent = line.dataset.over;
      return;
    }
    line.textContent = left < 2 ? line.dataset.last : line.dataset.sentence.replace("#", minutes.format(Math.floor(left)));
    setTimeout(refresh, Math.max(1000, (left % 1) * 60000 + 50));
  }
  if (Number.isFinite(until)) refresh();
}

// While the bank is being asked: look again quietly, and redraw only when something changed.
function lookAgain(order) {
  const seconds = Number(order.dataset.refresh);
  async function look() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("[data-refresh]")) {
        location.reload();
        return;
      }
    } catch {
      // Out of reach for a moment: the next look may succeed.
    }
    setTimeout(look, seconds * 1000);
  }
  setTimeout(look, seconds * 1000);
}

// The address proposed from the name, until somebody writes their own.
function proposeSlug(form) {
  const [name, slug] = [form.elements.association, form.elements.slug];
  let own = slug.value !== "";
  slug.addEventListener("input", () => { own = slug.value !== ""; });
  name.addEventListener("input", () => {
    if (own) return;
    slug.value = name.value.replaceAll("œ", "oe").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "");
  });
}

document.querySelectorAll("[data-tariffs]").forEach(tariffForm);
document.querySelectorAll("form:has([data-once])").forEach(sendOnce);
document.querySelectorAll("[data-held-until]").forEach(heldTime);
document.querySelectorAll("[data-refresh]").forEach(lookAgain);
document.querySelectorAll("[data-signup]").forEach(proposeSlug);
document.querySelector("[data-focus]")?.focus();
