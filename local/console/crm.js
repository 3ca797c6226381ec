import { facts, follow, h } from "./console.js";

const NAMES = { hubspot: "HubSpot", salesforce: "Salesforce", zoho: "Zoho CRM" };
const main = document.getElementById("main");

follow("crm", (crms) => {
  const filled = Object.entries(crms).filter(([, kinds]) => Object.values(kinds).some((records) => records.length));
  if (!filled.length) return main.replaceChildren(h("p", { class: "empty" }, "The CRMs are empty."));
  main.replaceChildren(...filled.map(crm));
});

function crm([name, kinds]) {
  const columns = h("div", { class: "columns" }, Object.entries(kinds).map(kind));
  return h("section", {}, h("h1", {}, NAMES[name] ?? name), columns);
}

function kind([name, records]) {
  if (!records.length) return null;
  const cards = records.map((each) => h("div", { class: "card" }, facts(each)));
  return h("div", {}, h("h2", {}, `${name} (${records.length})`), cards);
}
