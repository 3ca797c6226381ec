import { facts, follow, h, when } from "./console.js";

const NAMES = { hubspot: "HubSpot", salesforce: "Salesforce", zoho: "Zoho CRM" };
const KINDS = { people: "People", companies: "Companies", deals: "Deals", notes: "Notes", meetings: "Meetings" };
const ACTIVITIES = ["notes", "meetings"];
const main = document.getElementById("main");
let crms = {};

follow("crm", (found) => {
  crms = found;
  show();
});
addEventListener("hashchange", show);

/** The address says which CRM and which record: #hubspot/101. */
function show() {
  const names = Object.keys(crms);
  const [wanted, id] = decodeURIComponent(location.hash.slice(1)).split("/");
  const crm = names.includes(wanted) ? wanted : names[0];
  const records = crms[crm] ?? [];
  const chosen = records.find((each) => each.id === id) ?? records[0];
  main.replaceChildren(tabs(names, crm), chosen ? account(crm, records, chosen) : empty());
}

function tabs(names, current) {
  const links = names.map((name) => {
    const label = `${NAMES[name] ?? name} (${crms[name].length})`;
    return h("a", { class: "tab", href: `#${name}`, "aria-current": name === current && "page" }, label);
  });
  return h("nav", { class: "tabs", "aria-label": "CRMs" }, links);
}

function empty() {
  return h("p", { class: "empty" }, "This CRM is empty. Say who you are in the chat, with an e-mail address.");
}

function account(crm, records, chosen) {
  const groups = Object.entries(KINDS).map(([kind, label]) => {
    const some = records.filter((each) => each.kind === kind);
    const rows = some.map((each) => row(crm, each, each === chosen && "page"));
    return some.length > 0 && [h("h2", {}, `${label} (${some.length})`), rows];
  });
  const list = h("nav", { class: "list", "aria-label": "Records" }, groups);
  return h("div", { class: "split" }, list, h("article", {}, detail(crm, records, chosen)));
}

function row(crm, each, current) {
  const about = [each.object, each.stage].filter(Boolean).join(" · ");
  const attributes = { class: "record", href: `#${crm}/${each.id}`, "aria-current": current };
  return h("a", attributes, h("strong", {}, each.title), h("span", {}, about), when(each.at));
}

function detail(crm, records, chosen) {
  const linked = records.filter((each) => chosen.links.includes(each.id));
  const belongs = linked.filter((each) => !ACTIVITIES.includes(each.kind));
  const activities = linked.filter((each) => ACTIVITIES.includes(each.kind));
  return [
    h("h1", {}, chosen.title, " ", badge(chosen.object), " ", badge(chosen.stage)),
    h("p", { class: "soft" }, `${NAMES[crm] ?? crm} ${chosen.id} `, when(chosen.at)),
    chosen.text && h("pre", {}, chosen.text),
    Object.keys(chosen.fields).length > 0 && facts(chosen.fields),
    h("h2", {}, "Belongs to"),
    belongs.length ? h("div", { class: "cards" }, belongs.map((each) => row(crm, each))) : none(chosen),
    !ACTIVITIES.includes(chosen.kind) && [
      h("h2", {}, "Activity"),
      activities.length ? activities.map((each) => activity(crm, each)) : none(),
    ],
  ];
}

function activity(crm, each) {
  const title = h("a", { href: `#${crm}/${each.id}` }, each.title);
  const body = each.text ? h("pre", {}, each.text) : facts(each.fields);
  return h("section", { class: "card" }, h("h2", {}, title, " ", badge(each.object), " ", when(each.at)), body);
}

function none(record) {
  const why = record?.object === "Lead" && "nothing: a lead stands alone until the sales team converts it";
  return h("p", { class: "soft" }, why || "nothing yet");
}

function badge(text) {
  return text && h("span", { class: "badge" }, text);
}
