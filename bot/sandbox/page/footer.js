// What stands under the messages: the reply keyboard, and the reason where one cannot write.

import { byId, el } from "./element.js";
import { replyKeyboard, replyKeyboardOf } from "./keyboard.js";
import { label } from "./labels.js";
import { chatOf, isAdmin, isIn, messagesOf, personOf, topicsOf, world } from "./world.js";

const used = new Map(); // chat and topic → the message whose one-time keyboard was used

/** Draws the foot of the conversation; `actions` are the page's, `arrange(path, body)` changes the world. */
export function drawFooter(view, actions, arrange) {
  const chat = chatOf(view.chat);
  const person = personOf(view.person);
  if (!chat || !person) return;
  const note = hindrance(view, chat, person);
  byId("composer-form").hidden = Boolean(note);
  byId("note").hidden = !note;
  if (note) {
    const signature = JSON.stringify([note, view.person, view.chat]);
    if (byId("note").signature !== signature) {
      byId("note").signature = signature;
      byId("note").replaceChildren(el("span", { text: note.text }),
        ...(note.act ? [el("button", { type: "button", class: "solid", text: note.words, on: { click: () => arrange(note.act, note.body) } })] : []));
    }
  }
  drawReplies(view, chat, actions, Boolean(note));
}

function hindrance(view, chat, person) {
  const name = person.name ?? person.first_name;
  if (chat.kind === "private") {
    return person.blocked ? { text: label("blocked_note", { name: world.bot.first_name }), act: "unblock", words: label("unblock"), body: { person: person.id } } : null;
  }
  if (!isIn(chat, person.id)) return { text: label("join_note", { name }), act: "join", words: label("join"), body: { person: person.id, chat: chat.id } };
  if (isAdmin(chat, person.id)) return null;
  if (chat.kind === "channel") return { text: label("admins_only") };
  return topicsOf(chat).find((topic) => topic.id === view.topic)?.closed ? { text: label("shut_note") } : null;
}

function drawReplies(view, chat, actions, hindered) {
  const place = `${view.chat} ${view.topic}`;
  const bearer = hindered ? null : replyKeyboardOf(messagesOf(chat, view.topic), used.get(place));
  const box = byId("reply-keyboard");
  box.hidden = !bearer;
  const signature = bearer ? JSON.stringify([place, view.person, bearer.message_id, bearer.reply_markup]) : "";
  if (box.signature === signature) return;
  box.signature = signature;
  if (!bearer) {
    box.replaceChildren();
    return;
  }
  box.replaceChildren(...replyKeyboard(bearer, {
    say: (text) => {
      used.set(place, bearer.message_id);
      actions.say(text, chat.kind === "private" ? null : bearer.message_id);
    },
    place: actions.place,
    unsupported: actions.unsupported,
  }));
}
