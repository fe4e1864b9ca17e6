// Every public page, for a visitor who never answered, one who refused and one who accepted: what the browser keeps and whom it asks is what the
// inventory says, no more and no less. The inventory comes from the program itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { pagesOf } from "./pages.mjs";
import { startBrowser, startWorld, visitor } from "./world.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

function inventory() {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
  const program = [process.env.ESTRADE, path.join(target, "debug/estrade")].find((file) => file && existsSync(file));
  if (!program) throw new Error("estrade is not built: run `cargo build --package server`, or name it in ESTRADE");
  return JSON.parse(execFileSync(program, ["inventory"], { encoding: "utf8" }));
}

let world, browser, pages, declared;
before(async () => {
  declared = inventory();
  [world, browser] = await Promise.all([startWorld(), startBrowser()]);
  const own = new URL(world.site).host;
  pages = (await pagesOf(world, browser)).filter((page) => !page.who && new URL(page.url).host === own);
});
after(async () => { await browser?.close(); await world?.stop(); });

/** What one page leaves behind in its browser, beside cookies. */
const storage = (page) => page.evaluate(async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: await caches.keys().catch(() => []),
  workers: (await navigator.serviceWorker?.getRegistrations().catch(() => []))?.length ?? 0,
}));

/** Visits every page after `answer` and says what differs from the inventory. */
async function crawl(answer, expected) {
  const page = await visitor(browser);
  const hosts = new Set();
  page.on("request", (request) => request.url().startsWith("http") && hosts.add(new URL(request.url()).host));
  const faults = [];
  await page.goto(world.site);
  if (answer) {
    await Promise.all([page.waitForEvent("load"), page.locator(`.tracers button[value="${answer}"]`).click()]);
    if (page.url() !== new URL(world.site).href) faults.push(`the answer led to ${page.url()}`);
  }
  for (const { name, url } of pages) {
    await page.goto(url);
    const asked = await page.locator(".tracers").count();
    const onIts = url.includes("/cookies");
    const failed = await page.locator(".fault-page").count();
    if (asked !== (answer || onIts || failed ? 0 : 1)) faults.push(`${name}: the notice stands ${asked} times after “${answer ?? "nothing"}”`);
    if (!(await page.locator('a[href$="/cookies"]').count())) faults.push(`${name}: no way to the choice`);
    const kept = await storage(page);
    for (const [kind, names] of Object.entries(kept)) {
      if (Array.isArray(names) ? names.length : names) faults.push(`${name}: keeps ${kind} ${names}`);
    }
    const cookies = await page.context().cookies();
    for (const cookie of cookies) {
      const entry = declared.cookies.find((one) => one.name === cookie.name);
      if (!entry) { faults.push(`${name}: keeps the undeclared cookie ${cookie.name}`); continue; }
      if (entry.category === "consent" && answer !== "accept") faults.push(`${name}: ${cookie.name} is kept without consent`);
      if (!cookie.secure || cookie.httpOnly !== entry.http_only || cookie.path !== "/") faults.push(`${name}: ${cookie.name} has weaker flags than declared`);
      if (cookie.expires > Date.now() / 1000 + entry.max_age_seconds + 60) faults.push(`${name}: ${cookie.name} lives longer than declared`);
    }
  }
  const names = (await page.context().cookies()).map((cookie) => cookie.name).sort();
  assert.deepEqual(faults, []);
  assert.deepEqual(names, expected);
  assert.deepEqual([...hosts], [new URL(world.site).host], "hosts asked");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

describe("what a browser keeps and asks", () => {
  test("a first visit keeps nothing", () => crawl(null, []));
  test("a refusal keeps itself and nothing else", () => crawl("refuse", ["__Host-choice"]));
  test("an acceptance keeps itself and what was accepted", () => crawl("accept", ["__Host-choice", ...declared.cookies.filter((one) => one.category === "consent").map((one) => one.name)].sort()));

  test("both answers weigh the same, at every width", async () => {
    for (const width of [320, 390, 1280]) {
      const page = await visitor(browser, { viewport: { width, height: 800 } });
      await page.goto(world.site);
      const look = (value) => page.locator(`.tracers button[value="${value}"]`).evaluate((button) => {
        const { width, height } = button.getBoundingClientRect();
        const style = getComputedStyle(button);
        return { width: Math.round(width), height: Math.round(height), size: style.fontSize, weight: style.fontWeight, colour: style.color, field: style.backgroundColor, edge: style.borderTopColor };
      });
      assert.deepEqual(await look("refuse"), await look("accept"), `at ${width} px`);
      const order = await page.evaluate(() => document.querySelector(".tracers ul").compareDocumentPosition(document.querySelector(".tracers button")) & Node.DOCUMENT_POSITION_FOLLOWING);
      assert.ok(order, "the purposes stand before the buttons");
      await page.context().close();
    }
  });

  test("the answer is given by keyboard, without a script, and comes back when it is forgotten", async () => {
    const page = await visitor(browser, { javaScriptEnabled: false });
    await page.goto(new URL("/concerts", world.site).href);
    await page.keyboard.press("Tab"); // to the skip link
    await page.keyboard.press("Tab"); // to the first answer
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    assert.equal(page.url(), new URL("/concerts", world.site).href);
    assert.deepEqual((await page.context().cookies()).map((cookie) => [cookie.name, cookie.value]), [["__Host-choice", "audience-1-no"]]);
    assert.equal(await page.locator(".tracers").count(), 0);
    await page.context().clearCookies();
    await page.reload();
    assert.equal(await page.locator(".tracers").count(), 1);
    await page.context().close();
  });
});
