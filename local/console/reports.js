import { follow, h } from "./console.js";

const TITLES = { pages: "Pages", sources: "Sources", campaigns: "Campaigns", referrers: "Referrers" };
const FIGURES = ["conversations", "leads", "qualified", "meetings", "unanswered"];
const main = document.getElementById("main");

follow("reports", (reports) => {
  const [all] = reports.overview?.rows ?? [];
  if (!all) return main.replaceChildren(h("p", { class: "empty" }, "Nothing was counted yet. Say something in the chat."));
  const others = Object.entries(TITLES).map(([name, title]) => table(title, reports[name]?.rows ?? []));
  return main.replaceChildren(h("h1", {}, "Which pages bring customers"), figures(all), others);
});

function figures(all) {
  const cards = FIGURES.map((name) => h("section", { class: "card figure" }, h("strong", {}, all[name]), h("span", {}, name)));
  return h("div", { class: "cards" }, cards);
}

function table(title, rows) {
  const heads = [title, ...FIGURES, "leads a conversation"];
  const lines = rows.map((row) =>
    h("tr", {}, h("th", { scope: "row" }, row.dimension.slice(row.dimension.indexOf(":") + 1)), cells(row)),
  );
  return rows.length > 0 && h("table", { class: "report" }, h("thead", {}, h("tr", {}, heads.map(head))), h("tbody", {}, lines));
}

function head(name) {
  return h("th", { scope: "col" }, name);
}

function cells(row) {
  const values = FIGURES.map((name) => h("td", {}, row[name]));
  return [...values, h("td", {}, `${Math.round(row.conversion_rate * 100)} %`)];
}
