// Which of the bot's command lists a person sees in a chat, in the order Telegram documents for BotCommandScope.

import { isAdmin } from "./world.js";

/** The scopes that may apply, the most specific first. */
function scopesFor(chat, person) {
  if (chat.kind === "private") {
    return [{ type: "chat", chat_id: chat.id }, { type: "all_private_chats" }, { type: "default" }];
  }
  const admin = isAdmin(chat, person);
  return [
    { type: "chat_member", chat_id: chat.id, user_id: person },
    ...(admin ? [{ type: "chat_administrators", chat_id: chat.id }] : []),
    { type: "chat", chat_id: chat.id },
    ...(admin ? [{ type: "all_chat_administrators" }] : []),
    { type: "all_group_chats" },
    { type: "default" },
  ];
}

/** The commands shown: of the first scope that has a list, the person's language before the list for all languages. */
export function commandsFor(lists, chat, person, language) {
  const spoken = [(language ?? "").slice(0, 2).toLowerCase(), ""];
  for (const scope of scopesFor(chat, person)) {
    for (const code of spoken) {
      const found = lists.find((list) => (list.language_code ?? "") === code && list.commands?.length && covers(list.scope, scope));
      if (found) return found.commands;
    }
  }
  return [];
}

function covers(given, wanted) {
  const scope = given ?? { type: "default" };
  if (scope.type !== wanted.type) return false;
  if (wanted.chat_id !== undefined && Number(scope.chat_id) !== wanted.chat_id) return false;
  return wanted.user_id === undefined || Number(scope.user_id) === wanted.user_id;
}

/** The commands that begin with what is typed ("/me"), or none once a space follows. */
export function matching(commands, typed) {
  const found = /^\/([a-z0-9_]*)$/i.exec(typed);
  return found ? commands.filter(({ command }) => command.startsWith(found[1].toLowerCase())) : [];
}
