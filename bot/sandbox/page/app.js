// The page put together: events change the world, the world and the address decide what is drawn.

import { drawChats, drawPeople } from "./chats.js";
import { prepareClock, setClock } from "./clock.js";
import { addressed, beginQuery, drawComposer, editMessage, prepareComposer, replyTo, showResults } from "./composer.js";
import { ask, listen } from "./control.js";
import { drawHead, drawMessages, drawPinned, drawTopics, prepareMessages, showMessage } from "./conversation.js";
import { byId } from "./element.js";
import { prepareFaults } from "./faults.js";
import { drawFooter } from "./footer.js";
import { botLink, settleButtons } from "./keyboard.js";
import { label, labelPage } from "./labels.js";
import { drawLog } from "./log.js";
import { authorOf } from "./messages.js";
import { openPlaces, preparePlaces } from "./places.js";
import { summary } from "./service.js";
import { drawSetup, prepareSetup } from "./setup.js";
import { narrow, prepareShell } from "./shell.js";
import { alertBox, announce, toast } from "./toast.js";
import { go, readAddress, view } from "./view.js";
import { GENERAL, applyEvent, chatOf, markRead, messageOf, replaceWorld, topicOf, world } from "./world.js";

const TYPING_SHOWN_FOR = 5500;
let typing = null;
let drawing = false;
let reading = null;
let readAgain = false;
let heardMeanwhile = []; // events that came while the world was being read: its answer may be older than they are

/** Asks the engine for something; a refusal becomes a notice. Says whether it agreed. */
async function order(path, body) {
  try {
    await ask(path, body);
    return true;
  } catch (refusal) {
    settleButtons();
    toast(refusal.message, "error");
    return false;
  }
}

/** As `order`, for what changes people or chats: the world is read again after it. */
async function arrange(path, body) {
  const agreed = await order(path, body);
  if (agreed) await readWorld();
  return agreed;
}

const here = () => ({ person: view.person, chat: view.chat });

const actions = {
  say: (text, replied) => order("say", { ...here(), topic: view.topic === GENERAL ? undefined : view.topic, text, reply_to: replied ?? undefined }),
  command: (text) => actions.say(addressed(text, chatOf(view.chat)), null),
  edit: editMessage,
  reply: replyTo,
  press: (message, data) => order("press", { ...here(), message_id: message.message_id, data }),
  query: beginQuery,
  place: openPlaces,
  unsupported: () => toast(label("unsupported"), "error"),
  jump: (id) => {
    const chat = chatOf(view.chat);
    const message = messageOf(chat, id);
    if (!showMessage(view, id) && message && topicOf(chat, message) !== view.topic) {
      go({ topic: topicOf(chat, message), open: true });
      setTimeout(() => showMessage(view, id), 100);
    }
  },
  link: (address, event) => {
    const asked = botLink(address, world.bot.username);
    if (!asked) return;
    event?.preventDefault();
    if (asked.group) toast(address);
    else openPrivately(asked.start);
  },
};

function openPrivately(payload) {
  go({ chat: view.person, open: true });
  if (payload !== null) order("say", { person: view.person, chat: view.person, text: payload ? `/start ${payload}` : "/start" });
}

function draw() {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    const chat = chatOf(view.chat);
    if (chat?.migrated_to) {
      go({ chat: chat.migrated_to, open: true });
      return;
    }
    document.body.classList.toggle("in-chat", view.open);
    if (chat && document.visibilityState === "visible" && (view.open || !narrow())) markRead(view.person, chat, view.topic);
    document.title = `${world.bot.first_name || "Bot"} · ${label("brand")}`;
    byId("bot-name").textContent = world.bot.first_name;
    drawPeople(view);
    drawChats(view, (id) => go({ chat: id, open: true }));
    drawHead(view, typing && typing.chat === view.chat && typing.topic === view.topic ? label("activity", { name: world.bot.first_name }) : null);
    drawTopics(view, (topic) => go({ topic, open: true }));
    drawPinned(view, actions.jump);
    drawComposer();
    drawFooter(view, actions, arrange);
    drawMessages(view, actions);
    drawLog();
    drawSetup(view, arrange);
  });
}

function readWorld() {
  readAgain ||= reading !== null;
  reading ??= ask("world").then((answer) => {
    replaceWorld(answer);
    for (const event of heardMeanwhile) applyEvent(event);
    setClock(answer.clock);
    readAddress();
    document.body.classList.add("ready");
    draw();
  }).catch((fault) => toast(fault.message, "error")).finally(() => {
    reading = null;
    heardMeanwhile = [];
    if (!readAgain) return undefined;
    readAgain = false;
    return readWorld();
  });
  return reading;
}

function received(event) {
  if (reading) heardMeanwhile.push(event);
  const understood = applyEvent(event);
  if (event.type === "clock") setClock(event);
  if (event.type === "toast" && event.person === view.person) showAnswer(event);
  if (event.type === "inline_results" && event.person === view.person) showResults(event.results ?? [], event.query, event.button);
  if (event.type === "action") showTyping(event);
  if (event.type === "message") hear(event.message);
  if (!understood) readWorld();
  draw();
}

function showAnswer(event) {
  settleButtons();
  if (event.url) actions.link(event.url);
  if (!event.text) return;
  if (event.alert) alertBox(world.bot.first_name, event.text);
  else toast(event.text);
}

function showTyping(event) {
  const chat = chatOf(event.chat);
  typing = { chat: event.chat, topic: chat?.forum && event.thread > 1 ? event.thread : GENERAL };
  const shown = typing;
  setTimeout(() => {
    if (typing === shown) typing = null;
    draw();
  }, TYPING_SHOWN_FOR);
}

function hear(message) {
  const chat = chatOf(message.chat.id);
  const hereToo = chat && chat.id === view.chat && topicOf(chat, message) === view.topic;
  if (message.from_bot && typing?.chat === message.chat.id) typing = null;
  if (hereToo && message.from?.id !== view.person) announce(`${authorOf(message)}: ${message.text ?? summary(message)}`);
}

function start() {
  labelPage();
  prepareShell(view, draw);
  prepareComposer(view, {
    say: actions.say,
    edit: (message, text) => order("edit", { ...here(), message_id: message.message_id, text }),
    inline: (query) => order("inline", { ...here(), query }),
    open: openPrivately,
    chooseInline: (id) => order("choose_inline", { ...here(), result_id: id }),
  });
  prepareMessages();
  preparePlaces((lat, lon) => order("share_place", { ...here(), topic: view.topic === GENERAL ? undefined : view.topic, lat, lon }));
  prepareClock((body) => order("clock", body));
  prepareFaults(view, { order: (body) => order("fault", body), clear: () => order("clear_faults", {}), told: toast });
  prepareSetup(view, arrange);
  byId("speak-as").addEventListener("change", (event) => go({ person: Number(event.target.value), open: view.open || !narrow() }));
  byId("calls-polling").addEventListener("change", draw);
  window.addEventListener("hashchange", () => {
    readAddress();
    draw();
  });
  listen({
    opened: () => {
      byId("lost").hidden = true;
      readWorld();
    },
    received,
    lost: () => {
      byId("lost").hidden = false;
    },
  });
}

start();
