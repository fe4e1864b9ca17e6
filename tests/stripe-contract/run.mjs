// Stripe's official SDK drives the simulator. Code nobody here wrote builds the requests, sorts the errors into its
// classes, walks the pages and checks the signatures; this file only says what must come out.
//
// SIM_URL: the simulator's address. SIM_KEY: its secret key. SIM_RECORD: a file to write the recorded requests to.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import Stripe from "stripe";

const base = new URL(process.env.SIM_URL ?? fail("SIM_URL must hold the simulator's address"));
const key = process.env.SIM_KEY ?? fail("SIM_KEY must hold the simulator's secret key");
const stripe = new Stripe(key, {
  host: base.hostname, port: base.port, protocol: "http", maxNetworkRetries: 0, telemetry: false,
});

function fail(message) {
  console.error(message);
  process.exit(2);
}

let passed = 0;
const failures = [];

async function check(name, act) {
  try {
    await act();
    passed += 1;
  } catch (error) {
    failures.push(name);
    console.error(`FAILED: ${name}\n${error.stack ?? error}\n`);
  }
}

async function sim(path, body, form = false) {
  const headers = { "content-type": form ? "application/x-www-form-urlencoded" : "application/json" };
  const text = form ? new URLSearchParams(body).toString() : JSON.stringify(body);
  return fetch(new URL(path, base), { method: "POST", headers, body: text, redirect: "manual" });
}

function refused(kind, expected) {
  return (error) => {
    assert.ok(error instanceof kind, `${error.constructor.name} instead of ${kind.name}: ${error.message}`);
    for (const [name, value] of Object.entries(expected)) assert.equal(error[name], value, name);
    return true;
  };
}

async function until(find) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const found = await find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("waited five seconds in vain");
}

const facts = {
  country: "FR", email: "bureau@example.org",
  controller: {
    fees: { payer: "account" }, losses: { payments: "stripe" }, requirement_collection: "stripe",
    stripe_dashboard: { type: "full" },
  },
  capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
  settings: { payments: { statement_descriptor: "JAZZ EN VALLEE" } },
};

function order(more = {}) {
  return {
    mode: "payment",
    line_items: [{
      quantity: 2,
      price_data: { currency: "eur", unit_amount: 735, product_data: { name: "Tarif réduit" } },
    }],
    success_url: "http://jazz.example.org/retour?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://jazz.example.org/annuler",
    metadata: { order: "FA0Y" },
    payment_intent_data: { metadata: { order: "FA0Y" }, application_fee_amount: 70 },
    ...more,
  };
}

const pay = (session, card = "4242424242424242") =>
  sim(`/sim/c/pay/${session.id}`, { email: "ana@example.org", card_number: card, exp: "12/40", cvc: "123", name: "Ana Moreau" }, true);

const letters = [];
const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    letters.push({ body: Buffer.concat(parts).toString("utf8"), signature: request.headers["stripe-signature"] });
    response.end();
  });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const endpoint = await stripe.webhookEndpoints.create({
  url: `http://127.0.0.1:${server.address().port}/webhooks/stripe/connect`, connect: true, enabled_events: ["*"],
  api_version: "2026-09-30.endive",
});
const account = await stripe.accounts.create(facts);
const connected = { stripeAccount: account.id };

await check("an account link leads through onboarding to a ready account", async () => {
  assert.equal(account.charges_enabled, false);
  const link = await stripe.accountLinks.create({
    account: account.id, type: "account_onboarding", refresh_url: "http://app.example.org/again",
    return_url: "http://app.example.org/back",
  });
  const answer = await sim(new URL(link.url).pathname, { action: "complete" }, true);
  assert.equal(answer.headers.get("location"), "http://app.example.org/back");
  const ready = await stripe.accounts.retrieve(account.id);
  assert.equal(ready.charges_enabled, true);
  assert.equal(ready.capabilities.card_payments, "active");
});

await check("v2 creates, links and reads the same kind of account", async () => {
  const made = await stripe.v2.core.accounts.create({
    contact_email: "bureau@example.org", display_name: "Chœur des Halles", dashboard: "full",
    identity: { country: "fr", entity_type: "non_profit" },
    configuration: { merchant: { capabilities: { card_payments: { requested: true } } } },
    defaults: { currency: "eur", responsibilities: { fees_collector: "stripe", losses_collector: "stripe" } },
    include: ["configuration.merchant", "identity", "requirements", "defaults"],
  });
  assert.equal(made.object, "v2.core.account");
  const link = await stripe.v2.core.accountLinks.create({
    account: made.id,
    use_case: {
      type: "account_onboarding",
      account_onboarding: { refresh_url: "http://app.example.org/again", return_url: "http://app.example.org/back" },
    },
  });
  await sim(new URL(link.url).pathname, { action: "complete" }, true);
  const read = await stripe.v2.core.accounts.retrieve(made.id, { include: ["configuration.merchant"] });
  assert.equal(read.configuration.merchant.capabilities.card_payments.status, "active");
});

