/**
 * <sales-agent endpoint="https://…" site-key="…">: the launcher button. Its first click loads the rest, nothing before.
 *
 * One tag does it all: <script src="…/sales-agent.js" data-endpoint="https://…" data-site-key="…" async></script>
 * A tag without data-endpoint only defines the element, to be placed by the page. README.md lists the attributes.
 */
{
  const LABELS = { en: "Chat with us", de: "Mit uns chatten", es: "Chatear con nosotros", fr: "Discuter avec nous" };
  const NARROW = "(max-width: 640px), (max-height: 480px)";
  const STYLES = `
    :host {
      all: initial; color-scheme: light dark; display: block;
      --_accent: var(--sales-agent-accent, light-dark(#0f5b52, #6fcdb9));
      --_on-accent: var(--sales-agent-on-accent, light-dark(#fff, #06201c));
      --_font: var(--sales-agent-font, system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif);
      --_inset: var(--sales-agent-inset, 20px);
      --_layer: var(--sales-agent-layer, 2147483000);
    }
    @supports (color: contrast-color(red)) {
      :host { --_on-accent: var(--sales-agent-on-accent, contrast-color(var(--_accent))); }
    }
    :host([hidden]) { display: none; }
    :host([theme="light"]) { color-scheme: light; }
    :host([theme="dark"]) { color-scheme: dark; }
    .launcher {
      position: fixed; z-index: var(--_layer); inset-block-end: var(--_inset); inset-inline-end: var(--_inset);
      display: grid; place-items: center; inline-size: 56px; block-size: 56px; margin: 0; padding: 0;
      border: 0; border-radius: 50%; background: var(--_accent); color: var(--_on-accent); cursor: pointer;
      box-shadow: 0 1px 2px #0003, 0 8px 24px #0003; transition: transform .15s;
    }
    :host([side="start"]) .launcher { inset-inline: var(--_inset) auto; }
    .launcher:hover { transform: translateY(-2px); }
    .launcher:focus-visible { outline: 3px solid var(--_accent); outline-offset: 3px; }
    .launcher[aria-busy="true"] svg { animation: breathe 1s infinite alternate; }
    .launcher svg { inline-size: 26px; block-size: 26px; fill: none; stroke: currentColor; stroke-width: 1.8;
      stroke-linecap: round; stroke-linejoin: round; }
    .launcher .shut, .launcher[aria-expanded="true"] .talk { display: none; }
    .launcher[aria-expanded="true"] .shut { display: block; }
    @keyframes breathe { to { opacity: .35; } }
    @media (forced-colors: active) { .launcher { border: 2px solid ButtonText; } }
    @media (prefers-reduced-motion: reduce) { .launcher, .launcher svg { transition: none; animation: none !important; } }
    @media print { :host { display: none; } }`;
  const TALK = "M4 12a8 7.5 0 1 1 3.6 6.3L4 20l1.2-3.6A7 7 0 0 1 4 12Z M8.5 10.5h7 M8.5 14h4.5";
  const SHUT = "M6 9.5l6 6 6-6";

  class SalesAgent extends HTMLElement {
    connectedCallback() {
      if (!this.shadowRoot) this.#build();
      this.#rememberLanding();
      // The chat stays open from page to page; on a phone it would cover the page the visitor has just asked for.
      if (this.#remembered("open") && !matchMedia(NARROW).matches) this.open({ focus: false });
    }

    /** Opens the chat; `draft` puts words into the visitor's pen without sending them. */
    async open({ focus = true, draft = "" } = {}) {
      this.launcher.setAttribute("aria-busy", "true");
      try {
        this.panel ??= import("./panel.js").then(({ createPanel }) => createPanel(this));
        (await this.panel).open({ focus, draft, modal: matchMedia(NARROW).matches });
        this.#remember("open", "1");
      } catch (error) {
        this.panel = undefined; // the next click tries again
        console.error("sales-agent: the chat could not be loaded", error);
      } finally {
        this.launcher.removeAttribute("aria-busy");
      }
    }

    /** Closes the chat, not the conversation. */
    async close() {
      (await this.panel)?.close();
    }

    /** Called by the panel whenever it opens or closes, by whatever hand. */
    toggled(open) {
      this.launcher.setAttribute("aria-expanded", String(open));
      if (!open) this.#remember("open", "");
      this.dispatchEvent(new CustomEvent(`sales-agent:${open ? "open" : "close"}`, { bubbles: true, composed: true }));
    }

    get locale() {
      return this.getAttribute("locale") || navigator.language || "en";
    }

    #build() {
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet(); // allowed where a page's policy forbids inline styles
      sheet.replaceSync(STYLES);
      root.adoptedStyleSheets = [sheet];
      this.launcher = document.createElement("button");
      this.launcher.className = "launcher";
      this.launcher.type = "button";
      this.launcher.part = "launcher";
      this.launcher.setAttribute("aria-label", LABELS[this.locale.slice(0, 2)] ?? LABELS.en);
      this.launcher.setAttribute("aria-haspopup", "dialog");
      this.launcher.setAttribute("aria-expanded", "false");
      this.launcher.append(icon("talk", TALK), icon("shut", SHUT));
      this.launcher.addEventListener("click", () => this.#toggle());
      root.append(this.launcher);
    }

    #toggle() {
      const open = this.launcher.getAttribute("aria-expanded") === "true";
      return open ? this.close() : this.open();
    }

    #rememberLanding() {
      if (!this.hasAttribute("remember-landing") || this.#remembered("landing")) return;
      const [landing_page, landing_referrer] = [location.href, document.referrer].map((address) => address.slice(0, 2048));
      this.#remember("landing", JSON.stringify({ landing_page, landing_referrer }));
    }

    /** The visit's first page, kept for this tab only, and only where the page asks for it with `remember-landing`. */
    get landing() {
      return this.hasAttribute("remember-landing") ? JSON.parse(this.#remembered("landing") || "{}") : {};
    }

    #remembered(name) {
      try {
        return sessionStorage.getItem(`sales-agent:${this.getAttribute("site-key")}:${name}`);
      } catch {
        return null; // storage is denied: the chat works without
      }
    }

    #remember(name, value) {
      try {
        sessionStorage.setItem(`sales-agent:${this.getAttribute("site-key")}:${name}`, value);
      } catch {
        // storage is denied: the chat works without
      }
    }
  }

  function icon(name, path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", name);
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.append(document.createElementNS(svg.namespaceURI, "path"));
    svg.firstChild.setAttribute("d", path);
    return svg;
  }

  /** Puts the element on the page as the script tag's data attributes say. */
  function insert({ dataset }) {
    if (document.querySelector("sales-agent")) return;
    const element = document.createElement("sales-agent");
    for (const [name, value] of Object.entries(dataset)) {
      const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      element.setAttribute(attribute.startsWith("param-") ? `data-${attribute}` : attribute, value);
    }
    document.body.append(element);
  }

  const script = document.currentScript;
  if (!customElements.get("sales-agent")) customElements.define("sales-agent", SalesAgent);
  if (script?.dataset.endpoint) {
    if (document.body) insert(script);
    else addEventListener("DOMContentLoaded", () => insert(script), { once: true });
  }
}
