// The left column: who speaks, and the chats they are in.

import { listTime } from "./clock.js";
import { byId, el, redraw } from "./element.js";
import { label } from "./labels.js";
import { authorOf, avatar } from "./messages.js";
import { serviceText, summary } from "./service.js";
import { chatsOf, isAdmin, lastOf, titleOf, unreadOf, world } from "./world.js";

/** Draws the list of people one may speak as. */
export function drawPeople(view) {
  const select = byId("speak-as");
  const wanted = world.people.map((person) => `${person.name ?? person.first_name}${person.label ? ` · ${person.label}` : ""}`);
  const shown = [...select.options].map((option) => option.textContent);
  if (wanted.join("\n") !== shown.join("\n") || select.options[0]?.value !== String(world.people[0]?.id)) {
    select.replaceChildren(...world.people.map((person, place) => el("option", { value: String(person.id), text: wanted[place] })));
  }
  select.value = String(view.person);
  const person = world.people.find((one) => one.id === view.person);
  byId("speaker-face").replaceChildren(...(person ? [avatar(person.id, person.name)] : []));
}

/** Draws the chats of the chosen person; `open(chat)` runs when one is chosen. */
export function drawChats(view, open) {
  const chats = chatsOf(view.person);
  redraw(byId("chat-list"), chats.map((chat) => {
    const last = lastOf(chat);
    const unread = unreadOf(view.person, chat);
    const current = chat.id === view.chat;
    const preview = previewOf(chat, last, view.person);
    const time = last ? listTime(last.date) : "";
    return {
      key: String(chat.id),
      signature: JSON.stringify([titleOf(chat), preview, time, unread, current, view.person, isAdmin(chat, view.person)]),
      build: () => row({ chat, preview, time, unread, current, open }),
    };
  }));
  byId("chats-none").hidden = chats.length > 0;
}

function previewOf(chat, last, person) {
  if (!last) return { who: "", what: label("nothing") };
  const told = serviceText(last);
  if (told) return { who: "", what: told };
  const who = last.from?.id === person ? label("you") : chat.kind === "private" ? "" : authorOf(last);
  return { who, what: summary(last) };
}

function row({ chat, preview, time, unread, current, open }) {
  const title = titleOf(chat);
  return el("button", {
    type: "button", class: "chat", testid: `chat-${chat.id}`, "aria-current": current ? "true" : null, on: { click: () => open(chat.id) },
  },
  chat.kind === "private" ? avatar(world.bot.id, title) : avatar(chat.id, title),
  el("span", { class: "chat-words" },
    el("span", { class: "chat-line" }, el("strong", { text: title, dir: "auto" }), el("span", { class: "chat-time", text: time })),
    el("span", { class: "chat-line" },
      el("span", { class: "chat-preview", dir: "auto" }, preview.who && el("b", { text: `${preview.who}: ` }), preview.what),
      unread > 0 && el("span", { class: "unread", "aria-label": label("unread", { n: unread }), text: unread > 99 ? "99+" : unread }))));
}
