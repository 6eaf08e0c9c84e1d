// What the page knows of the sandbox's world, kept up to date by events, and the questions it answers about it.

export const GENERAL = 0; // the forum topic every group has; its messages carry no thread number

export const world = { bot: { id: 0, first_name: "", username: "" }, people: [], chats: [], commands: [], calls: [], violations: [] };
const messages = new Map();

/** Takes the whole world as the engine tells it. */
export function replaceWorld(answer) {
  for (const key of ["bot", "people", "chats", "commands", "calls", "violations"]) world[key] = answer[key] ?? world[key];
  messages.clear();
  for (const [chat, list] of Object.entries(answer.messages ?? {})) {
    messages.set(Number(chat), new Map(list.map((message) => [message.message_id, message])));
  }
}

/** Takes one event; says whether it was understood (if not, the whole world is worth reading again). */
export function applyEvent(event) {
  switch (event.type) {
    case "message":
    case "edited":
    case "deleted":
      return keep(event.message, event.type === "deleted");
    case "chat":
      world.chats = [...world.chats.filter((chat) => chat.id !== event.chat.id), event.chat];
      return true;
    case "person":
      world.people = known(world.people, event.person) ? world.people.map((one) => (one.id === event.person.id ? event.person : one)) : [...world.people, event.person];
      return true;
    case "call":
      world.calls = [...world.calls.filter((call) => call.n !== event.call.n), event.call].slice(-500);
      return true;
    case "commands":
      if (!Array.isArray(event.commands)) return false;
      world.commands = event.commands;
      return true;
    case "violation":
      world.violations = [...new Set([...world.violations, event.text])];
      return true;
    case "clock":
    case "toast":
    case "inline_results":
    case "action":
      return true;
    default:
      return false;
  }
}

const known = (list, one) => list.some(({ id }) => id === one.id);

function keep(message, deleted) {
  const chat = message.chat?.id;
  if (chat === undefined) return false;
  if (!messages.has(chat)) messages.set(chat, new Map());
  const before = messages.get(chat).get(message.message_id);
  messages.get(chat).set(message.message_id, deleted ? { ...before, ...message, deleted: true } : message);
  return world.chats.some((one) => one.id === chat);
}

/** The person of this id, or undefined. */
export function personOf(id) {
  return world.people.find((person) => person.id === id);
}

/** The chat of this id; a person's private chat with the bot exists before its first message. */
export function chatOf(id) {
  const known = world.chats.find((chat) => chat.id === id);
  if (known) return known;
  return personOf(id) ? { id, kind: "private", title: "", forum: false, topics: [], members: [], person: id } : undefined;
}

/** How a chat is called by the person who reads it: a private chat bears the bot's name. */
export function titleOf(chat) {
  return chat.kind === "private" ? world.bot.first_name : chat.title;
}

/** Their standing in a chat: creator, administrator, member, restricted, left or kicked. */
export function statusIn(chat, person) {
  if (chat.kind === "private") return "member";
  return (chat.members ?? []).find((member) => member.id === person)?.status ?? "left";
}

export function isIn(chat, person) {
  return !["left", "kicked"].includes(statusIn(chat, person));
}

export function isAdmin(chat, person) {
  return ["creator", "administrator"].includes(statusIn(chat, person));
}

/** The chats this person is in, the one with the newest message first. */
export function chatsOf(person) {
  const own = chatOf(person);
  const groups = world.chats.filter((chat) => chat.kind !== "private" && !chat.migrated_to && isIn(chat, person));
  const newest = (chat) => lastOf(chat)?.date ?? 0;
  return [...(own ? [own] : []), ...groups].sort((one, other) => newest(other) - newest(one));
}

/** A forum's topics with General first; none for any other chat. */
export function topicsOf(chat) {
  if (!chat?.forum) return [];
  const others = (chat.topics ?? []).filter((topic) => topic.id > 1 && !topic.deleted);
  const general = (chat.topics ?? []).find((topic) => topic.id <= 1);
  return [{ id: GENERAL, name: null, closed: general?.closed ?? false }, ...others];
}

/** The topic a message lies in. */
export function topicOf(chat, message) {
  const thread = chat?.forum && message.is_topic_message ? message.message_thread_id : GENERAL;
  return thread > 1 ? thread : GENERAL;
}

/** A chat's messages, oldest first, of one topic or (topic undefined) of all. */
export function messagesOf(chat, topic) {
  const list = [...(messages.get(chat.id)?.values() ?? [])].sort((one, other) => one.message_id - other.message_id);
  return chat.forum && topic !== undefined ? list.filter((message) => topicOf(chat, message) === topic) : list;
}

export function messageOf(chat, id) {
  return messages.get(chat.id)?.get(id);
}

/** The newest message still there. */
export function lastOf(chat) {
  return messagesOf(chat).filter((message) => !message.deleted).at(-1);
}

/** The message pinned last in a topic, or undefined. */
export function pinnedOf(chat, topic) {
  const pinned = (chat.pinned ?? []).map((id) => messageOf(chat, id));
  return pinned.findLast((message) => message && !message.deleted && (!chat.forum || topicOf(chat, message) === topic));
}

const readMark = (person, chat, topic) => `read ${person} ${chat.id} ${topic}`;

/** Remembers, for this browser tab, that a person has read a topic down to its last message. */
export function markRead(person, chat, topic) {
  const last = messagesOf(chat, topic).at(-1);
  if (last) sessionStorage.setItem(readMark(person, chat, topic), last.message_id);
}

/** How many messages of others a person has not read, in one topic or (topic undefined) in the whole chat. */
export function unreadOf(person, chat, topic) {
  const last = messagesOf(chat).at(-1)?.message_id ?? 0;
  return messagesOf(chat, topic).filter((message) => {
    const mark = Number(sessionStorage.getItem(readMark(person, chat, topicOf(chat, message))));
    const read = mark > last ? 0 : mark; // a mark beyond the end was left by an earlier world
    return message.message_id > read && message.from?.id !== person && !message.deleted;
  }).length;
}