let paid;
await check("a session is paid and read back with everything expanded", async () => {
  const session = await stripe.checkout.sessions.create(order({ customer_email: "ana@example.org" }), connected);
  assert.equal(session.status, "open");
  assert.equal(session.amount_total, 1470);
  const answer = await pay(session);
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), `http://jazz.example.org/retour?session=${session.id}`);
  await until(async () => {
    const intent = (await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge"] }, connected)).payment_intent;
    return intent.latest_charge.balance_transaction;
  });
  paid = await stripe.checkout.sessions.retrieve(
    session.id, { expand: ["line_items", "payment_intent.latest_charge.balance_transaction"] }, connected);
  const charge = paid.payment_intent.latest_charge;
  assert.equal(paid.payment_status, "paid");
  assert.equal(paid.line_items.data[0].amount_total, 1470);
  assert.equal(charge.balance_transaction.net, 1470 - charge.balance_transaction.fee);
  assert.equal(charge.metadata.order, "FA0Y");
  assert.equal(charge.payment_method_details.card.last4, "4242");
});

await check("an open session expires, once", async () => {
  const session = await stripe.checkout.sessions.create(order(), connected);
  const expired = await stripe.checkout.sessions.expire(session.id, {}, connected);
  assert.equal(expired.status, "expired");
  await assert.rejects(stripe.checkout.sessions.expire(session.id, {}, connected), refused(Stripe.errors.StripeInvalidRequestError, { statusCode: 400 }));
});

await check("a declined card is told by the intent, and its charge by the list", async () => {
  const session = await stripe.checkout.sessions.create(order(), connected);
  await pay(session, "4000000000009995");
  const tried = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] }, connected);
  assert.equal(tried.payment_intent.last_payment_error.decline_code, "insufficient_funds");
  const charges = await stripe.charges.list({ payment_intent: tried.payment_intent.id }, connected);
  assert.equal(charges.data[0].failure_code, "card_declined");
});

await check("refunds stop at what was paid", async () => {
  const other = await stripe.checkout.sessions.create(order({ client_reference_id: "other" }), connected);
  await pay(other);
  const intent = paid.payment_intent.id;
  const refund = await stripe.refunds.create(
    { payment_intent: intent, amount: 735, reason: "requested_by_customer", refund_application_fee: true, metadata: { ticket: "1" } }, connected);
  assert.equal(refund.status, "succeeded");
  await assert.rejects(stripe.refunds.create({ payment_intent: intent, amount: 736 }, connected), refused(Stripe.errors.StripeInvalidRequestError, { param: "amount" }));
  await stripe.refunds.create({ payment_intent: intent }, connected);
  await assert.rejects(stripe.refunds.create({ payment_intent: intent }, connected), refused(Stripe.errors.StripeInvalidRequestError, { code: "charge_already_refunded" }));
  assert.equal((await stripe.refunds.retrieve(refund.id, {}, connected)).metadata.ticket, "1");
});

await check("each refusal arrives as the right class", async () => {
  const { errors } = Stripe;
  const stranger = new Stripe("sk_test_sim_wrong_key", { host: base.hostname, port: base.port, protocol: "http", maxNetworkRetries: 0 });
  await assert.rejects(stranger.balance.retrieve(), refused(errors.StripeAuthenticationError, { statusCode: 401 }));
  await assert.rejects(stripe.balance.retrieve({}, { stripeAccount: "acct_nobody" }), refused(errors.StripePermissionError, { statusCode: 403 }));
  await assert.rejects(stripe.charges.retrieve(paid.payment_intent.latest_charge.id), refused(errors.StripeInvalidRequestError, { code: "resource_missing", statusCode: 404 }));
  await assert.rejects(stripe.checkout.sessions.create({ ...order(), colour: "red" }, connected), refused(errors.StripeInvalidRequestError, { code: "parameter_unknown", param: "colour" }));
  await assert.rejects(stripe.checkout.sessions.create({ ...order(), line_items: undefined }, connected), refused(errors.StripeInvalidRequestError, { code: "parameter_missing" }));
  await assert.rejects(stripe.checkout.sessions.create(order({ expires_at: 1000 }), connected), refused(errors.StripeInvalidRequestError, { param: "expires_at" }));
});

