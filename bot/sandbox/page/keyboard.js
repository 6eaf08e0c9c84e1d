// The keyboards a bot attaches: inline ones under a message, reply ones above the message box.

import { el } from "./element.js";
import { icon } from "./icons.js";
import { label } from "./labels.js";

const WAIT_FOR_ANSWER = 15_000;

/** The inline keyboard of a message, or null. `actions`: {press(message, data), link(address, event), query(text), unsupported()}. */
export function inlineKeyboard(message, actions) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length || message.deleted) return null;
  return el("div", { class: "inline-keyboard" }, rows.map((row) =>
    el("div", { class: "inline-row" }, row.map((button) => inlineButton(message, button, actions)))));
}

function inlineButton(message, button, actions) {
  const common = { class: "inline-button", testid: "button" };
  const words = el("span", { class: "inline-words", text: button.text, dir: "auto" });
  if (button.url) {
    return el("a", { ...common, href: button.url, target: "_blank", rel: "noopener noreferrer", title: button.url,
      on: { click: (event) => actions.link(button.url, event) } }, words, icon("link"));
  }
  const node = el("button", { ...common, type: "button", title: button.callback_data ?? null }, words);
  node.addEventListener("click", () => {
    const query = button.switch_inline_query_current_chat ?? button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
    if (button.callback_data !== undefined) {
      waitFor(node);
      actions.press(message, button.callback_data);
    } else if (query !== undefined) actions.query(query);
    else if (button.copy_text) navigator.clipboard?.writeText(button.copy_text.text);
    else actions.unsupported();
  });
  return node;
}

function waitFor(node) {
  node.classList.add("waiting");
  node.setAttribute("aria-busy", "true");
  setTimeout(() => settle(node), WAIT_FOR_ANSWER);
}

function settle(node) {
  node.classList.remove("waiting");
  node.removeAttribute("aria-busy");
}

/** Ends the waiting look of pressed buttons. */
export function settleButtons() {
  for (const node of document.querySelectorAll(".inline-button.waiting")) settle(node);
}

/** The reply keyboard in force: the newest one sent and not taken away since; `used` is the message of a one-time keyboard already used. */
export function replyKeyboardOf(messages, used) {
  const bearer = messages.findLast(({ reply_markup: markup, deleted }) => !deleted && (markup?.keyboard || markup?.remove_keyboard));
  if (!bearer?.reply_markup.keyboard) return null;
  if (bearer.reply_markup.one_time_keyboard && used === bearer.message_id) return null;
  return bearer;
}

/** The buttons of a reply keyboard. `actions`: {say(text), place(), unsupported()}. */
export function replyKeyboard(bearer, actions) {
  return bearer.reply_markup.keyboard.map((row) => el("div", { class: "reply-row" }, row.map((given) => {
    const button = typeof given === "string" ? { text: given } : given;
    const special = ["request_contact", "request_users", "request_chat", "request_poll", "web_app"].some((kind) => button[kind]);
    const react = button.request_location ? actions.place : special ? actions.unsupported : () => actions.say(button.text, bearer);
    return el("button", { type: "button", class: "reply-button", title: button.request_location ? label("place") : null, on: { click: react } },
      button.request_location && icon("place"), el("span", { text: button.text, dir: "auto" }));
  })));
}

/**
 * What a link to t.me asks of this bot: {start} with the payload ("" for none), {group: true} for a link that adds the
 * bot to a group, or null for any other address.
 */
export function botLink(address, username) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const inTelegram = url.protocol === "tg:" && url.href.startsWith("tg://resolve");
  const name = inTelegram ? url.searchParams.get("domain") : url.pathname.split("/")[1];
  if (!inTelegram && !["t.me", "telegram.me", "telegram.dog"].includes(url.hostname)) return null;
  if (!username || name?.toLowerCase() !== username.toLowerCase()) return null;
  if (url.searchParams.has("startgroup")) return { group: true };
  return { start: url.searchParams.has("start") ? url.searchParams.get("start") : null };
}
