// Service messages: what happened to the chat rather than what somebody said.

import { label } from "./labels.js";

const nameOf = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ");

const KINDS = {
  new_chat_members: (value) => label("joins", { names: value.map(nameOf).join(", ") }),
  left_chat_member: (value) => label("leaves", { name: nameOf(value) }),
  new_chat_title: (value, message) => label("title_new", { name: nameOf(message.from), text: value }),
  pinned_message: (value, message) => label("pinned_by", { name: nameOf(message.from), text: summary(value).slice(0, 48).replace(/(.{44}).{4}$/, "$1…") }),
  forum_topic_created: (value) => label("topic_made", { text: value.name }),
  forum_topic_edited: (value) => label("topic_renamed", { text: value.name ?? "" }),
  forum_topic_closed: () => label("topic_shut"),
  forum_topic_reopened: () => label("topic_opened"),
  general_forum_topic_hidden: () => label("topic_shut"),
  general_forum_topic_unhidden: () => label("topic_opened"),
  group_chat_created: (_, message) => label("group_made", { name: nameOf(message.from) }),
  supergroup_chat_created: (_, message) => label("group_made", { name: nameOf(message.from) }),
  migrate_to_chat_id: () => label("migrated"),
  migrate_from_chat_id: () => label("migrated"),
};

/** The sentence of a service message, or null for an ordinary one. */
export function serviceText(message) {
  for (const [kind, words] of Object.entries(KINDS)) {
    if (message[kind] !== undefined && message[kind] !== false) return words(message[kind], message);
  }
  return null;
}

/** A message on one line: its first words, or what it carries. */
export function summary(message) {
  const text = message.text ?? message.caption;
  if (text) return text.replace(/\s+/g, " ").slice(0, 120);
  if (message.photo) return label("photo");
  if (message.venue) return `${label("venue")}: ${message.venue.title}`;
  if (message.location) return label("place_shared");
  if (message.contact) return label("contact");
  if (message.document) return message.document.file_name ?? label("file");
  return serviceText(message) ?? label("message");
}
