/** Booking, moving and cancelling a meeting from the log. */

import { Problem } from "./api.js";
import { KINDS, appointmentCard, bookingLink, slotPicker } from "./cards.js";
import { meetingActions } from "./reply.js";
import { timeZone } from "./session.js";

export class Meetings {
  #moving; // the meeting that the offered times would move

  /** `actions` as the log has them; `ask(question, yes, no)` asks the visitor; `tell(name)` tells the page. */
  constructor({ conversation, log, strings, actions, ask, tell }) {
    Object.assign(this, { conversation, log, strings, actions, ask, tell });
  }

  /** Shows free times; with a meeting, those it could be moved to. */
  async offerTimes(moving) {
    this.#moving = moving;
    await this.#attempt(async () => {
      const wish = new URLSearchParams({ time_zone: timeZone(), ...(moving && { moves: moving.appointment_id }) });
      const { slots } = await this.conversation.call("GET", `/slots?${wish}`);
      this.#showTimes(slots);
    });
  }

  /** Books an offered time; `label` names it in the conversation. */
  async choose(offer, label) {
    await this.#attempt(async () => {
      const moved = this.#moving;
      const path = moved ? `/appointments/${encodeURIComponent(moved.appointment_id)}` : "/appointments";
      const answer = await this.conversation.call(moved ? "PATCH" : "POST", path, { offer });
      this.#moving = undefined;
      this.log.retire();
      if (answer.booking_url) return this.log.add(bookingLink(answer.booking_url, this.strings));
      this.#keep(answer.appointment);
      if (answer.appointment.status === "booked") this.tell(moved ? "moved" : "booked");
    }, label);
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

  #showTimes(slots) {
    this.log.retire(".extra"); // but not the notice that says why there are other times now
    if (slots.length) this.log.add(slotPicker(slots, this.strings, { choose: this.actions.choose, more: this.#more }));
    else this.#note(this.strings.noTimes);
  }

  #more = () => this.offerTimes(this.#moving);

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
    if (chosen && problem.status === 422 && field in KINDS) return this.actions.send(chosen);
    this.#note(problem.message || (problem.status ? this.strings.refused : this.strings.unreachable));
    if (chosen && (problem.status === 409 || problem.status === 410)) await this.offerTimes(this.#moving);
  }

  #note(text) {
    this.log.note(text).classList.add("passing");
  }
}
