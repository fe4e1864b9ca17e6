// A world and a browser for the journeys. ESTRADE_DEV names the binary, CHROMIUM the browser; ESTRADE_WORLD (the line that `estrade-dev --json` prints)
// uses a world that runs already.
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const START_WITHIN = 240_000;

/** The card that is always paid at the simulator. */
export const CARD = "4242 4242 4242 4242";

function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
  const found = [process.env.ESTRADE_DEV, path.join(target, "debug/estrade-dev")].find((file) => file && existsSync(file));
  if (!found) throw new Error("estrade-dev is not built: run `cargo build --package dev`, or name it in ESTRADE_DEV");
  return found;
}

/** Starts a world in a folder of its own. */
export async function startWorld() {
  if (process.env.ESTRADE_WORLD) return { ...JSON.parse(process.env.ESTRADE_WORLD), stop: async () => {} };
  const data = await mkdtemp(path.join(tmpdir(), "estrade-browser-"));
  const child = spawn(binary(), ["--json", "--port", "0", "--data", data], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const line = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("estrade-dev was not ready in time")), START_WITHIN);
    createInterface({ input: child.stdout }).once("line", (text) => { clearTimeout(late); resolve(text); });
    ended.then((code) => reject(new Error(`estrade-dev ended with ${code} before it was ready`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  return { ...JSON.parse(line), stop };
}

/** Starts Debian's Chromium. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** A visitor: a context of their own that speaks French, and the complaints their pages give rise to. */
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ locale: "fr-FR", timezoneId: "Europe/Paris", viewport: { width: 390, height: 844 }, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(20_000);
  return tab(context);
}

/** A tab of a visitor's browser. */
export async function tab(context) {
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // A status above 399 is asserted where it matters; Chromium repeats it here.
    if (message.type() === "error" && !message.text().includes("Failed to load resource")) page.complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("request", (request) => {
    const host = new URL(request.url()).hostname;
    if (request.url().startsWith("http") && host !== "127.0.0.1" && host !== "localhost" && !host.endsWith(".localhost")) {
      page.complaints.push(`${page.url()} asks ${host}`);
    }
  });
  return page;
}

/** The first mail to `address` whose subject or text holds `words`, once it arrives. */
export async function mail(world, address, words = "", within = 60_000) {
  const until = Date.now() + within;
  while (Date.now() < until) {
    const answer = await fetch(new URL(`api/messages?to=${encodeURIComponent(address)}`, world.mail));
    const body = await answer.json();
    const found = (Array.isArray(body) ? body : body.messages).find((one) => one.subject.includes(words) || one.text.includes(words));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`no mail to ${address} with “${words}”`);
}

/** Fills in fields by their names. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`main [name="${name}"]:not([type=hidden])`).first();
    if (await field.evaluate((element) => element.tagName === "SELECT")) await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Follows a link or sends a form, and waits for the page that comes. */
export async function press(page, selector) {
  const target = page.locator(selector).first();
  await Promise.all([page.waitForEvent("load"), target.click()]);
}

/** The code of a second factor at a time step (RFC 6238: SHA-1, six digits, thirty seconds); `secret` is base32. */
export function totp(secret, step) {
  const bits = [...secret].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/gu).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = digest.at(-1) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Signs somebody in: password, and the code where there is a second factor. */
export async function signIn(page, world, login) {
  await page.goto(new URL("connexion", world.back_office).href);
  await fill(page, { email: login.email, password: login.password });
  await press(page, "main form button:not([tabindex='-1'])");
  const asked = () => new URL(page.url()).pathname.endsWith("/connexion/code");
  // A code serves once: whoever signs in again within half a minute waits for the next.
  for (let tries = 0; login.totp_secret && asked() && tries < 4; tries += 1) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 30_000 - (Date.now() % 30_000) + 500));
    await fill(page, { code: totp(login.totp_secret, Math.floor(Date.now() / 30_000)) });
    await press(page, "main form button:not([tabindex='-1'])");
  }
}

/** Fills in Stripe's page and pays. */
export async function payAtStripe(page, card = CARD) {
  await page.waitForURL(/\/sim\/c\/pay\//);
  await fill(page, { card_number: card, exp: "12 / 34", cvc: "123", name: "Jeanne Lefort" });
  await press(page, "form[action*='/sim/c/pay/'] button");
}

/** What a person reads of the page, white space folded. */
export async function words(page) {
  return (await page.locator("body").innerText()).replace(/\s+/gu, " ");
}
