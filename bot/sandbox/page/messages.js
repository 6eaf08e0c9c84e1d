// One message as the reader sees it: a bubble with its author, quote, text, attachment, marks and keyboard.

import { clockTime, fullTime } from "./clock.js";
import { el } from "./element.js";
import { renderText } from "./entities.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboard.js";
import { label } from "./labels.js";
import { renderMedia } from "./media.js";
import { serviceText, summary } from "./service.js";
import { statusIn, world } from "./world.js";

/** The name a message is signed with: a person's, the bot's or (an anonymous admin) the chat's. */
export function authorOf(message) {
  if (message.sender_chat) return message.sender_chat.title ?? "";
  return [message.from?.first_name, message.from?.last_name].filter(Boolean).join(" ");
}

/** A round picture: the wave for the bot, an initial on a colour of their own for anyone else. */
export function avatar(id, name) {
  if (id === world.bot.id) return el("span", { class: "avatar bot", "aria-hidden": "true" }, icon("wave"));
  return el("span", { class: `avatar hue-${hueOf(id)}`, "aria-hidden": "true", text: [...(name || "?")][0].toUpperCase() });
}

function hueOf(id) {
  return Math.abs(Number(id) || 0) % 7;
}

/**
 * The element of a message. `seen`: {chat, person, first, last} says who reads it and whether it opens or closes a run
 * of messages by one author. `actions`: {reply, edit, press, link, query, command, jump, unsupported}.
 */
export function renderMessage(message, seen, actions) {
  const testid = `message-${seen.chat.id}-${message.message_id}`;
  const service = serviceText(message);
  if (service) return el("div", { class: "service", testid, role: "note" }, el("span", { text: service, dir: "auto" }));
  const own = message.from?.id === seen.person && !message.sender_chat;
  const classes = ["message", own ? "own" : "theirs", seen.first && "first", seen.last && "last", message.deleted && "deleted"];
  const author = own ? label("you") : authorOf(message);
  const group = seen.chat.kind !== "private";
  return el("article", { class: classes.filter(Boolean).join(" "), testid, "aria-label": `${author}, ${clockTime(message.date)}` },
    !own && group && (seen.last ? avatar(message.from?.id, author) : el("span", { class: "avatar none", "aria-hidden": "true" })),
    el("div", { class: "stack" }, bubble(message, seen, actions, { own, group }), inlineKeyboard(message, actions)),
    affordances(message, own, actions));
}

function bubble(message, seen, actions, { own, group }) {
  const media = renderMedia(message);
  const text = message.text ?? message.caption;
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  const words = text !== undefined && text !== "" && el("div", { class: "text", dir: "auto" }, el("span", { class: "words" }, renderText(text, entities, actions)));
  const above = media && message.show_caption_above_media;
  if (words && !above) words.append(marks(message)); // beside the last line where there is room, as in any messenger
  const node = el("div", { class: `bubble${media ? " has-media" : ""}${words ? "" : " wordless"}` },
    seen.first && !own && group && signature(message, seen.chat),
    origin(message), quote(message, actions), above && words, media, !above && words, (!words || above) && marks(message));
  return node;
}

function signature(message, chat) {
  const status = message.from && statusIn(chat, message.from.id);
  const role = message.from?.is_bot ? "bot" : { creator: "owner", administrator: "administrator" }[status];
  return el("div", { class: `author ink-${message.from?.is_bot ? "bot" : hueOf(message.from?.id)}` },
    el("span", { text: authorOf(message), dir: "auto" }), role && el("span", { class: "role", text: label(role) }));
}

function origin(message) {
  const from = message.forward_origin;
  if (from) {
    const name = from.sender_user?.first_name ?? from.sender_user_name ?? from.sender_chat?.title ?? from.chat?.title ?? "";
    return el("div", { class: "origin", text: label("forwarded", { name }) });
  }
  return message.via_bot && el("div", { class: "origin", text: label("via", { name: message.via_bot.username }) });
}

function quote(message, actions) {
  const target = message.reply_to_message;
  if (!target || target.forum_topic_created) return null;
  return el("button", { type: "button", class: "quote", on: { click: () => actions.jump(target.message_id) } },
    el("strong", { text: authorOf(target), dir: "auto" }), el("span", { text: message.quote?.text ?? summary(target), dir: "auto" }));
}

function marks(message) {
  const mark = message.deleted ? "deleted" : message.edit_date && "edited";
  return el("span", { class: "marks" }, mark && el("span", { class: "mark", text: label(mark) }),
    el("time", { datetime: new Date(message.date * 1000).toISOString(), title: fullTime(message.date), text: clockTime(message.date) }));
}

function affordances(message, own, actions) {
  if (message.deleted) return null;
  const tool = (name, drawing, react) => el("button", { type: "button", class: "tool", "aria-label": label(name), title: label(name), on: { click: react } }, icon(drawing));
  return el("div", { class: "tools" }, tool("reply", "reply", () => actions.reply(message)),
    own && message.text !== undefined && tool("edit", "edit", () => actions.edit(message)));
}
