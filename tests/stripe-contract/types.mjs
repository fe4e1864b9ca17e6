// Stripe's published types judge recorded traffic: every request our software sent must be a valid parameter object,
// every answer and event of the simulator a valid response object.
//
// node types.mjs RECORDED.json   (what GET /sim/requests answers, with an optional `events` list)
import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

// Operation: the type of its parameters and of its answer.
const OPERATIONS = {
  "POST /v1/accounts": ["AccountCreateParams", "Account"],
  "GET /v1/accounts/*": ["AccountRetrieveParams", "Account"],
  "POST /v1/accounts/*": ["AccountUpdateParams", "Account"],
  "POST /v1/account_links": ["AccountLinkCreateParams", "AccountLink"],
  "POST /v2/core/accounts": ["V2.Core.AccountCreateParams", "V2.Core.Account"],
  "GET /v2/core/accounts/*": ["V2.Core.AccountRetrieveParams", "V2.Core.Account"],
  "POST /v2/core/account_links": ["V2.Core.AccountLinkCreateParams", "V2.Core.AccountLink"],
  "POST /v1/checkout/sessions": ["Checkout.SessionCreateParams", "Checkout.Session"],
  "GET /v1/checkout/sessions/*": ["Checkout.SessionRetrieveParams", "Checkout.Session"],
  "GET /v1/checkout/sessions": ["Checkout.SessionListParams", "ApiList<Stripe.Checkout.Session>"],
  "POST /v1/checkout/sessions/*/expire": ["Checkout.SessionExpireParams", "Checkout.Session"],
  "GET /v1/payment_intents": ["PaymentIntentListParams", "ApiList<Stripe.PaymentIntent>"],
  "GET /v1/payment_intents/*": ["PaymentIntentRetrieveParams", "PaymentIntent"],
  "GET /v1/charges": ["ChargeListParams", "ApiList<Stripe.Charge>"],
  "GET /v1/charges/*": ["ChargeRetrieveParams", "Charge"],
  "POST /v1/refunds": ["RefundCreateParams", "Refund"],
  "GET /v1/refunds": ["RefundListParams", "ApiList<Stripe.Refund>"],
  "GET /v1/refunds/*": ["RefundRetrieveParams", "Refund"],
  "GET /v1/disputes": ["DisputeListParams", "ApiList<Stripe.Dispute>"],
  "GET /v1/balance": ["BalanceRetrieveParams", "Balance"],
  "GET /v1/balance_transactions": ["BalanceTransactionListParams", "ApiList<Stripe.BalanceTransaction>"],
  "GET /v1/payouts": ["PayoutListParams", "ApiList<Stripe.Payout>"],
  "GET /v1/payouts/*": ["PayoutRetrieveParams", "Payout"],
  // An event's object is judged by its own type below; the union of all events says no more and reads badly.
  "GET /v1/events": ["EventListParams", undefined],
  "POST /v1/webhook_endpoints": ["WebhookEndpointCreateParams", "WebhookEndpoint"],
};

// Objects inside events, by their `object`.
const OBJECTS = {
  account: "Account", application_fee: "ApplicationFee", capability: "Capability", charge: "Charge",
  "checkout.session": "Checkout.Session", dispute: "Dispute", payment_intent: "PaymentIntent", payout: "Payout", refund: "Refund",
};

// What the types get wrong about JSON, each with its reason: tsc's message, and the operations it may stand in.
const ALLOWED = [
  // The SDK turns decimals into a class of its own; on the wire they are text.
  { message: /Type 'string' is not assignable to type 'Decimal'/, operation: /checkout/ },
  // v2 sections not asked for are null on the wire; the SDK types them as absent.
  { message: /Type 'null' is not assignable to type/, operation: /\/v2\// },
];

const source = process.argv[2];
if (!source) {
  console.error("usage: node types.mjs RECORDED.json");
  process.exit(2);
}
const recorded = JSON.parse(await readFile(source, "utf8"));
const checks = [];
const unknown = new Set();
for (const { operation, parameters, response, status } of recorded.requests) {
  if (!operation || status !== 200) continue;
  const types = OPERATIONS[operation];
  if (!types) {
    unknown.add(operation);
    continue;
  }
  checks.push([operation, types[0], parameters]);
  if (types[1]) checks.push([operation, types[1], response]);
}
for (const event of recorded.events ?? []) {
  const type = OBJECTS[event.data.object.object];
  if (type) checks.push([`event ${event.type}`, type, event.data.object]);
}

// One check for each distinct shape: a thousand equal requests prove no more than one.
const shape = (value) => {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shape(item))))];
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shape(item)]));
  return value === null ? null : typeof value;
};
const distinct = new Map(checks.map((check) => [JSON.stringify([check[0], check[1], shape(check[2])]), check]));

const folder = await mkdtemp(join(tmpdir(), "stripe-types-"));
try {
  await cp(join(here, "node_modules", "stripe"), join(folder, "node_modules", "stripe"), { recursive: true, filter: (path) => !path.includes("/cjs/") || path.endsWith(".d.ts") });
  await symlink(join(here, "node_modules", "@types"), join(folder, "node_modules", "@types"));
  await symlink(join(here, "node_modules", "undici-types"), join(folder, "node_modules", "undici-types"));
  // OtherString lets every enumeration take any text; never makes them say what they list.
  for (const build of ["esm", "cjs"]) {
    const shared = join(folder, "node_modules", "stripe", build, "shared.d.ts");
    const text = await readFile(shared, "utf8");
    await writeFile(shared, text.replace(/export type OtherString = .*;/, "export type OtherString = never;"));
  }
  const lines = ['import Stripe from "stripe";'];
  const names = new Map();
  for (const [operation, type, value] of distinct.values()) {
    const full = type.replace(/^(ApiList<)?(Stripe\.)?/, (match, list) => (list ? "Stripe.ApiList<Stripe." : "Stripe."));
    lines.push(`export const c${names.size}: ${full} = ${JSON.stringify(value)};`);
    names.set(lines.length, `${operation}: ${type}`);
  }
  await writeFile(join(folder, "recorded.mts"), `${lines.join("\n")}\n`);
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022", "--types", "node", "--pretty", "false"];
  let report = "";
  try {
    execFileSync(process.execPath, [join(here, "node_modules", "typescript", "bin", "tsc"), ...options, "recorded.mts"], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    report = error.stdout;
    if (!report) throw error;
  }
  // An indented line explains the error above it.
  const errors = report.split(/\n(?=\S)/).filter((text) => text.trim() !== "");
  const whence = (text) => names.get(Number(/^recorded\.mts\((\d+),/.exec(text)?.[1])) ?? "";
  const left = errors.filter((text) => !ALLOWED.some(({ message, operation }) => message.test(text) && operation.test(whence(text))));
  for (const text of left) console.error(`FAILED: ${whence(text)}\n${text}\n`);
  for (const operation of unknown) console.error(`FAILED: no type is named for ${operation}`);
  const failed = left.length + unknown.size;
  console.log(`${distinct.size - Math.min(left.length, distinct.size)} passed, ${failed} failed (${errors.length - left.length} allowed)`);
  process.exitCode = failed === 0 && distinct.size > 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
