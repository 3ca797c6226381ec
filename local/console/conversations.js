import { facts, follow, h, masterDetail, when } from "./console.js";

const KEPT = ["kind", "tenant", "session_id", "conversation_id", "visitor_id", "version", "written_at"];
const main = document.getElementById("main");

follow("conversations", (conversations) =>
  masterDetail(main, conversations, {
    key: "session_id",
    row: (each) => [
      h("strong", {}, each.profile?.customer_name || each.profile?.email || "Unknown visitor"),
      h("span", {}, path(each.referrer_page)),
      h("span", {}, when(each.created_at), " ", badge(each.status)),
    ],
    detail,
    empty: "No conversation yet. Open the company's site and say hello.",
  }),
);

function detail(each) {
  return [
    h("h1", {}, each.profile?.customer_name || "Unknown visitor", " ", badge(each.status)),
    h("div", { class: "columns" }, [
      section("Source", source(each)),
      section("Profile", known(each.profile)),
      section("Lead", known(each.lead)),
    ]),
    h("h2", {}, "Turns"),
    (each.turns ?? []).map(turn),
    h("h2", {}, "Mails"),
    (each.deliveries ?? []).length ? each.deliveries.map(mail) : h("p", { class: "soft" }, "none yet"),
  ];
}

/** What is known of a visitor, with the words it was read from; what belongs to the store alone is left out. */
function known({ evidence = {}, ...record } = {}) {
  const shown = Object.entries(record).filter(([name]) => !KEPT.includes(name));
  return Object.fromEntries(shown.map(([name, value]) => [name, quoted(value, evidence[name])]));
}

function quoted(value, { quote, seq } = {}) {
  return quote && quote !== value ? `${value} (“${quote}”, message ${seq})` : value;
}

function mail({ purpose, recipient, status, detail, at }) {
  return h("p", {}, `${purpose} to ${recipient} `, badge(status), " ", when(at), detail && ` ${detail}`);
}

function source({ referrer_page: page, landing_page: landing, utm, session_id: id }) {
  return { referrer_page: page, landing_page: landing, ...utm, session_id: id };
}

function section(title, record) {
  return h("section", { class: "card" }, h("h2", {}, title), facts(record));
}

function turn({ text, at, reply = {} }) {
  const sources = (reply.citations ?? []).map(({ number, title, url }) => {
    return h("li", { value: number }, `${title} — ${url}`);
  });
  const answer = h("p", {}, reply.text, " ", badge(reply.kind));
  return h("div", { class: "turn" }, [
    h("p", { class: "visitor", dir: "auto" }, text, " ", when(at)),
    h("div", { class: "agent", dir: "auto" }, answer, sources.length > 0 && h("ol", {}, sources)),
  ]);
}

function badge(text) {
  return text && h("span", { class: "badge", "data-kind": text }, text);
}

function path(address = "") {
  return URL.canParse(address) ? new URL(address).pathname : address;
}
