/** The visitor's session: opened when first needed, renewed when its token has run out, kept for the next page. */

import { call } from "./api.js";
import { uuid } from "./storage.js";

export class Session {
  #opening;

  /**
   * `options`: endpoint, siteKey, locale, source(), the page it starts from, and consent once it is given.
   * `lost` is called when the stored session has proved to be gone and another is about to take its place.
   */
  constructor(options, storage, lost) {
    Object.assign(this, { options, storage, lost });
  }

  get known() {
    return Boolean(this.storage.load().session);
  }

  /** The stored session, or a new one: { id, token, greeting, suggestions, resumed, privacyUrl }. */
  async current() {
    const session = this.storage.load().session ?? (await (this.#opening ??= this.#open()));
    this.id = session.id;
    return session;
  }

  /** Calls below the session's own path; with a session that is gone, once more with a new one. */
  async call(method, path, body) {
    const session = await this.current();
    try {
      return await this.#request(session, method, path, body);
    } catch (problem) {
      if (!(await this.#gone(session, problem, path))) throw problem;
      if (this.storage.load().session?.token === session.token) this.#drop();
      return this.#request(await this.current(), method, path, body);
    }
  }

  /** Whether the session itself is gone: a single message can meet a 404 of its own, which its history does not. */
  async #gone(session, { status }, path) {
    if (status === 401) return true;
    if (status !== 404 || !path.startsWith("/messages")) return false;
    const lost = (problem) => problem.status === 401 || problem.status === 404;
    return this.#request(session, "GET", "/messages?after=0").then(() => false, lost);
  }

  #drop() {
    this.storage.update((record) => {
      delete record.session;
      delete record.seq;
    });
    this.lost();
  }

  #request({ id, token }, method, path, body) {
    return call(this.options.endpoint, method, `/sessions/${encodeURIComponent(id)}${path}`, { token, body });
  }

  async #open() {
    try {
      const { siteKey, endpoint, locale, consent, source } = this.options;
      const visitorId = this.storage.load().visitorId ?? uuid();
      const body = { site_key: siteKey, page: source(), visitor_id: visitorId, locale, time_zone: timeZone(), consent };
      const opened = await call(endpoint, "POST", "/sessions", { body });
      const { session_id: id, token, greeting, suggestions, resumed, privacy_url: privacyUrl } = opened;
      const session = { id, token, greeting, suggestions, resumed, privacyUrl };
      this.storage.update((record) => Object.assign(record, { visitorId, session }));
      return session;
    } finally {
      this.#opening = undefined;
    }
  }
}

/** The browser's IANA zone, such as "Europe/London". */
export function timeZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
