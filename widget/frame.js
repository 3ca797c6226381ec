/** The dialog around a conversation: header with menu, notice, footer; opens, closes, asks yes or no. */

import { button, h, icon, iconButton, link, webUrl } from "./dom.js";

export class Frame {
  /** `items` are the menu's [label, act] pairs; `content` is the log. */
  constructor(host, strings, { items, content, closed }) {
    Object.assign(this, { strings, host });
    this.status = h("div", { class: "hidden", role: "status" });
    this.footer = h("div", { class: "footer" });
    this.dialog = h("dialog", { part: "panel", tabindex: -1, "aria-labelledby": "title" });
    this.notice = h("p", { class: "notice", dir: "auto" }, `${strings.notice} `);
    this.showPrivacy(host.getAttribute("privacy-url"));
    this.dialog.append(this.#header(items), content, this.notice, this.status, this.footer);
    this.dialog.addEventListener("close", closed);
    this.dialog.addEventListener("click", ({ target }) => this.more.contains(target) || this.#openMenu(false));
    this.dialog.addEventListener("cancel", (event) => this.#escape(event));
    host.shadowRoot.addEventListener("keydown", (event) => this.#key(event));
    this.#fitKeyboard();
  }

  show(modal) {
    if (this.dialog.open) return;
    this.dialog.classList.toggle("full", modal);
    // Filling the screen it is modal; beside the page it is not, and must not take the focus unasked as show() does.
    if (modal) this.dialog.showModal();
    else this.dialog.open = true;
  }

  close() {
    if (this.dialog.open) this.dialog.close();
  }

  /** Puts the composer, or what stands in its place, at the foot. */
  foot(...children) {
    this.footer.replaceChildren(...children);
  }

  /** One button at the foot. */
  offer(label, act) {
    this.foot(h("div", { class: "choice" }, button(label, act, { class: "primary" })));
  }

  /** Asks at the foot and resolves to true or false; the safe answer has the focus. */
  ask(question, yes, no) {
    return new Promise((decide) => {
      const refuse = button(no, () => decide(false));
      const choice = h("div", { class: "choice", role: "group", "aria-labelledby": "question" });
      const agree = button(yes, () => decide(true), { class: "primary" });
      choice.append(h("p", { id: "question", dir: "auto" }, question), agree, refuse);
      this.foot(choice);
      refuse.focus();
    });
  }

  #header(items) {
    const { strings, host } = this;
    this.menu = h("div", { class: "menu", id: "menu", hidden: true });
    for (const [label, act] of items) this.menu.append(button(label, act));
    const expanding = { "aria-expanded": "false", "aria-controls": "menu" };
    this.more = iconButton("menu", strings.more, () => this.#openMenu(this.menu.hidden), expanding);
    const heading = h("h2", { id: "title" }, host.getAttribute("heading") || strings.title);
    return h(
      "header",
      { part: "header" },
      h("div", { class: "face" }, icon("spark")),
      h("div", { class: "title" }, heading, h("p", {}, strings.assistant)),
      this.more,
      this.menu,
      iconButton("close", strings.close, () => this.close()),
    );
  }

  #openMenu(open) {
    this.menu.hidden = !open;
    this.more.setAttribute("aria-expanded", String(open));
  }

  /** Links the privacy policy, unless the page has said already where it is. */
  showPrivacy(address) {
    const url = address && webUrl(address, location.href);
    if (url && !this.notice.querySelector("a")) this.notice.append(link(url, {}, this.strings.privacy));
  }

  #key(event) {
    if (event.key === "Escape" && this.dialog.open) this.#escape(event);
  }

  #escape(event) {
    event.preventDefault();
    event.stopPropagation();
    if (this.menu.hidden) return this.close();
    this.#openMenu(false);
    this.more.focus();
  }

  /** Keeps the composer above a phone's keyboard, which shrinks the visual viewport only. */
  #fitKeyboard() {
    const viewport = window.visualViewport;
    const fit = () => {
      this.dialog.style.setProperty("--_height", `${viewport.height}px`);
      this.dialog.style.setProperty("--_top", `${viewport.offsetTop}px`);
    };
    viewport.addEventListener("resize", fit);
    viewport.addEventListener("scroll", fit);
    fit();
  }
}
