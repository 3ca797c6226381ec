import { follow, h, when } from "./console.js";

const main = document.getElementById("main");

follow("calendar", ({ events }) => {
  if (!events.length) return main.replaceChildren(h("p", { class: "empty" }, "No meeting yet. Ask the chat for one."));
  events.sort((a, b) => a.start.localeCompare(b.start));
  main.replaceChildren(h("h1", {}, "Meetings"), h("div", { class: "cards" }, events.map(card)));
});

function card({ title, start, end, attendees, status, calendar }) {
  return h(
    "div",
    { class: "card" },
    h("strong", {}, title),
    h("p", {}, when(start), end && " until ", when(end)),
    h("p", { class: "soft" }, [attendees].flat().filter(Boolean).join(", ")),
    h("span", { class: "badge", "data-kind": status }, [status, calendar].filter(Boolean).join(" · ")),
  );
}
