import { facts, follow, h, masterDetail, when } from "./console.js";

const COMPANY = "https://www.wrenandkettle.example";
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const HEAD = `<base target="_blank"><meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
const main = document.getElementById("main");

follow("mails", (mails) =>
  masterDetail(main, mails, {
    key: "id",
    row: (mail) => [h("strong", {}, mail.subject), h("span", {}, `to ${people(mail.to)}`), when(mail.at)],
    detail,
    empty: "No mail yet. End a conversation in which an e-mail address was given.",
  }),
);

function detail(mail) {
  return [
    h("h1", {}, mail.subject),
    facts({ From: mail.from, To: people(mail.to) }),
    tabs({
      HTML: mail.html && framed(mail.html),
      Text: mail.text && h("pre", {}, mail.text),
      Source: h("pre", {}, mail.raw),
    }),
  ];
}

function people(to) {
  return [to].flat().join(", ");
}

/** The mail as a careful mail program shows it: no script, nothing loaded from outside, links beside this page. */
function framed(html) {
  const safe = html.replaceAll(COMPANY, location.origin); // the company's site is served here
  return h("iframe", { sandbox: "allow-popups allow-popups-to-escape-sandbox", title: "The mail", srcdoc: HEAD + safe });
}

function tabs(parts) {
  const shown = h("div", { class: "part" });
  const buttons = Object.entries(parts)
    .filter(([, part]) => part)
    .map(([name, part]) => h("button", { class: "tab", onclick: (event) => show(event.currentTarget, part) }, name));
  const show = (button, part) => {
    for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
    shown.replaceChildren(part);
  };
  buttons[0].click();
  return [h("div", { class: "tabs" }, buttons), shown];
}
