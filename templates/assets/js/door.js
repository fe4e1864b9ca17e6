// The door: reads tickets with the camera, asks the server, shows its answer full screen.
// Without it the typed code, the name search and undo still work by plain forms.

const body = document.body;
const part = (name) => document.querySelector(`[data-${name}]`);
const verdict = part("verdict");
const title = part("verdict-title");
const sentence = part("verdict-sentence");
const holder = part("verdict-ticket");
const undo = verdict.querySelector("[data-undo]");
const last = part("last");
const next = part("next");
const camera = part("camera");
const video = part("video");
const start = part("start");
const stop = part("stop");
const torch = part("torch");
const note = part("camera-note");
const codeForm = part("code-form");

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
const results = ["admitted", "already", "void", "other_concert", "unknown", "undone", "too_many", "offline"];
const seconds = { sameCode: 4, welcome: 2.5, answer: 10 };

let stream = null;
let asking = false;
let closing = 0;
let sound = null;
let lastCode = { text: "", at: 0 };

// ---- Asking ----

async function ask(question) {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(body.dataset.door, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify({ ...question, gate: part("gate").value.trim(), csrf: body.dataset.csrf }),
      redirect: "error",
      signal: AbortSignal.timeout(seconds.answer * 1000),
    });
    if (answer.status === 401 || answer.status === 403) {
      show({ result: "offline", title: body.dataset.signedOutTitle, sentence: body.dataset.signedOut });
      return;
    }
    const told = await answer.json();
    if (told.see) {
      location.assign(told.see); // an order's code: its tickets are listed, and each is let in from there
      return;
    }
    if (!results.includes(told.result)) throw new Error("not an answer of the door");
    show(told);
  } catch {
    show({ result: "offline", title: body.dataset.offlineTitle, sentence: body.dataset.offline });
  } finally {
    asking = false;
  }
}

function show(told) {
  clearTimeout(closing);
  verdict.hidden = true; // out and in again, so that the same answer twice is announced twice
  verdict.classList.remove(...results);
  verdict.classList.add(told.result);
  title.textContent = told.title;
  sentence.textContent = told.sentence;
  holder.replaceChildren();
  if (told.ticket) {
    const booked = told.ticket.booked_by && body.dataset.bookedBy.replace("#", told.ticket.booked_by);
    for (const [tag, text, name] of [["b", told.ticket.holder], ...(booked ? [["span", booked]] : []), ["span", told.ticket.category], ["span", told.ticket.number, "code"]]) {
      const line = document.createElement(tag);
      line.textContent = text;
      if (name) line.className = name;
      holder.append(line);
    }
    undo.elements.namedItem("ticket").value = told.ticket.number;
  }
  undo.hidden = !told.can_undo;
  remember(told);
  if (told.counts) {
    part("admitted").textContent = told.counts.admitted;
    part("expected").textContent = told.counts.expected;
  }
  requestAnimationFrame(() => { verdict.hidden = false; if (!stream) next.focus(); });
  signal(told.result);
  if (stream && told.result === "admitted") closing = setTimeout(close, seconds.welcome * 1000);
}

// The last person let in stays at the foot of the page: the answer itself goes by too fast to be undone.
function remember(told) {
  if (told.result === "undone") last.hidden = true;
  if (told.result !== "admitted" || !told.ticket) return;
  for (const name of ["holder", "category", "number"]) part(`last-${name}`).textContent = told.ticket[name];
  last.querySelector("form").elements.namedItem("ticket").value = told.ticket.number;
  last.hidden = !told.can_undo;
}

function close() {
  clearTimeout(closing);
  verdict.hidden = true;
  lastCode.at = Date.now();
}

// One short buzz and a high tone lets in; anything else shakes longer and sounds low.
function signal(result) {
  const good = result === "admitted";
  navigator.vibrate?.(good ? 60 : [160, 80, 160]);
  if (!sound) return;
  const tone = sound.createOscillator();
  const volume = sound.createGain();
  tone.frequency.value = good ? 880 : 220;
  volume.gain.setValueAtTime(0.15, sound.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + (good ? 0.18 : 0.5));
  tone.connect(volume).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + 0.5);
}

// ---- Reading ----

// Returns a function from the video to the text of the code in sight, or null.
async function reader() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async () => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: decode } = await import(body.dataset.decoder);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async () => {
    const scale = Math.min(1, 640 / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (!canvas.width || !canvas.height) return null;
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
    return decode(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" })?.data || null;
  };
}

async function watch(read, mine) {
  while (stream === mine) {
    if (verdict.hidden && !asking && video.readyState >= video.HAVE_CURRENT_DATA && !document.hidden) {
      const text = await read().catch(() => null);
      const again = text === lastCode.text && Date.now() - lastCode.at < seconds.sameCode * 1000;
      if (text && !again && stream === mine) {
        lastCode = { text, at: Date.now() };
        await ask({ code: text });
      }
    }
    await pause(120);
  }
}

async function startCamera() {
  start.disabled = true;
  note.textContent = "";
  sound ??= "AudioContext" in window ? new AudioContext() : null;
  try {
    const read = await reader();
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } });
    video.srcObject = stream;
    await video.play();
    const track = stream.getVideoTracks()[0];
    torch.hidden = !track.getCapabilities?.().torch;
    track.addEventListener("ended", stopCamera);
    start.hidden = true;
    stop.hidden = false;
    camera.classList.add("live");
    body.classList.add("scanning");
    verdict.hidden = true;
    navigator.wakeLock?.request("screen").catch(() => null);
    watch(read, stream);
  } catch (fault) {
    stopCamera();
    note.textContent = fault.name === "NotAllowedError" ? body.dataset.refused : body.dataset.absent;
  } finally {
    start.disabled = false;
  }
}

function stopCamera() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.srcObject = null;
  start.hidden = false;
  stop.hidden = true;
  torch.hidden = true;
  camera.classList.remove("live");
  body.classList.remove("scanning");
}

if (navigator.mediaDevices?.getUserMedia) {
  camera.hidden = false;
  start.addEventListener("click", startCamera);
  stop.addEventListener("click", stopCamera);
  torch.addEventListener("click", () => {
    const lit = torch.getAttribute("aria-pressed") !== "true";
    torch.setAttribute("aria-pressed", String(lit));
    stream?.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: lit }] }).catch(() => null);
  });
}

codeForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = codeForm.elements.namedItem("code");
  const code = field.value.trim();
  if (code) ask({ code }).then(() => { if (!verdict.matches(".unknown, .offline")) field.value = ""; });
});

for (const form of document.querySelectorAll("[data-undo]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask({ act: "undo", ticket: form.elements.namedItem("ticket").value });
  });
}

next.addEventListener("click", (event) => {
  event.preventDefault();
  close();
  if (!stream) codeForm.elements.namedItem("code").focus();
});
