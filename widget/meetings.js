/** Booking, moving and cancelling a meeting from the log. */

import { Problem } from "./api.js";
import { KINDS, appointmentCard, bookingLink, slotPicker } from "./cards.js";
import { meetingActions } from "./reply.js";
import { timeZone } from "./session.js";

export class Meetings {
  /** `actions` as the log has them; `ask(question, yes, no)` asks the visitor; `tell(name)` tells the page. */
  constructor({ conversation, log, strings, actions, ask, tell }) {
    Object.assign(this, { conversation, log, strings, actions, ask, tell });
  }

  /** Shows free times; with a meeting, those it could be moved to. */
  async offerTimes(moving) {
    await this.#attempt(async () => {
      const wish = new URLSearchParams({ time_zone: timeZone(), ...(moving && { moves: moving.appointment_id }) });
      const { slots } = await this.conversation.call("GET", `/slots?${wish}`);
      this.#showTimes(slots, moving);
    });
  }

  /** Books an offered time, or moves a meeting to it; `label` names it in the conversation. */
  async choose(offer, label, moving) {
    const chosen = { label, moving };
    await this.#attempt(async () => {
      const path = moving ? `/appointments/${encodeURIComponent(moving.appointment_id)}` : "/appointments";
      const answer = await this.conversation.call(moving ? "PATCH" : "POST", path, { offer });
      this.log.retire();
      if (answer.booking_url) return this.log.add(bookingLink(answer.booking_url, this.strings));
      this.#keep(answer.appointment);
      // A calendar that is silent has not moved it yet: the card shows the old time.
      if (moving?.label === answer.appointment.label) return this.#note(this.strings.held);
      if (answer.appointment.status === "booked") this.tell(moving ? "moved" : "booked");
    }, chosen);
  }

  async cancel(appointment) {
    const { cancelAsk, cancelYes, keepMeeting } = this.strings;
    if (!(await this.ask(cancelAsk, cancelYes, keepMeeting))) return;
    await this.#attempt(async () => {
      const path = `/appointments/${encodeURIComponent(appointment.appointment_id)}`;
      this.#keep((await this.conversation.call("DELETE", path)).appointment);
      this.tell("cancelled");
    });
  }

  /** Shows the meeting this conversation has, if any: booking it by button left no turn to show it after a reload. */
  resume() {
    const { appointment } = this.conversation.storage.load();
    if (appointment) this.#show(appointment);
  }

  #keep(appointment) {
    this.conversation.storage.update((record) => {
      if (appointment.status === "cancelled") delete record.appointment;
      else record.appointment = appointment;
    });
    this.#show(appointment);
  }

  #show(appointment) {
    const card = appointmentCard(appointment, this.strings, meetingActions(appointment, this.actions));
    this.log.supersede(appointment.appointment_id);
    this.log.add(card);
  }

  /** The meeting to be moved belongs to these buttons alone: times the chat offers later are for another. */
  #showTimes(slots, moving) {
    this.log.retire(".extra"); // but not the notice that says why there are other times now
    const choose = (offer, label) => this.choose(offer, label, moving);
    const more = () => this.offerTimes(moving);
    if (slots.length) this.log.add(slotPicker(slots, this.strings, { choose, more }));
    else this.#note(this.strings.noTimes);
  }

  async #attempt(work, chosen) {
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      await this.#recover(problem, chosen);
    }
  }

  /** What is missing is asked for in the chat, where the time is named; a time that is gone is followed by others. */
  async #recover(problem, chosen) {
    const field = problem.field.split(".").at(-1);
    if (chosen && problem.status === 422 && field in KINDS) return this.actions.send(chosen.label);
    this.#note(problem.message || (problem.status ? this.strings.refused : this.strings.unreachable));
    if (chosen && (problem.status === 409 || problem.status === 410)) await this.offerTimes(chosen.moving);
  }

  #note(text) {
    this.log.note(text).classList.add("passing");
  }
}
