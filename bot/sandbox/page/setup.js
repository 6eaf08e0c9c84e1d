// The world panel: new people, groups and topics, and what the chosen person may do in the open chat.

import { byId, el } from "./element.js";
import { label } from "./labels.js";
import { GENERAL, chatOf, isAdmin, isIn, personOf, titleOf, topicsOf, world } from "./world.js";

/** Makes the forms work; `order(path, body)` asks the engine and says whether it agreed. */
export function prepareSetup(view, order) {
  onSubmit("person-form", (form) => order("person", { name: form.get("name"), language_code: form.get("language_code"), label: form.get("label") || label("resident") }));
  onSubmit("group-form", (form) => order("group", { person: view.person, title: form.get("title"), forum: form.get("forum") === "on" }));
  onSubmit("topic-form", (form) => order("topic", { chat: view.chat, name: form.get("name") }));
}

function onSubmit(id, react) {
  byId(id).addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await react(new FormData(byId(id)))) byId(id).reset();
  });
}

/** Draws the acts possible here and now, and the groups one could join. */
export function drawSetup(view, order) {
  const chat = chatOf(view.chat);
  const person = personOf(view.person);
  if (!chat || !person) return;
  byId("setup-here").textContent = label("world_here", { person: person.name ?? person.first_name, chat: titleOf(chat) });
  byId("topic-form").hidden = !chat.forum;
  const acts = actsHere(view, chat, person);
  const joinable = world.chats.filter((one) => one.kind !== "private" && one.id !== chat.id && !isIn(one, person.id));
  const signature = JSON.stringify([acts, joinable]);
  if (byId("setup-acts").signature === signature) return; // a button being used must not vanish under the finger
  byId("setup-acts").signature = signature;
  byId("setup-acts").replaceChildren(
    ...acts.map(([words, path, body, danger]) => el("button", { type: "button", class: danger ? "soft danger" : "soft", testid: `act-${words}`, text: label(words), on: { click: () => order(path, body) } })),
    ...joinable.map((one) => el("button", { type: "button", class: "soft", text: `${label("join")} · ${one.title}`, on: { click: () => order("join", { person: person.id, chat: one.id }) } })),
  );
}

function actsOnTheBot(chat) {
  const where = { chat: chat.id };
  const bot = world.bot.id;
  const standing = isAdmin(chat, bot) ? ["bot_demote", "demote", { ...where, person: bot }] : ["bot_promote", "promote", { ...where, person: bot }];
  return [
    ...(isIn(chat, bot) ? [standing, ["bot_kick", "kick_bot", where, true]] : [["bot_add", "add_bot", where]]),
    ...(chat.kind === "group" ? [["migrate", "migrate", where]] : []),
  ];
}

function actsHere(view, chat, person) {
  const who = { person: person.id, chat: chat.id };
  if (chat.kind === "private") {
    return [person.blocked ? ["unblock", "unblock", { person: person.id }] : ["block", "block", { person: person.id }, true]];
  }
  if (!isIn(chat, person.id)) return [["join", "join", who]];
  const acts = [isAdmin(chat, person.id) ? ["demote", "demote", who] : ["promote", "promote", who], ["leave", "leave", who, true]];
  const topic = topicsOf(chat).find((one) => one.id === view.topic);
  if (topic && topic.id !== GENERAL) {
    const where = { chat: chat.id, topic: topic.id };
    acts.push(topic.closed ? ["reopen", "reopen_topic", where] : ["shut", "close_topic", where], ["topic_delete", "delete_topic", where, true]);
  }
  return [...acts, ...actsOnTheBot(chat)];
}
