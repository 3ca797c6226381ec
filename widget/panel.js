/** The open chat: joins the conversation to what is seen of it. Loaded by the launcher's first click. */

import { Problem } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { button } from "./dom.js";
import { Farewell } from "./farewell.js";
import { Frame } from "./frame.js";
import { Log } from "./log.js";
import { Meetings } from "./meetings.js";
import { loadStrings, sessionOptions, trustedHosts } from "./settings.js";
import { sheet } from "./styles.js";

/** Builds the closed chat into the element's shadow root. */
export async function createPanel(host) {
  const strings = await loadStrings(host.locale);
  host.shadowRoot.adoptedStyleSheets.push(sheet);
  return new Panel(host, strings);
}

class Panel {
  #started = false;

  constructor(host, strings) {
    Object.assign(this, { host, strings });
    this.conversation = new Conversation(sessionOptions(host), this.#listener());
    const actions = this.#actions();
    this.log = new Log(strings, actions, trustedHosts(host));
    this.frame = new Frame(host, strings, {
      items: this.#menu(),
      content: this.log.element,
      closed: () => this.#closed(),
    });
    this.composer = new Composer(strings, {
      send: (text) => this.#send(text),
      changed: (text) => (this.conversation.draft = text),
    });
    const { conversation, log, frame } = this;
    const ask = (...question) => this.#ask(...question);
    const attempt = (work) => this.#attempt(work);
    const restart = () => this.#restart();
    const tell = (name) => this.#tell(name);
    this.meetings = new Meetings({ conversation, log, strings, actions, ask, tell });
    this.farewell = new Farewell({ conversation, log, frame, strings, ask, attempt, restart, tell });
    host.shadowRoot.append(this.frame.dialog);
  }

  open({ focus, draft, modal }) {
    this.frame.show(modal);
    this.host.toggled(true);
    if (!this.#started) this.#begin();
    if (draft) this.#edit(draft);
    if (focus) this.#focus();
  }

  close() {
    this.frame.close();
  }

  #listener() {
    return {
      session: (session) => {
        this.log.greet(session);
        this.frame.showPrivacy(session.privacyUrl);
        this.meetings.resume();
      },
      turn: (turn, live) => {
        this.log.turn(turn, live);
      },
      entry: (...entry) => this.log.entry(...entry),
      trouble: (problem) => this.#trouble(problem),
      closed: () => this.farewell.ended(),
      reset: () => this.log.clear(),
    };
  }

  #actions() {
    return {
      send: (text) => this.#send(text),
      retry: () => this.#work(() => this.conversation.start()),
      edit: (text) => this.#edit(text),
      feedback: (seq, helpful) => this.#judge(seq, helpful),
      choose: (offer, label) => this.meetings.choose(offer, label),
      more: () => this.meetings.offerTimes(),
      move: (appointment) => this.meetings.offerTimes(appointment),
      cancel: (appointment) => this.meetings.cancel(appointment),
    };
  }

  #menu() {
    return [
      [this.strings.end, () => this.farewell.end()],
      [this.strings.download, () => this.farewell.download()],
      [this.strings.erase, () => this.farewell.erase()],
    ];
  }

  /** Starts the conversation; where the page asks for consent, nothing is sent or kept before it is given. */
  #begin() {
    const asking = this.host.hasAttribute("consent-version") && !this.conversation.session.known;
    if (asking) this.#askConsent();
    else this.#start();
  }

  #askConsent() {
    this.frame.offer(this.strings.agree, () => {
      this.conversation.consent(this.host.getAttribute("consent-version") ?? "");
      this.#start();
      this.#focus();
    });
  }

  #start() {
    this.#started = true;
    this.#write();
    this.conversation.start();
  }

  /** After an ended conversation the next one; after deleted data as if nothing had been. */
  #restart() {
    if (!this.conversation.session.known) return this.#begin();
    this.#write();
    this.#focus();
    return this.conversation.restart();
  }

  #write() {
    this.frame.foot(this.composer.element);
    this.composer.text = this.conversation.draft;
  }

  #focus() {
    // On a touch screen the keyboard would hide the greeting.
    const typing = this.composer.element.isConnected && !matchMedia("(pointer: coarse)").matches;
    (typing ? this.composer : this.frame.dialog).focus();
  }

  #closed() {
    this.host.toggled(false);
    this.host.launcher.focus();
  }

  async #send(text) {
    this.#tell("message");
    await this.#work(() => this.conversation.send(text));
  }

  /** Says for screen readers that an answer is on its way. */
  async #work(act) {
    this.frame.status.textContent = this.strings.answering;
    await act();
    this.frame.status.textContent = "";
  }

  #edit(text) {
    this.conversation.draft = text;
    this.composer.text = text;
    this.composer.focus();
  }

  #trouble(problem) {
    if (problem.field.startsWith("consent")) return this.#askConsent();
    const retry = button(this.strings.retry, () => this.#actions().retry(), { class: "quiet" });
    this.log.retire();
    this.log.note(problem.message || this.strings.unreachable, retry).classList.add("passing");
  }

  /** Runs a call and says what went wrong; resolves to whether it went well. */
  async #attempt(work) {
    try {
      await work();
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const unknown = problem.status === 0 ? this.strings.unreachable : this.strings.refused;
      this.log.note(problem.message || unknown).classList.add("passing");
      return false;
    }
  }

  async #judge(seq, helpful) {
    const done = await this.#attempt(() => this.conversation.call("POST", "/feedback", { seq, helpful }));
    if (done) this.frame.status.textContent = this.strings.thanks;
    return done;
  }

  async #ask(...question) {
    const answer = await this.frame.ask(...question);
    this.#write();
    this.#focus();
    return answer;
  }

  #tell(name) {
    this.host.dispatchEvent(new CustomEvent(`sales-agent:${name}`, { bubbles: true, composed: true }));
  }
}
