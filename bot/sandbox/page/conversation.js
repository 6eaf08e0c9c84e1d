// The middle column: the chat's head, its topics, its pinned message and the messages themselves.

import { dayKey, dayWords } from "./clock.js";
import { byId, el, redraw } from "./element.js";
import { icon } from "./icons.js";
import { label } from "./labels.js";
import { authorOf, avatar, renderMessage } from "./messages.js";
import { serviceText, summary } from "./service.js";
import { chatOf, isIn, messagesOf, pinnedOf, titleOf, topicsOf, unreadOf, world } from "./world.js";

const SAME_RUN_SECONDS = 600;
const SHOWN_AT_MOST = 400;
let shownPlace = "";
let atEnd = true; // whether the reader is at the newest message, and wants to stay there

/** Draws the head of the conversation; `typing` is the sentence shown while the bot types, or null. */
export function drawHead(view, typing) {
  const chat = chatOf(view.chat);
  if (!chat) return;
  const title = titleOf(chat);
  byId("chat-title").textContent = title;
  byId("chat-face").replaceChildren(chat.kind === "private" ? avatar(world.bot.id, title) : avatar(chat.id, title));
  const present = (chat.members ?? []).filter((member) => isIn(chat, member.id)).length;
  const about = chat.kind === "private" ? label("private") : present === 1 ? label("member") : label("members", { n: present });
  byId("chat-about").textContent = typing ?? about;
  byId("chat-about").classList.toggle("typing", Boolean(typing));
}

/** Draws a forum's topics; `open(topic)` runs when one is chosen. */
export function drawTopics(view, open) {
  const chat = chatOf(view.chat);
  const topics = topicsOf(chat);
  byId("topics").hidden = topics.length === 0;
  redraw(byId("topics"), topics.map((topic) => {
    const unread = unreadOf(view.person, chat, topic.id);
    const current = topic.id === view.topic;
    return {
      key: String(topic.id),
      signature: JSON.stringify([topic, unread, current]),
      build: () => el("button", { type: "button", class: "topic", testid: `topic-${topic.id}`, "aria-current": current ? "true" : null, on: { click: () => open(topic.id) } },
        topic.closed && icon("lock"), el("span", { text: topic.name ?? label("general"), dir: "auto" }),
        unread > 0 && el("span", { class: "unread", text: unread, "aria-label": label("unread", { n: unread }) })),
    };
  }));
}

/** Draws the bar of the pinned message. */
export function drawPinned(view, jump) {
  const chat = chatOf(view.chat);
  const pinned = chat && pinnedOf(chat, view.topic);
  const bar = byId("pinned");
  bar.hidden = !pinned;
  if (bar.hidden) return;
  byId("pinned-text").textContent = summary(pinned);
  bar.onclick = () => jump(pinned.message_id);
}

/** Keeps the newest message in sight when the room for messages shrinks (a reply keyboard, a phone's own keyboard) or a picture arrives. */
export function prepareMessages() {
  const box = byId("messages");
  box.addEventListener("scroll", () => {
    atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 90;
  });
  const follow = () => {
    if (atEnd) box.scrollTop = box.scrollHeight;
  };
  new ResizeObserver(follow).observe(box);
  box.addEventListener("load", follow, true);
}

/** Draws the messages; follows the end when the reader was there, or when the place or the person has changed. */
export function drawMessages(view, actions) {
  const chat = chatOf(view.chat);
  if (!chat) return;
  const box = byId("messages");
  const list = messagesOf(chat, view.topic).slice(-SHOWN_AT_MOST);
  const place = `${view.person} ${view.chat} ${view.topic}`;
  const moved = place !== shownPlace;
  if (moved) box.replaceChildren();
  redraw(box, list.length ? rows(list, chat, view, actions) : [emptySign(chat, actions)]);
  box.classList.toggle("fresh", moved);
  shownPlace = place;
  atEnd ||= moved;
  if (atEnd) box.scrollTop = box.scrollHeight;
}

function rows(list, chat, view, actions) {
  const wanted = [];
  list.forEach((message, place) => {
    const [previous, next] = [list[place - 1], list[place + 1]];
    const day = dayKey(new Date(message.date * 1000));
    if (!previous || dayKey(new Date(previous.date * 1000)) !== day) {
      const words = dayWords(message.date);
      wanted.push({ key: `day-${day}-${message.message_id}`, signature: words, build: () => el("div", { class: "day", role: "separator", "aria-label": words }, el("span", { text: words })) });
    }
    const seen = { chat, person: view.person, first: !sameRun(previous, message), last: !sameRun(message, next) };
    wanted.push({
      key: `message-${message.message_id}`,
      signature: JSON.stringify([message, seen.first, seen.last, chat.members, world.bot.id]),
      build: () => renderMessage(message, seen, actions),
    });
  });
  return wanted;
}

function sameRun(one, other) {
  if (!one || !other || serviceText(one) || serviceText(other)) return false;
  const sameDay = dayKey(new Date(one.date * 1000)) === dayKey(new Date(other.date * 1000));
  const sameAuthor = one.from?.id === other.from?.id && authorOf(one) === authorOf(other);
  return sameAuthor && sameDay && other.date - one.date < SAME_RUN_SECONDS;
}

function emptySign(chat, actions) {
  const privately = chat.kind === "private";
  return {
    key: "empty",
    signature: `${chat.id} ${world.bot.first_name}`,
    build: () => el("div", { class: "empty" }, avatar(privately ? world.bot.id : chat.id, titleOf(chat)), el("strong", { text: label("nothing") }),
      el("p", { text: label(privately ? "nothing_text" : "nothing_group") }),
      privately && el("button", { type: "button", class: "solid", text: label("start"), on: { click: () => actions.command("/start") } })),
  };
}

/** Scrolls to a message and lights it for a moment; says whether it was there. */
export function showMessage(view, id) {
  const node = document.querySelector(`[data-testid="message-${view.chat}-${id}"]`);
  if (!node) return false;
  node.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  node.classList.add("lit");
  setTimeout(() => node.classList.remove("lit"), 1600);
  return true;
}