await check("the same key replays, and refuses another request", async () => {
  const options = { ...connected, idempotencyKey: `order:${Date.now()}` };
  const first = await stripe.checkout.sessions.create(order(), options);
  const second = await stripe.checkout.sessions.create(order(), options);
  assert.equal(first.id, second.id);
  assert.equal(second.lastResponse.headers["idempotent-replayed"], "true");
  assert.equal(first.lastResponse.apiVersion, "2026-09-30.endive");
  assert.ok(second.lastResponse.requestId.startsWith("req_"));
  await assert.rejects(stripe.checkout.sessions.create(order({ locale: "fr" }), options), refused(Stripe.errors.StripeIdempotencyError, { statusCode: 400 }));
});

await check("the SDK's own retries find the answer a lost connection hid", async () => {
  const patient = new Stripe(key, { host: base.hostname, port: base.port, protocol: "http", maxNetworkRetries: 3, telemetry: false });
  await sim("/sim/faults", { fail_after_commit: 1.0 });
  const pending = patient.checkout.sessions.create(order({ client_reference_id: "lost" }), connected);
  setTimeout(() => sim("/sim/faults", {}), 100);
  await pending;
  const sessions = await stripe.checkout.sessions.list({ limit: 100 }, connected);
  assert.equal(sessions.data.filter((session) => session.client_reference_id === "lost").length, 1);
});

await check("the SDK walks every page", async () => {
  const seen = new Set();
  for await (const session of stripe.checkout.sessions.list({ limit: 2 }, connected)) seen.add(session.id);
  assert.ok(seen.size >= 5, `${seen.size}`);
});

await check("lists of every kind are read", async () => {
  for (const list of [stripe.paymentIntents, stripe.charges, stripe.refunds, stripe.disputes, stripe.balanceTransactions, stripe.payouts, stripe.events]) {
    assert.equal((await list.list({ limit: 5 }, connected)).object, "list");
  }
  const balance = await stripe.balance.retrieve({}, connected);
  assert.equal(balance.pending[0].currency, "eur");
});

await check("a payout carries its movements", async () => {
  await sim("/sim/clock/advance", { seconds: 2 * 86_400 + 60 });
  const payouts = await stripe.payouts.list({}, connected);
  const carried = await stripe.balanceTransactions.list({ payout: payouts.data[0].id, limit: 100 }, connected);
  const sum = carried.data.filter((movement) => movement.type !== "payout").reduce((total, movement) => total + movement.net, 0);
  assert.equal(sum, payouts.data[0].amount);
});

await check("webhooks verify, unless touched or old", async () => {
  const letter = await until(() => letters.find(({ body }) => body.includes('"checkout.session.completed"')));
  const event = stripe.webhooks.constructEvent(letter.body, letter.signature, endpoint.secret);
  assert.equal(event.type, "checkout.session.completed");
  assert.equal(event.account, account.id);
  const wrong = refused(Stripe.errors.StripeSignatureVerificationError, {});
  assert.throws(() => stripe.webhooks.constructEvent(letter.body.replace("1470", "1"), letter.signature, endpoint.secret), wrong);
  assert.throws(() => stripe.webhooks.constructEvent(letter.body, letter.signature, "whsec_another"), wrong);
  await sim("/sim/faults", { old_timestamp: 1.0 });
  const before = letters.length;
  const session = await stripe.checkout.sessions.create(order(), connected);
  await stripe.checkout.sessions.expire(session.id, {}, connected);
  const old = await until(() => letters.slice(before).find(({ body }) => body.includes("checkout.session.expired") && body.includes(session.id)));
  await sim("/sim/faults", {});
  assert.throws(() => stripe.webhooks.constructEvent(old.body, old.signature, endpoint.secret), wrong);
});

if (process.env.SIM_RECORD) {
  const recorded = await (await fetch(new URL("/sim/requests", base))).json();
  recorded.events = letters.map(({ body }) => JSON.parse(body));
  await writeFile(process.env.SIM_RECORD, JSON.stringify(recorded, null, 1));
}
await stripe.webhookEndpoints.del(endpoint.id);
server.closeAllConnections();
server.close();
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
