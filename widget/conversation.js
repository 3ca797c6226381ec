/**
 * One visitor's conversation: what was said, what is still to be sent; no element in sight.
 *
 * What is typed is kept before it is sent and is sent under one message id however often, so that a lost connection,
 * a reload or a second tab neither loses nor doubles it. `on` is told: session, turn, entry, trouble, closed, reset.
 */

import { Problem } from "./api.js";
import { Session } from "./session.js";
import { Storage, uuid } from "./storage.js";

const DELAYS = [1, 3]; // seconds before the second and third try
const LONGEST_WAIT = 30; // seconds a Retry-After may hold a message back

export class Conversation {
  #begun;
  #started = false;
  #flushing = false;
  #seq = 0;

  constructor(options, on) {
    this.on = on;
    this.page = options.page;
    this.storage = new Storage(options.siteKey);
    this.session = new Session(options, this.storage, () => (this.#seq = 0));
    this.storage.watch(() => this.#started && this.#otherTab());
    addEventListener("online", () => this.#started && this.start());
  }

  get draft() {
    return this.storage.load().draft ?? "";
  }

  set draft(text) {
    this.storage.update((record) => (record.draft = text));
  }

  /** Opens or resumes the session, shows what was said, sends what was left unsent. */
  async start() {
    this.#started = true;
    try {
      await this.#begin();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.on.trouble(problem);
    }
    for (const entry of this.#outbox()) this.on.entry(entry, "waiting");
    await this.#flush();
  }

  /** The visitor agrees to this version of the privacy policy; to be said before a session is opened. */
  consent(version) {
    this.session.options.consent = { privacy: true, version };
  }

  send(text) {
    const entry = { message_id: uuid(), text, page: this.page() };
    this.storage.update((record) => {
      record.outbox = [...(record.outbox ?? []), entry];
      record.draft = "";
    });
    this.on.entry(entry, "sending");
    return this.#flush();
  }

  call(method, path, body) {
    return this.session.call(method, path, body);
  }

  async close() {
    await this.call("POST", "/close", {});
    this.on.closed();
  }

  /** Leaves the ended conversation behind; the visitor and the unsent draft stay. */
  restart() {
    const { visitorId, draft } = this.storage.load();
    this.storage.save({ visitorId, draft });
    this.#forget();
    return this.start();
  }

  /** Deletes everything on the server (GDPR Art. 17) and here. */
  async erase() {
    await this.call("DELETE", "/data");
    this.storage.save({});
    this.#forget();
    this.#started = false;
  }

  #begin() {
    this.#begun ??= this.#open().catch((problem) => {
      this.#begun = undefined;
      throw problem;
    });
    return this.#begun;
  }

  async #open() {
    const { known } = this.session;
    const session = await this.session.current();
    if (known || session.resumed) await this.#sync();
    this.on.session(session);
  }

  /** Sends what waits, oldest first, one at a time. */
  async #flush() {
    if (this.#flushing) return;
    this.#flushing = true;
    try {
      for (let entry; (entry = this.#outbox()[0]); ) if (!(await this.#deliver(entry))) break;
    } finally {
      this.#flushing = false;
    }
  }

  async #deliver(entry) {
    for (let tries = 0; ; tries++) {
      try {
        this.on.entry(entry, "sending");
        await this.#begin();
        return await this.#post(entry);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (!problem.passing) return this.#refused(entry, problem);
        if (tries === DELAYS.length) return this.#failed(entry, problem);
        this.on.entry(entry, problem.status === 429 ? "slowed" : "waiting");
        await pause(problem.retryAfter ?? DELAYS[tries]);
      }
    }
  }

  async #post(entry) {
    const gone = !this.#outbox().some(({ message_id: id }) => id === entry.message_id);
    if (gone) return true; // the history, or another tab, has it by now
    const { seq, reply } = await this.call("POST", "/messages", entry);
    this.#drop(entry, seq);
    this.on.turn({ ...entry, seq, reply }, true);
    return true;
  }

  #failed(entry, problem) {
    this.on.entry(entry, "failed", problem.message);
    return false;
  }

  async #refused(entry, problem) {
    this.#drop(entry);
    const ended = problem.status === 409 && (await this.#sync().catch(() => "")) === "closed";
    if (ended) this.draft = entry.text;
    this.on.entry(entry, ended ? "withdrawn" : "refused", problem.message);
    return true;
  }

  /** Shows what the server has and this tab has not; answers with the conversation's status. */
  async #sync() {
    const { messages, status } = await this.call("GET", `/messages?after=${this.#seq}`);
    for (const turn of messages) {
      this.#drop(turn, turn.seq);
      this.on.turn(turn, false);
    }
    if (status === "closed") this.on.closed();
    return status;
  }

  #otherTab() {
    const { session, seq = 0 } = this.storage.load();
    if (session?.id !== this.session.id) {
      this.#forget();
      if (session) this.start();
    } else if (seq > this.#seq) this.#sync().catch(() => {}); // the next turn or reload brings it
  }

  #outbox() {
    return this.storage.load().outbox ?? [];
  }

  #drop({ message_id: id }, seq = 0) {
    this.#seq = Math.max(this.#seq, seq);
    this.storage.update((record) => {
      record.outbox = (record.outbox ?? []).filter((entry) => entry.message_id !== id);
      record.seq = Math.max(record.seq ?? 0, seq);
    });
  }

  #forget() {
    this.#seq = 0;
    this.#begun = undefined;
    this.on.reset();
  }
}

/** Waits that long, give or take a fifth, and for the network if it is gone. */
async function pause(seconds) {
  const jittered = Math.min(seconds, LONGEST_WAIT) * (0.8 + 0.4 * Math.random());
  await new Promise((done) => setTimeout(done, jittered * 1000));
  if (!navigator.onLine) await new Promise((done) => addEventListener("online", done, { once: true }));
}
