// Somebody without an account bought places, and asks for a copy of their data: from the footer to a downloaded archive that is what its schema says.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { strFromU8, unzipSync } from "fflate";
import { fill, mail, payAtStripe, press, startBrowser, startWorld, visitor, words } from "./world.mjs";

let world, browser;
before(async () => { [world, browser] = await Promise.all([startWorld(), startBrowser()]); });
after(async () => { await browser?.close(); await world?.stop(); });

const BUYER = "rosa.copie@example.org";

/** What axe finds on the page. */
async function faults(page) {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map((one) => `${page.url()} ${one.id}: ${one.nodes.map((node) => node.target).join(", ")}`);
}

/** Reloads until the page says this. */
async function until(page, text) {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    if ((await words(page)).includes(text)) return;
    await page.waitForTimeout(500);
    await page.reload();
  }
  assert.fail(`${page.url()} never says “${text}”: ${await words(page)}`);
}

async function buy(page) {
  await page.goto(new URL("concerts/helene-voss-quintet", world.site).href);
  await page.locator("#tariffs input[type=number]").first().fill("1");
  await press(page, "#tariffs button[type=submit]");
  await fill(page, { given_name: "Rosa", family_name: "Quintana", email: BUYER });
  await page.locator("main input[name=accepted]").check();
  await Promise.all([page.waitForURL(/\/sim\/c\/pay\//), page.locator("main form button.button-large").first().click()]);
  await payAtStripe(page);
  await page.waitForURL(/\/commande\/[0-9A-Z-]+\/[^/]+$/);
  await page.locator(".stub-number").first().waitFor();
}

test("a buyer without an account asks for a copy, confirms, and downloads an archive that its schema accepts", async () => {
  const page = await visitor(browser);
  const axe = [];
  await buy(page);

  await press(page, "footer a[href='/vos-donnees']");
  axe.push(...await faults(page));
  await press(page, "a[href$='demande=copie']");
  axe.push(...await faults(page));
  await fill(page, { given_name: "Rosa", family_name: "Quintana", email: BUYER });
  await press(page, "main form button[type=submit]");
  assert.match(await words(page), /Ouvrez votre boîte aux lettres/u);

  const confirmation = await mail(world, BUYER, "/vos-donnees/confirmer/");
  await page.goto(confirmation.text.match(/https?:\/\/\S+\/vos-donnees\/confirmer\/\S+/)[0]);
  axe.push(...await faults(page));
  await press(page, "main form button");
  assert.match(page.url(), /\/vos-donnees\/suivi\//);
  await until(page, "Votre copie est prête");
  axe.push(...await faults(page));

  await press(page, "button[name=act][value=link]");
  const sent = await mail(world, BUYER, "/vos-donnees/fichier/");
  await page.goto(sent.text.match(/https?:\/\/\S+\/vos-donnees\/fichier\/\S+/)[0]);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("main form button").click()]);
  assert.match(download.suggestedFilename(), /\.zip$/);
  const files = unzipSync(new Uint8Array(await readFile(await download.path())));

  const json = (name) => JSON.parse(strFromU8(files[name]));
  const ajv = new Ajv({ strict: true, allErrors: true });
  formats(ajv);
  const validate = ajv.compile(json("schema.json"));
  assert.ok(validate(json("data.json")), JSON.stringify(validate.errors));
  assert.ok(validate(json("portable.json")), JSON.stringify(validate.errors));
  const tables = new Map(json("data.json").tables.map((table) => [table.name, table]));
  assert.ok(JSON.stringify(tables.get("person").rows).includes(BUYER));
  assert.equal(tables.get("ticket").rows.length, 1);
  assert.ok(files["csv/person.csv"] && strFromU8(files["lisez-moi.html"]).includes("Quintana"));
  const manifest = json("manifest.json");
  for (const one of manifest.files) {
    assert.equal(createHash("sha256").update(files[one.name]).digest("hex"), one.sha256, one.name);
  }
  assert.ok(!strFromU8(files["data.json"]).includes("password_hash"));

  // The link has served.
  await page.goto(sent.text.match(/https?:\/\/\S+\/vos-donnees\/fichier\/\S+/)[0]);
  assert.match(await words(page), /Ce lien ne sert plus/u);
  assert.deepEqual(axe, []);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("the same request is made without JavaScript", async () => {
  const page = await visitor(browser, { javaScriptEnabled: false });
  await page.goto(new URL("vos-donnees?demande=effacer", world.site).href);
  await page.locator("main input[name=given_name]").fill("Nadia");
  await press(page, "main form button[type=submit]");
  assert.equal(await page.locator("main [aria-invalid=true]").count(), 3, "family name, address and the question about later letters are unanswered");
  assert.equal(await page.locator("main input[name=given_name]").inputValue(), "Nadia");
  await page.locator("main input[name=quiet][value=nothing]").check();
  await fill(page, { family_name: "Sans-Script", email: "nadia.sans.script@example.org" });
  await press(page, "main form button[type=submit]");
  const confirmation = await mail(world, "nadia.sans.script@example.org", "/vos-donnees/confirmer/");
  await page.goto(confirmation.text.match(/https?:\/\/\S+\/vos-donnees\/confirmer\/\S+/)[0]);
  await press(page, "main form button");
  await until(page, "ne conserve rien");
  await page.context().close();
});
