// From sign-up to a scanned and a refunded ticket, in French; then buying again without JavaScript, and with the keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fill, mail, payAtStripe, press, signIn, startBrowser, startWorld, tab, visitor, words } from "./world.mjs";

let world, browser;
before(async () => { [world, browser] = await Promise.all([startWorld(), startBrowser()]); });
after(async () => { await browser?.close(); await world?.stop(); });

const SITE = "batelier";
const PRESIDENT = { email: "presidence.batelier@example.org", password: "une barque et trois rames" };
const BUYER = "jeanne.lefort@example.org";

/** A date `days` from now as a date field takes it. */
function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Chooses two places of the first tariff and gives name and address; ends at Stripe's page. */
async function choose(page, url, email) {
  await page.goto(url);
  const quantity = page.locator("#tariffs input[type=number]").first();
  if (page.withoutScripts) await quantity.fill("2");
  else {
    const more = page.locator("#tariffs [data-step='1']").first();
    await more.click();
    await more.click();
    assert.equal(await quantity.inputValue(), "2");
  }
  await press(page, "#tariffs button[type=submit]");
  await fill(page, { given_name: "Jeanne", family_name: "Lefort", email });
  await page.locator("main input[name=accepted]").check();
  const button = page.locator("main form button.button-large").first();
  assert.match((await button.innerText()).replace(/\s/gu, " "), /^Payer \d+,\d\d €$/);
  await Promise.all([page.waitForURL(/\/sim\/c\/pay\//), button.click()]);
}

/** The confirmed order's page, however long the confirmation takes. */
async function confirmed(page) {
  await page.waitForURL(/\/commande\/[0-9A-Z-]+\/[^/]+$/);
  await page.locator(".stub-number").first().waitFor();
  return page.locator(".stub-number").allInnerTexts();
}

test("an association signs up, connects Stripe, publishes a concert, sells, admits and refunds", async () => {
  const page = await visitor(browser, { viewport: { width: 1280, height: 900 } });

  await page.goto(new URL("inscription", world.platform).href);
  await fill(page, { association: "Le Batelier", slug: SITE, name: "Odile Marchand", ...PRESIDENT });
  await page.locator("main input[name=accepted]").check();
  await page.locator("main input[name=agreed]").check();
  await press(page, "main form button.button-large");
  assert.ok((await words(page)).includes(PRESIDENT.email));

  const confirmation = await mail(world, PRESIDENT.email);
  await page.goto(confirmation.text.match(/https?:\/\/\S+\/inscription\/confirmer\/\S+/)[0]);
  await press(page, "main form button");
  if (!page.url().includes(`/a/${SITE}`)) await signIn(page, world, PRESIDENT);
  assert.match(page.url(), new RegExp(`/a/${SITE}`));
  const office = new URL(`a/${SITE}/`, world.back_office);

  await page.goto(new URL("reglages", office).href);
  await fill(page, {
    legal_name: "Association Le Batelier", street: "3 quai des Lavandières", postal_code: "21000", city: "Dijon", email: "batelier@example.org", phone: "03 80 00 00 03",
    director_name: "Odile Marchand", director_role: "présidente", siret: "732 829 320 00074", vat_regime: "franchise", mediator_name: "Médiation de la scène",
    mediator_url: "https://mediation.example.org/", mediator_address: "1 place des Arts, 75002 Paris", tagline_fr: "Des concerts au fil de l’eau",
  });
  await press(page, ".work-acts button[value=save]");
  assert.equal(await page.locator("main [aria-invalid=true]").count(), 0, await words(page));

  await page.goto(new URL("argent", office).href);
  await press(page, "form[action$='/argent/stripe'] button");
  assert.match(page.url(), /\/sim\/onboard\//);
  await press(page, "button[value=complete]");
  await page.locator(".connection.good").waitFor();

  await page.goto(new URL("concerts/nouveau", office).href);
  await fill(page, {
    title: "Quatuor des Écluses", summary_fr: "Quatre cordes et une péniche.", date: inDays(20), doors: "20:00", starts: "20:30", venue_name: "Péniche Augustine",
    venue_address: "Port du canal, 21000 Dijon", capacity: "40", limit_per_order: "6",
  });
  await page.locator("[name$='-name_fr']").first().fill("Plein tarif");
  await page.locator("[name$='-price']").first().fill("14,70");
  await press(page, ".work-acts button[value=publish]");
  assert.equal(await page.locator("main [aria-invalid=true]").count(), 0, await words(page));
  const concert = page.url().match(/concerts\/([0-9a-f-]{36})/)[1];

  const site = new URL(world.platform.replace("://", `://${SITE}.`));
  const buyer = await visitor(browser);
  await buyer.goto(new URL("concerts", site).href);
  await choose(buyer, await buyer.locator("main a[href*='/concerts/']").first().evaluate((link) => link.href), BUYER);
  await payAtStripe(buyer);
  const numbers = await confirmed(buyer);
  assert.equal(numbers.length, 2);

  const tickets = await mail(world, BUYER, "Quatuor des Écluses");
  const pdf = tickets.attachments.find((one) => one.content_type.includes("pdf"));
  assert.ok(pdf && pdf.size > 5000, JSON.stringify(tickets.attachments));
  const bytes = await (await fetch(new URL(pdf.path, world.mail))).text();
  assert.ok(bytes.startsWith("%PDF-"));

  const door = await tab(page.context());
  await door.setViewportSize({ width: 390, height: 844 });
  const gate = new URL(`concerts/${concert}/porte`, office).href;
  await door.goto(gate);
  const scan = async () => {
    await door.locator("#code").fill(numbers[0]);
    await door.locator("[data-code-form] button").click();
    await door.locator("[data-verdict]:visible").waitFor();
    return door.locator("[data-verdict]");
  };
  assert.match(await (await scan()).getAttribute("class"), /admitted/);
  await door.goto(gate);
  const second = await scan();
  assert.match(await second.getAttribute("class"), /already/);
  assert.match(await second.innerText(), /\d{1,2}\s?h\s?\d{2}/u, "a second scan says when the first was");

  await page.goto(new URL("commandes", office).href);
  await press(page, "tbody th a");
  await press(page, "a[href$='/rembourser']");
  await page.locator(`input[name=ticket][value='${numbers[1]}']`).check();
  await press(page, "button[value=preview]");
  assert.match(await words(page), /14,70 €/u);
  await fill(page, { confirmation: "Quatuor des Écluses" });
  await press(page, "button[value=refund]");
  await mail(world, BUYER, "14,70");
  await buyer.reload();
  assert.equal(await buyer.locator(".stub.is-void").count(), 1);
  await door.goto(gate);
  await door.locator("#code").fill(numbers[1]);
  await door.locator("[data-code-form] button").click();
  await door.locator("[data-verdict]:visible").waitFor();
  assert.match(await door.locator("[data-verdict]").getAttribute("class"), /void/);

  assert.deepEqual([...page.complaints, ...buyer.complaints, ...door.complaints], []);
  await Promise.all([page, buyer].map((one) => one.context().close()));
});

test("two tickets are bought without JavaScript", async () => {
  const page = await visitor(browser, { javaScriptEnabled: false });
  page.withoutScripts = true;
  await choose(page, new URL("concerts/helene-voss-quintet", world.site).href, "sans.script@example.org");
  await payAtStripe(page);
  const until = Date.now() + 30_000;
  while ((await page.locator(".stub-number").count()) === 0 && Date.now() < until) await page.reload();
  assert.equal(await page.locator(".stub-number").count(), 2, await words(page));
  await page.context().close();
});

test("two tickets are bought with the keyboard alone", async () => {
  const page = await visitor(browser, { viewport: { width: 1280, height: 900 } });
  await page.goto(new URL("concerts/helene-voss-quintet", world.site).href);
  const reach = async (selector) => {
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    }
    assert.fail(`eighty presses of Tab do not reach ${selector} on ${page.url()}`);
  };
  await reach("#tariffs input[type=number]");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await reach("#tariffs button[type=submit]");
  await Promise.all([page.waitForURL(/\/commande\//), page.keyboard.press("Enter")]);
  for (const [name, value] of [["given_name", "Rosa"], ["family_name", "Clavier"], ["email", "rosa.clavier@example.org"]]) {
    await reach(`[name=${name}]`);
    await page.keyboard.type(value);
  }
  await reach("[name=accepted]");
  await page.keyboard.press("Space");
  await reach("main form button.button-large");
  await Promise.all([page.waitForURL(/\/sim\/c\/pay\//), page.keyboard.press("Enter")]);
  await payAtStripe(page);
  assert.equal((await confirmed(page)).length, 2);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
