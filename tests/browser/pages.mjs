// Which pages there are: found once in a demo world, for axe, for the measure of widths, and for the photographs.
import { fill, payAtStripe, press, signIn, visitor } from "./world.mjs";

/** Walks through the demo and gives every page worth looking at: `{name, url, who}`; `who` is `staff`, `operator` or nobody. */
export async function pagesOf(world, browser) {
  const pages = [];
  const add = (name, url, who) => pages.push({ name, url: new URL(url, world.site).href, who });
  const both = (name, url, base) => {
    add(name, new URL(url, base).href);
    add(`${name}-en`, new URL(`en/${url}`, base).href);
  };
  both("platform", "", world.platform);
  both("platform-sign-up", "inscription", world.platform);
  both("home", "", world.site);
  both("agenda", "concerts", world.site);
  const concerts = ["rouge-cuivre", "helene-voss-quintet", "samir-belhadj-trio", "jam-de-la-cave", "nuit-bleue", "les-balais-de-minuit", "carte-blanche-theo-marchand", "alma-quartet"];
  for (const slug of concerts) both(`concert-${slug}`, `concerts/${slug}`, world.site);
  both("notice", "mentions-legales", world.site);
  both("rights", "vos-donnees", world.site);
  both("rights-form", "vos-donnees?demande=corriger", world.site);
  both("terms", "conditions-de-vente", world.site);
  both("accessibility", "accessibilite", world.site);
  both("notice-versions", "mentions-legales/versions", world.site);
  both("notice-compared", "mentions-legales/comparer/1/1", world.site);
  both("cookies", "cookies", world.site);
  both("proofs", "preuves", world.site);
  add("not-found", new URL("nulle-part", world.site).href);
  for (const slug of ["lampadaire", "hirondelles"]) {
    const site = world.platform.replace("://", `://${slug}.`);
    add(`${slug}-home`, site);
    add(`${slug}-agenda`, new URL("concerts", site).href);
  }
  for (const [name, url] of await orders(world, browser)) both(name, url, world.site);
  for (const [name, path] of [["sign-in", "connexion"], ["password", "mot-de-passe"]]) both(`office-${name}`, path, world.back_office);
  for (const [name, url, who] of await office(world, browser)) add(name, url, who);
  return pages;
}

/** Orders in the states a visitor can bring about: held, being paid, confirmed, given up. */
async function orders(world, browser) {
  const page = await visitor(browser);
  const found = [];
  const start = async (slug = "helene-voss-quintet") => {
    await page.goto(new URL(`concerts/${slug}`, world.site).href);
    await page.locator("#tariffs input[type=number]").first().fill("2");
    await press(page, "#tariffs button[type=submit]");
    return new URL(page.url()).pathname.slice(1);
  };
  const details = async () => {
    await fill(page, { given_name: "Jeanne", family_name: "Lefort", email: "jeanne@example.org" });
    await page.locator("main input[name=accepted]").check();
    await press(page, "main form button.button-large");
  };
  found.push(["order-details", await start()]);
  const paid = await start();
  await details();
  await payAtStripe(page);
  await page.locator(".stub-number").first().waitFor();
  found.push(["order-confirmed", paid]);
  const free = await start("jam-de-la-cave");
  await details();
  await page.locator(".stub-number").first().waitFor();
  found.push(["order-free", free]);
  found.push(["order-left-at-stripe", await start()]);
  await details();
  const given = await start();
  await press(page, "form[action$='/abandonner'] button");
  found.push(["order-abandoned", given]);
  await page.context().close();
  return found;
}

/** The back office of the first demo association, and the operators' console. */
async function office(world, browser) {
  const page = await visitor(browser, { viewport: { width: 1280, height: 900 } });
  await signIn(page, world, world.staff);
  const slug = new URL(world.site).hostname.split(".")[0];
  const base = new URL(`a/${slug}/`, world.back_office);
  const found = [["office-home", base.href.replace(/\/$/, "")]];
  for (const [name, path] of [
    ["concerts", "concerts"], ["concert-new", "concerts/nouveau"], ["orders", "commandes"], ["orders-refunded", "commandes?etat=refunded"], ["money", "argent"],
    ["settings", "reglages"], ["notice", "mentions"], ["notice-preview", "mentions/apercu?texte=notice"], ["proofs", "reglages/preuves"], ["team", "equipe"], ["requests", "demandes"], ["request-letter", "demandes/lettre"],
    ["tokens", "reglages/jetons"], ["team-security", "equipe/securite"], ["door-choose", "porte"],
  ]) found.push([`office-${name}`, new URL(path, base).href]);
  await page.goto(new URL("concerts", base).href);
  const ids = await page.locator("main a[href*='/concerts/']").evaluateAll((links) => [...new Set(links.map((link) => link.href.match(/concerts\/([0-9a-f-]{36})$/)?.[1]).filter(Boolean))]);
  if (ids[0]) {
    for (const [name, tail] of [["concert", ""], ["concert-edit", "/modifier"], ["concert-cancel", "/annuler"], ["door", "/porte"], ["door-search", "/porte?q=a"], ["door-list", "/liste"]]) {
      found.push([`office-${name}`, new URL(`concerts/${ids[0]}${tail}`, base).href]);
    }
  }
  await page.goto(new URL("commandes?etat=confirmed", base).href);
  const order = await page.locator("tbody th a").first().evaluate((link) => link.href).catch(() => null);
  if (order) found.push(["office-order", order], ["office-refund", `${order}/rembourser`]);
  await page.context().close();
  return [...found.map((one) => [...one, "staff"]), ["office-security", new URL("compte/securite", world.back_office).href, "staff"], ["operator", new URL("operateur", world.back_office).href, "operator"], ["operator-factors", new URL("operateur/second-facteurs", world.back_office).href, "operator"], ["operator-security", new URL("compte/securite", world.back_office).href, "operator"]];
}

/** Sessions by world and kind of visitor: whoever has a second factor waits half a minute between two sign-ins. */
const sessions = new Map();

/** A signed-in context for each kind of visitor, with the given look. */
export async function contextsFor(world, browser, options) {
  const contexts = { undefined: await visitor(browser, options) };
  for (const [who, login] of [["staff", world.staff], ["operator", world.operator]]) {
    const key = `${world.back_office} ${who}`;
    contexts[who] = await visitor(browser, { ...options, ...(sessions.has(key) && { storageState: sessions.get(key) }) });
    if (sessions.has(key)) continue;
    await signIn(contexts[who], world, login);
    sessions.set(key, await contexts[who].context().storageState());
  }
  return contexts;
}
