/** What the pages share: the menu, elements without markup strings, records fetched again every few seconds. */

const PAGES = [
  ["/", "Company site"],
  ["mail.html", "Mailbox"],
  ["conversations.html", "Conversations"],
  ["crm.html", "CRM"],
  ["calendar.html", "Calendar"],
  ["reports.html", "Reports"],
];
const PERIOD = 3000; // milliseconds

/** An element with attributes (`on…` are listeners) and children; empty children are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

/** Calls `show(records)` now and whenever the records under /_local/api/ have changed. */
export async function follow(name, show) {
  let before;
  const look = async () => {
    const text = await (await fetch(`api/${name}`)).text();
    if (text !== before) show(JSON.parse(text));
    before = text;
  };
  for (;;) {
    await look().then(() => trouble(""), (error) => trouble(`The local server does not answer: ${error.message}`));
    await new Promise((done) => setTimeout(done, PERIOD));
  }
}

/** A list on the left, the chosen record on the right; the choice is kept in the address. */
export function masterDetail(main, records, { key, row, detail, empty }) {
  if (!records.length) return main.replaceChildren(h("p", { class: "empty" }, empty));
  const wanted = decodeURIComponent(location.hash.slice(1));
  const chosen = records.find((record) => record[key] === wanted) ?? records[0];
  const again = () => masterDetail(main, records, { key, row, detail, empty });
  const rows = records.map((record) => {
    const choose = () => {
      history.replaceState(null, "", `#${encodeURIComponent(record[key])}`);
      again();
    };
    const current = record === chosen && "true";
    return h("button", { class: "record", "aria-current": current, onclick: choose }, row(record));
  });
  main.replaceChildren(h("nav", { class: "list", "aria-label": "Records" }, rows), h("article", {}, detail(chosen)));
}

/** A flat object as a table of names and values; what is nested is shown as JSON. */
export function facts(record) {
  const rows = Object.entries(record ?? {}).filter(([, value]) => value !== null && value !== "");
  if (!rows.length) return h("p", { class: "soft" }, "nothing yet");
  const cells = rows.map(([name, value]) => h("tr", {}, h("th", {}, name), h("td", {}, plain(value))));
  return h("table", { class: "facts" }, cells);
}

export function plain(value) {
  return typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
}

export function when(instant) {
  const date = new Date(instant);
  if (!instant || Number.isNaN(date.getTime())) return "";
  return h("time", { datetime: date.toISOString() }, date.toLocaleString([], { dateStyle: "medium", timeStyle: "short" }));
}

function trouble(text) {
  document.querySelector(".trouble")?.remove();
  if (text) document.body.prepend(h("p", { class: "trouble", role: "alert" }, text));
}

class LocalMenu extends HTMLElement {
  connectedCallback() {
    const here = location.pathname.split("/").at(-1);
    const links = PAGES.map(([href, label]) => h("a", { href, "aria-current": href === here && "page" }, label));
    this.append(h("a", { class: "brand", href: "./" }, "Sales Agent"), h("nav", { "aria-label": "Pages" }, links));
  }
}
customElements.define("local-menu", LocalMenu);
