// Every page: axe finds nothing, nothing leaves the origin, nothing is stored undeclared, nothing overflows at 320 px or at 200 % zoom.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { contextsFor, pagesOf } from "./pages.mjs";
import { startBrowser, startWorld } from "./world.mjs";

let world, browser, pages;
before(async () => {
  [world, browser] = await Promise.all([startWorld(), startBrowser()]);
  pages = await pagesOf(world, browser);
});
after(async () => { await browser?.close(); await world?.stop(); });

/** Visits every page with this look and collects what `look` finds amiss. English pages have the same shapes: one look at them is enough. */
async function everyPage(options, look, english = false) {
  const contexts = await contextsFor(world, browser, options);
  const faults = [];
  for (const { name, url, who } of pages.filter((page) => english || !page.name.endsWith("-en"))) {
    const page = contexts[who];
    const answer = await page.goto(url);
    if (answer.status() >= 400 && name !== "not-found") faults.push(`${name}: ${url} answers ${answer.status()}`);
    faults.push(...(await look(page)).map((fault) => `${name}: ${fault}`));
  }
  for (const page of Object.values(contexts)) {
    faults.push(...page.complaints);
    await page.context().close();
  }
  assert.deepEqual(faults, []);
}

async function axe(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  return violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
}

async function overflow(page) {
  const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: document.documentElement.clientWidth }));
  if (wide <= room) return [];
  const who = await page.evaluate(() => [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !element.closest(".scroll, .visually-hidden"))
    .slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`));
  return [`${wide} px wide in ${room}: ${who.join(", ")}`];
}

// A text squeezed into the column of a table of contents that is not there overflows nothing, and nobody reads it.
async function squeezed(page) {
  const widths = await page.evaluate(() => [...document.querySelectorAll(".document-body")].map((body) => Math.round(body.getBoundingClientRect().width)));
  return widths.filter((width) => width < 560).map((width) => `a text ${width} px wide in a window of 1280`);
}

const axeAndRoom = async (page) => [...(await axe(page)), ...(await squeezed(page))];

async function stored(page) {
  const cookies = (await page.context().cookies()).map((cookie) => cookie.name).filter((name) => name !== "__Host-session");
  const kept = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  return [...cookies.map((name) => `keeps the cookie ${name}`), ...kept.map((name) => `keeps ${name} in the browser`)];
}

describe("every page", () => {
  for (const width of [390, 1280]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`axe finds nothing at ${width} px, ${colorScheme}`, () => everyPage({ viewport: { width, height: 900 }, colorScheme }, width === 1280 ? axeAndRoom : axe, width === 390 && colorScheme === "light"));
    }
  }
  test("nothing but the session is kept in the browser", () => everyPage({}, stored));
  test("nothing overflows at 320 px", () => everyPage({ viewport: { width: 320, height: 640 } }, overflow));
  test("nothing overflows at 200 % zoom", () => everyPage({ viewport: { width: 640, height: 512 }, deviceScaleFactor: 2 }, overflow));
});
