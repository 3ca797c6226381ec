/**
 * Shows the meeting behind a mail's link, and moves or cancels it only after a question: mail scanners open links too.
 * The token stands behind the #, so that no server's log and no referrer ever holds it.
 */

import { call } from "./api.js";
import { button, h, link, webUrl } from "./dom.js";

const token = location.hash.slice(1);
const main = document.querySelector("main");
const OVER = {
  cancelled: "This meeting has been cancelled.",
  released: "This meeting was not booked.",
  attended: "This meeting has taken place.",
  missed: "This meeting has taken place.",
};

async function endpoint() {
  const written = document.documentElement.dataset.endpoint;
  return written || (await (await fetch("/config.json")).json()).api;
}

const request = async (method, body) =>
  call(await endpoint(), method, `/appointments/${encodeURIComponent(token)}`, { body });

function show(...parts) {
  main.replaceChildren(...parts.filter(Boolean));
  main.querySelector("button")?.focus();
}

function details({ title, label, host, join_url: join }) {
  const row = (name, value) => [h("dt", {}, name), h("dd", {}, value)];
  const url = webUrl(join);
  return [
    h("h1", {}, title),
    h("dl", {}, ...row("When", label), ...row("With", host), ...(url ? row("Join", link(url, {}, "Join the meeting")) : [])),
  ];
}

function meeting({ appointment, slots }, note) {
  const over = OVER[appointment.status];
  if (over) return show(...details({ ...appointment, join_url: "" }), h("p", {}, over));
  const move = slots?.length > 0 && button("Move it", () => choose(appointment, slots), { class: "main" });
  const told = note && h("p", { class: "note" }, note);
  show(told, ...details(appointment), move, button("Cancel it", () => ask(appointment)));
}

function ask(appointment) {
  show(
    ...details(appointment),
    h("p", {}, "Do you want to cancel this meeting?"),
    button("Keep it", load, { class: "main" }),
    button("Yes, cancel it", () => act(() => request("DELETE"))),
  );
}

function choose(appointment, slots) {
  const times = slots.map((slot) => button(slot.label, () => confirm(appointment, slot)));
  const list = h("div", { class: "times" }, ...times);
  show(...details(appointment), h("p", {}, "Choose another time:"), list, button("Keep it as it is", load));
}

function confirm(appointment, slot) {
  show(
    ...details(appointment),
    h("p", {}, `Move it to ${slot.label}?`),
    button("Yes, move it", () => act(() => move(slot)), { class: "main" }),
    button("Keep it as it is", load),
  );
}

/** Moves, and shows what the server then says of the meeting: a calendar that is silent has not moved it yet. */
async function move({ offer, start }) {
  const { appointment } = await request("PATCH", { offer });
  const moved = new Date(appointment.start).getTime() === new Date(start).getTime();
  const later = "Our calendar has not answered yet. Until you get a mail with the new time, your meeting stays as it is.";
  return [await request("GET"), moved ? "Your meeting has been moved." : later];
}

async function act(work) {
  for (const each of main.querySelectorAll("button")) each.disabled = true;
  await attempt(async () => meeting(...[await work()].flat()));
}

async function load() {
  await attempt(async () => meeting(await request("GET")));
}

async function attempt(work) {
  try {
    await work();
  } catch (problem) {
    const gone = problem.status === 404 || problem.status === 410;
    const text = problem.message || "We cannot be reached right now. Please try again.";
    show(h("h1", {}, gone ? "No meeting here" : "That did not work"), h("p", {}, text), !gone && button("Try again", load));
  }
}

if (token) load();
else show(h("h1", {}, "No meeting here"), h("p", {}, "Please open the link in your mail as it is."));
