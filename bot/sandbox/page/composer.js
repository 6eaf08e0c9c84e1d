// The message box: sending, replying, editing, commands as one types "/", inline queries as one types "@bot".

import { commandsFor, matching } from "./commands.js";
import { byId } from "./element.js";
import { label } from "./labels.js";
import { authorOf } from "./messages.js";
import { summary } from "./service.js";
import { closeSuggestions, suggest, suggesting, suggestionKey } from "./suggestions.js";
import { chatOf, messagesOf, personOf, titleOf, world } from "./world.js";

const INLINE_WAIT = 350;
const composer = { editing: null, replying: null, view: null, actions: null, timer: 0, drafts: new Map(), place: "" };
const box = () => byId("composer-text");

/** Makes the box work. `actions`: {say(text, replyTo), edit(message, text), inline(query), chooseInline(result), open(payload)}. */
export function prepareComposer(view, actions) {
  composer.view = view;
  composer.actions = actions;
  box().addEventListener("input", typed);
  box().addEventListener("keydown", pressed);
  box().addEventListener("blur", () => setTimeout(() => document.activeElement !== box() && closeSuggestions(), 120));
  byId("composer-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("menu").addEventListener("click", toggleMenu);
  byId("aside-cancel").addEventListener("click", forget);
}

/** Draws what depends on the place: the box's name and the draft left there earlier. */
export function drawComposer() {
  const { view } = composer;
  const chat = chatOf(view.chat);
  const place = `${view.person} ${view.chat} ${view.topic}`;
  if (!chat) return;
  box().placeholder = label("message");
  box().setAttribute("aria-label", label("message_to", { name: titleOf(chat) }));
  if (place === composer.place) return;
  if (!composer.editing) composer.drafts.set(composer.place, box().value);
  composer.place = place;
  composer.editing = composer.replying = null;
  write(composer.drafts.get(place) ?? "");
  drawAside();
  closeSuggestions();
}

/** Starts a reply to a message. */
export function replyTo(message) {
  composer.editing = null;
  composer.replying = message;
  drawAside();
  box().focus();
}

/** Starts the edit of one's own message. */
export function editMessage(message) {
  composer.replying = null;
  composer.editing = message;
  write(message.text);
  drawAside();
  box().focus();
}

/** Puts a text into the box, the caret after it, and reacts as if it had been typed. */
export function write(text) {
  box().value = text;
  grow();
}

/** Begins an inline query, as a button with `switch_inline_query_current_chat` does. */
export function beginQuery(query) {
  write(`@${world.bot.username} ${query}`);
  box().focus();
  typed();
}

/** Shows the results of an inline query if it is still the one being typed. */
export function showResults(results, query, button) {
  const asked = inlineQuery();
  if (asked === null || (query !== undefined && query.trim() !== asked.trim())) return;
  const items = results.map((result) => ({ key: result.id, title: result.title ?? result.id, text: result.description ?? "", value: result.id }));
  if (button?.start_parameter) items.unshift({ key: "button", title: button.text, text: "", value: button });
  if (!items.length) items.push({ key: "", title: label("inline_none"), text: "", value: null });
  suggest(items, label("inline_results"), (id) => {
    if (id === null) return;
    write("");
    if (id === button) composer.actions.open(button.start_parameter);
    else composer.actions.chooseInline(id);
  });
}

function inlineQuery() {
  const name = world.bot.username;
  const start = `@${name} `.toLowerCase();
  return name && box().value.toLowerCase().startsWith(start) ? box().value.slice(start.length) : null;
}

function typed() {
  grow();
  clearTimeout(composer.timer);
  const query = inlineQuery();
  if (query !== null) {
    composer.timer = setTimeout(() => composer.actions.inline(query), INLINE_WAIT);
    return;
  }
  showCommands(matching(commandsHere(), box().value));
}

function commandsHere() {
  const { view } = composer;
  return commandsFor(world.commands, chatOf(view.chat), view.person, personOf(view.person)?.language_code);
}

function showCommands(commands) {
  const chat = chatOf(composer.view.chat);
  const items = commands.map(({ command, description }) => ({ key: command, title: `/${command}`, text: description, value: command }));
  suggest(items, label("commands"), (command) => {
    write("");
    composer.actions.say(addressed(`/${command}`, chat), null);
  });
}

/** A command as Telegram's apps send it from a menu: in a group it names the bot. */
export function addressed(command, chat) {
  return chat?.kind === "private" || command.includes("@") ? command : `${command}@${world.bot.username}`;
}

function toggleMenu() {
  if (suggesting()) {
    closeSuggestions();
    return;
  }
  const commands = commandsHere();
  showCommands(commands);
  if (!commands.length) suggest([{ key: "", title: label("commands_none"), text: "", value: null }], label("commands"), () => {});
  box().focus();
}

function pressed(event) {
  if (event.isComposing) return;
  const completable = inlineQuery() === null && box().value.startsWith("/") ? complete : null;
  if (suggestionKey(event, completable)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && (composer.editing || composer.replying)) {
    forget();
  } else if (event.key === "ArrowUp" && !box().value && !event.altKey) {
    const { view } = composer;
    const own = messagesOf(chatOf(view.chat), view.topic).findLast((message) => message.from?.id === view.person && message.text && !message.deleted);
    if (own) {
      event.preventDefault();
      editMessage(own);
    }
  }
}

function complete(command) {
  write(`/${command} `);
  closeSuggestions();
}

async function send() {
  const text = box().value.trim();
  if (!text) return;
  const { editing, replying, actions } = composer;
  composer.editing = composer.replying = null;
  write("");
  drawAside();
  clearTimeout(composer.timer);
  closeSuggestions();
  const done = editing ? await actions.edit(editing, text) : await actions.say(text, replying?.message_id ?? null);
  if (!done && !box().value) write(text);
}

function forget() {
  if (composer.editing) write("");
  composer.editing = composer.replying = null;
  drawAside();
  box().focus();
}

function drawAside() {
  const target = composer.editing ?? composer.replying;
  byId("aside").hidden = !target;
  if (!target) return;
  byId("aside-title").textContent = composer.editing ? label("editing") : label("answered", { name: authorOf(target) });
  byId("aside-text").textContent = summary(target);
}

function grow() {
  box().style.height = "auto";
  box().style.height = `${Math.min(box().scrollHeight, 180)}px`;
  byId("composer-form").classList.toggle("filled", box().value.trim() !== "");
}
