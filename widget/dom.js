/** Building elements without markup strings: whatever comes from outside becomes text, never HTML. */

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  close: "M6 6l12 12M18 6L6 18",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M5 12h13M12 5l7 7-7 7",
  spark: "M12 4l1.9 5.1L19 11l-5.1 1.9L12 18l-1.9-5.1L5 11l5.1-1.9z",
  good: "M7 11v9H4v-9zM7 11l4-8a2.2 2.2 0 0 1 2.2 2.7L12.6 9H18a2 2 0 0 1 2 2.4l-1.4 7A2 2 0 0 1 16.7 20H7",
  bad: "M7 13V4H4v9zM7 13l4 8a2.2 2.2 0 0 0 2.2-2.7L12.6 15H18a2 2 0 0 0 2-2.4l-1.4-7A2 2 0 0 0 16.7 4H7",
  calendar: "M4 7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 10h16M8 3v4M16 3v4",
};

/** An element with attributes (`on…` are listeners, false ones are left out) and children (strings become text). */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child || child === 0));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "path"));
  svg.firstChild.setAttribute("d", ICONS[name]);
  return svg;
}

export function button(label, onclick, attributes = {}) {
  return h("button", { type: "button", onclick, ...attributes }, label);
}

export function iconButton(name, label, onclick, attributes = {}) {
  const made = h("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick, ...attributes });
  made.append(icon(name));
  return made;
}

/** The URL when it is an http(s) one, absolute or on the given base, else null. */
export function webUrl(value, base) {
  const url = URL.canParse(value, base) ? new URL(value, base) : null;
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

/** A link that opens beside the page and tells the other side nothing but the site it comes from. */
export function link(url, attributes, ...children) {
  return h("a", { href: url.href, target: "_blank", rel: "noopener", ...attributes }, ...children);
}
