// Who is looking at which chat and topic. It lives in the address (#person=1&chat=2&topic=3), so a test can open it.

import { GENERAL, chatOf, chatsOf, personOf, topicsOf, world } from "./world.js";

export const view = { person: null, chat: null, topic: GENERAL, open: false };

const numberOr = (text, otherwise) => (text && !Number.isNaN(Number(text)) ? Number(text) : otherwise);

/** Reads the address; what it names and the world does not know is replaced by the nearest thing that exists. */
export function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const person = numberOr(given.get("person"), view.person);
  view.person = personOf(person) ? person : world.people[0]?.id ?? null;
  const chat = numberOr(given.get("chat"), null);
  view.open = chat !== null && chatOf(chat) !== undefined;
  view.chat = view.open ? chat : chatsOf(view.person)[0]?.id ?? null;
  const shown = chatOf(view.chat);
  const topic = numberOr(given.get("topic"), GENERAL);
  view.topic = topicsOf(shown).some(({ id }) => id === topic) ? topic : GENERAL;
}

/** Goes somewhere: any of {person, chat, topic, open}. Another person keeps the group they share, else opens their first chat. */
export function go(change) {
  const next = { ...view, ...change };
  if (change.person !== undefined && change.chat === undefined && !chatsOf(next.person).some((chat) => chat.id === next.chat)) {
    const privately = chatOf(view.chat)?.kind === "private";
    next.chat = privately ? next.person : chatsOf(next.person)[0]?.id;
    next.topic = GENERAL;
  }
  if (change.chat !== undefined && change.topic === undefined) next.topic = GENERAL;
  const address = new URLSearchParams({ person: next.person });
  if (next.chat !== null && next.chat !== undefined && next.open !== false) address.set("chat", next.chat);
  if (next.topic !== GENERAL) address.set("topic", next.topic);
  const wanted = `#${address}`;
  if (location.hash === wanted) readAddress();
  else location.hash = wanted;
}
