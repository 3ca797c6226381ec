/** Where the visitor writes: grows with the text, Enter sends, Shift+Enter breaks the line. */

import { h, icon } from "./dom.js";
import { fill } from "./text.js";

const MAX = 4000; // characters the interface takes
const WARN = 3500;

export class Composer {
  constructor(strings, { send, changed }) {
    Object.assign(this, { strings, changed });
    this.area = h("textarea", { rows: 1, dir: "auto", enterkeyhint: "send", "aria-label": strings.message });
    this.area.placeholder = strings.placeholder;
    this.count = h("output", { class: "count" });
    this.button = h("button", { class: "send", "aria-label": strings.send, title: strings.send, disabled: true });
    this.button.append(icon("send"));
    this.element = h("form", { class: "composer" }, this.area, this.count, this.button);
    this.element.addEventListener("submit", (event) => this.#submit(event, send));
    this.area.addEventListener("input", () => this.#typed());
    this.area.addEventListener("keydown", (event) => this.#key(event));
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.#fit();
  }

  focus() {
    this.area.focus({ preventScroll: true });
  }

  #typed() {
    this.#fit();
    this.changed(this.area.value);
  }

  #fit() {
    const { length } = [...this.area.value];
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight}px`;
    this.button.disabled = !this.area.value.trim() || length > MAX;
    this.count.value = length > WARN ? fill(this.strings.tooLong, { n: length, max: MAX }) : "";
    this.count.classList.toggle("over", length > MAX);
  }

  #key(event) {
    // While an input method composes, Enter accepts its proposal.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  #submit(event, send) {
    event.preventDefault();
    if (this.button.disabled) return;
    const text = this.area.value.trim();
    this.text = "";
    send(text);
  }
}
