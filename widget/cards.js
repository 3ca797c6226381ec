/** What a visitor can fill in or choose: contact details, times, a booked meeting. */

import { button, h, icon, link, webUrl } from "./dom.js";
import { timeZone } from "./session.js";
import { visible } from "./text.js";

/** The contact details that can be asked for, as typed fields, so that the browser can fill them in. */
export const KINDS = {
  customer_name: { autocomplete: "name" },
  email: { autocomplete: "email", type: "email" },
  phone: { autocomplete: "tel", type: "tel" },
  company: { autocomplete: "organization" },
  industry: {},
};
// In every language: the server reads them as the visitor's own, which "your name" would not say.
const SENT_AS = { customer_name: "Name", email: "E-mail", phone: "Phone", company: "Company", industry: "Industry" };

/** `submit(text)` gets what the visitor could have typed: the bare value of one field, "Name: value" lines of more. */
export function askForm(fields, strings, { submit, skip }) {
  const inputs = fields.map((field) => h("input", { required: true, name: field, maxlength: 200, ...KINDS[field] }));
  const label = ({ name }) => h("span", {}, strings[name] ?? spaced(name));
  const labelled = inputs.map((input) => h("label", {}, label(input), input));
  const onsubmit = (event) => {
    event.preventDefault();
    submit(inputs.length === 1 ? inputs[0].value.trim() : inputs.map(line).join("\n"));
  };
  const send = h("button", { class: "primary" }, strings.send);
  const row = h("div", { class: "row" }, send, button(strings.notNow, skip));
  return h("form", { class: "card asks extra", onsubmit }, ...labelled, row);
}

function line({ name, value }) {
  return `${SENT_AS[name] ?? spaced(name)}: ${value.trim()}`;
}

function spaced(field) {
  return field.replaceAll("_", " ");
}

/** `choose(offer, label)` and `more()` return promises; the buttons are off while one of them is at work. */
export function slotPicker(slots, strings, { choose, more }) {
  const picker = h("div", { class: "slots extra", role: "group", "aria-label": strings.pickTime });
  const busily = (work) => async () => {
    for (const each of picker.children) each.disabled = true;
    await work();
    for (const each of picker.children) each.disabled = false;
  };
  for (const { offer, label, start } of slots) {
    const name = visible(label || localTime(start));
    picker.append(button(name, busily(() => choose(offer, name)), { class: "slot" }));
  }
  picker.append(button(strings.otherTimes, busily(more), { class: "quiet" }));
  return picker;
}

/** A meeting is called booked only when the server has proof of it; one that is held waits for the calendar. */
export function appointmentCard({ appointment_id: id, status, ...meeting }, strings, { move, cancel }) {
  const over = status !== "booked" && status !== "held";
  const join = webUrl(meeting.join_url);
  return h(
    "section",
    { class: over ? "card meeting off" : "card meeting", "data-appointment": id },
    h("strong", {}, icon("calendar"), { booked: strings.booked, held: strings.held }[status] ?? strings.cancelled),
    h("p", { dir: "auto" }, visible(meeting.label || localTime(meeting.start))),
    join && !over && link(join, {}, strings.join),
    !over && h("div", { class: "row" }, button(strings.move, move), button(strings.cancel, cancel)),
  );
}

/** Where a calendar lets nobody but the visitor book. */
export function bookingLink(address, strings) {
  const url = webUrl(address);
  return h("section", { class: "card meeting" }, url && link(url, {}, strings.bookThere));
}

/** The instant in the visitor's own zone, with the zone named. */
function localTime(start) {
  const instant = new Date(start);
  if (Number.isNaN(instant.getTime())) return "";
  return instant.toLocaleString([], { dateStyle: "full", timeStyle: "short" }) + ` (${timeZone()})`;
}
