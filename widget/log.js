/** The conversation on the screen: greeting, what the visitor wrote and how far it got, replies. */

import { button, h } from "./dom.js";
import { renderReply } from "./reply.js";
import { renderText, visible } from "./text.js";

export class Log {
  #bubbles = new Map(); // message id -> the visitor's bubble

  /** `actions` is what buttons in the log can do: send, retry, edit, feedback, choose, more, move, cancel. */
  constructor(strings, actions, trusts) {
    Object.assign(this, { strings, actions, trusts });
    this.element = h("div", { class: "log", role: "log", "aria-live": "polite", tabindex: 0 });
    this.element.setAttribute("aria-label", strings.conversation);
    this.dots = h("div", { class: "agent dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  }

  clear() {
    this.#bubbles.clear();
    this.element.replaceChildren();
  }

  greet({ greeting, suggestions }) {
    this.retire(".note.passing");
    if (this.element.querySelector(".greeting")) return;
    const text = renderText(greeting, () => null, this.trusts);
    const chips = this.#bubbles.size ? [] : (suggestions ?? []).map((words) => this.#chip(visible(words)));
    this.element.prepend(
      h("div", { class: "agent greeting" }, h("div", { class: "bubble", dir: "auto" }, text)),
      h("div", { class: "chips" }, ...chips),
    );
  }

  /** The visitor's message and its state: sending, waiting, slowed, failed, refused, sent or withdrawn. */
  entry(entry, state, detail = "") {
    const bubble = this.#bubbles.get(entry.message_id) ?? this.#bubble(entry);
    if (state === "withdrawn") return this.#withdraw(entry);
    bubble.dataset.state = state;
    bubble.querySelector(".state").replaceChildren(...this.#state(entry, state, detail));
    if (state === "sending") this.add(this.dots);
    else if (state !== "waiting" && state !== "slowed") this.dots.remove();
  }

  /** A finished turn; older ones arrive with `live` false and are not read aloud. */
  turn(turn, live) {
    if (this.#bubbles.get(turn.message_id)?.dataset.state === "sent") return;
    this.element.setAttribute("aria-live", live ? "polite" : "off");
    this.entry(turn, "sent");
    this.retire();
    if (turn.reply.appointment) this.supersede(turn.reply.appointment.appointment_id);
    const reply = renderReply(turn, this.strings, this.actions, this.trusts);
    this.#bubbles.get(turn.message_id).after(reply);
    this.#show(reply);
  }

  /** Something of the widget's own: a card, a form, a note. */
  add(element) {
    this.element.setAttribute("aria-live", "polite");
    this.element.append(element);
    this.#show(element);
    return element;
  }

  note(text, ...buttons) {
    return this.add(h("div", { class: "note", dir: "auto" }, visible(text), ...buttons));
  }

  /** Takes away choices and notices that belong to an earlier turn. */
  retire(stale = ".extra, .chips, .note.passing") {
    for (const each of this.element.querySelectorAll(stale)) each.remove();
  }

  /** Takes away the cards of a meeting that is about to be shown as it is now. */
  supersede(id) {
    const cards = [...this.element.querySelectorAll("[data-appointment]")];
    for (const card of cards) if (card.dataset.appointment === id) card.remove();
  }

  #chip(words) {
    return button(words, () => this.actions.send(words), { class: "chip" });
  }

  #bubble(entry) {
    this.retire();
    const said = h("span", { class: "hidden" }, this.strings.you);
    const words = h("div", { class: "bubble", dir: "auto" }, said, visible(entry.text));
    const bubble = h("div", { class: "visitor" }, words, h("div", { class: "state" }));
    this.#bubbles.set(entry.message_id, bubble);
    this.element.append(bubble);
    this.#show(bubble);
    return bubble;
  }

  #withdraw({ message_id: id }) {
    this.#bubbles.get(id).remove();
    this.#bubbles.delete(id);
    this.dots.remove();
  }

  #state(entry, state, detail) {
    const { strings, actions } = this;
    const edit = () => {
      this.#withdraw(entry);
      actions.edit(entry.text);
    };
    const way = { failed: [strings.retry, actions.retry], refused: [strings.edit, edit] }[state];
    if (way) return [visible(detail) || strings.failed, button(...way, { class: "quiet" })];
    return [{ sending: strings.sending, waiting: strings.waiting, slowed: strings.slowed }[state] ?? ""];
  }

  /** Shows the end, or the beginning of what is too long to be seen whole. */
  #show(element) {
    const log = this.element; // positioned, so offsetTop counts from its top
    log.scrollTop = element.offsetHeight > log.clientHeight - 24 ? element.offsetTop - 12 : log.scrollHeight;
  }
}
