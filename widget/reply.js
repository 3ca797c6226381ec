/** One reply: text with citation marks, products, sources, times to choose, questions, and the two thumbs. */

import { appointmentCard, askForm, slotPicker } from "./cards.js";
import { h, iconButton, link, webUrl } from "./dom.js";
import { fill, renderText, visible } from "./text.js";

const JUDGED = ["answer", "closest", "unknown"]; // kinds of reply a visitor can find helpful or not

export function renderReply({ seq, reply }, strings, actions, trusts) {
  const citations = (reply.citations ?? []).map((each) => ({ ...each, address: trusted(each.url, trusts) }));
  const hosts = new Set(citations.map(({ address }) => address?.host));
  const linkable = (url) => hosts.has(url.host) || url.host === location.host;
  const text = renderText(reply.text, marker(citations, strings), linkable);
  return h(
    "div",
    { class: "agent", "data-kind": visible(reply.kind) },
    h("div", { class: "bubble", dir: "auto" }, text, sources(citations, strings)),
    ...(reply.products ?? []).map((product) => productCard(product, trusts)),
    reply.appointment && appointmentCard(reply.appointment, strings, meetingActions(reply.appointment, actions)),
    reply.slots?.length > 0 && slotPicker(reply.slots, strings, actions),
    reply.asks?.length > 0 && askForm(reply.asks, strings, askActions(strings, actions)),
    JUDGED.includes(reply.kind) && thumbs(strings, (helpful) => actions.feedback(seq, helpful)),
  );
}

export function meetingActions(appointment, actions) {
  return { move: () => actions.move(appointment), cancel: () => actions.cancel(appointment) };
}

function askActions(strings, { send }) {
  return { submit: send, skip: () => send(strings.notNow) };
}

function trusted(address, trusts) {
  const url = webUrl(address);
  return url && trusts(url) ? url : null;
}

/** Turns "[2]" into a link to the second source, if there is one. */
function marker(citations, strings) {
  return (number) => {
    const found = citations.find((each) => each.number === number);
    if (!found?.address) return null;
    const name = fill(strings.source, { n: number, title: visible(found.title) });
    const attributes = { "aria-label": name, title: visible(found.passage) || name };
    return h("sup", {}, link(atPassage(found), attributes, String(number)));
  };
}

function sources(citations, strings) {
  if (!citations.length) return null;
  const items = citations.map((citation) =>
    h("li", { value: citation.number }, h("div", { class: "source" }, ...source(citation, strings))),
  );
  return h("div", { class: "sources" }, h("h3", {}, strings.sources), h("ol", {}, ...items));
}

function source(citation, strings) {
  const { address, title, passage, url } = citation;
  const name = visible(title) || visible(url);
  return [
    address ? link(atPassage(citation), {}, name) : h("span", {}, name),
    address && h("small", {}, `${address.host}${address.pathname}`),
    passage && h("details", {}, h("summary", {}, strings.passage), h("blockquote", { dir: "auto" }, visible(passage))),
  ];
}

/** The page, opened where the passage stands (text fragments; browsers without them ignore the ending). */
function atPassage({ address, passage }) {
  const line = visible(passage).split("\n").toSorted((a, b) => b.length - a.length)[0];
  const words = line.trim().split(/\s+/).slice(0, 6).join(" ");
  if (!words || address.hash) return address;
  return { href: `${address.href}#:~:text=${encodeURIComponent(words).replaceAll("-", "%2D")}` };
}

function productCard({ name, price, url }, trusts) {
  const address = trusted(url, trusts);
  return h(
    "section",
    { class: "card product" },
    address ? link(address, {}, visible(name)) : h("span", {}, visible(name)),
    h("b", {}, visible(price)),
  );
}

function thumbs(strings, judge) {
  const row = h("div", { class: "thumbs" });
  const thumb = (name, label, helpful) => {
    const pressed = ({ currentTarget }) => press(row, currentTarget, () => judge(helpful));
    return iconButton(name, label, pressed, { "aria-pressed": "false" });
  };
  row.append(thumb("good", strings.helpful, true), thumb("bad", strings.unhelpful, false));
  return row;
}

async function press(row, pressed, judge) {
  const before = [...row.children].map((each) => each.getAttribute("aria-pressed"));
  for (const each of row.children) each.setAttribute("aria-pressed", String(each === pressed));
  if (!(await judge())) before.forEach((state, at) => row.children[at].setAttribute("aria-pressed", state));
}
