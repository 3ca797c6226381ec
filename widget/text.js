/** Reply text to paragraphs, lists, citation marks and links. The text is plain: markup in it is shown, not obeyed. */

import { h, link, webUrl } from "./dom.js";

// Characters a reader cannot see but which can hide or turn text: controls, zero-width marks, bidirectional overrides,
// tag characters (OWASP LLM01, LLM10). Joiners and variation selectors stay: emoji and Persian need them.
const INVISIBLE =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u200B\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;
const BULLET = /^\s*[-*•]\s+/;
const NUMBER = /^\s*\d{1,2}[.)]\s+/;
const MARK = / ?\[(\d{1,2})\]|https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?]/g;

export function visible(text) {
  return String(text ?? "").replace(INVISIBLE, "");
}

/** `mark(number)` makes a citation's link or returns null; `trusts(url)` says which addresses may be links. */
export function renderText(text, mark, trusts) {
  const fragment = document.createDocumentFragment();
  const inline = (line) => renderLine(line, mark, trusts);
  for (const block of visible(text).split(/\n\s*\n/)) {
    for (const run of runs(block.split("\n").filter((line) => line.trim()))) fragment.append(renderRun(run, inline));
  }
  return fragment;
}

/** Neighbouring lines of one kind: paragraph, bullets or numbers. */
function runs(lines) {
  const found = [];
  for (const line of lines) {
    const kind = BULLET.test(line) ? "ul" : NUMBER.test(line) ? "ol" : "p";
    if (found.at(-1)?.kind === kind) found.at(-1).lines.push(line);
    else found.push({ kind, lines: [line] });
  }
  return found;
}

function renderRun({ kind, lines }, inline) {
  if (kind === "p") return h("p", {}, ...lines.flatMap((line, at) => [at ? h("br") : null, ...inline(line)]));
  return h(kind, {}, ...lines.map((line) => h("li", {}, ...inline(line.replace(kind === "ul" ? BULLET : NUMBER, "")))));
}

function renderLine(line, mark, trusts) {
  const parts = [];
  let end = 0;
  for (const match of line.matchAll(MARK)) {
    parts.push(line.slice(end, match.index), renderMatch(match, mark, trusts));
    end = match.index + match[0].length;
  }
  return [...parts, line.slice(end)];
}

function renderMatch([whole, number], mark, trusts) {
  if (number) return mark(Number(number)) ?? whole;
  const url = webUrl(whole);
  return url && trusts(url) ? link(url, {}, whole) : whole;
}

/** `fill("{n} of {max}", {n: 1, max: 2})` is "1 of 2". */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
