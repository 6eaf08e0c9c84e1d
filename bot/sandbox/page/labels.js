// The page's own words, English by default, French for a browser that asks for French.

const ENGLISH = {
  activity: "{name} is typing…",
  administrator: "admin", owner: "owner", bot: "bot",
  admins_only: "Only admins write here.",
  alert_close: "OK", answered: "Replying to {name}", back: "Back to the chats",
  behind: "Behind the scenes", behind_show: "Show what happens behind the scenes", block: "Block the bot",
  blocked_note: "You have blocked {name}.", brand: "sandbox", calls: "Calls", calls_none: "The bot has not called yet.",
  calls_polling: "Show getUpdates", cancel: "Cancel", chats: "Chats", chats_none: "No chat yet.", clear: "Clear faults",
  clock: "Sandbox clock, Paris time", clock_day: "+1 day", clock_hour: "+1 hour", clock_morning: "Next 08:00",
  clock_now: "Back to now", clock_set: "Set", clock_when: "Date and time in Paris", close: "Close",
  commands: "Commands", commands_none: "The bot has set no commands for this chat.", commands_open: "Commands of the bot",
  contact: "Contact", custom: "Other coordinates", deleted: "deleted", demote: "Remove admin rights",
  edit: "Edit", edited: "edited", editing: "Editing", fault_done: "The next matching call will meet: {kind}.",
  fault_intro: "Make the bot’s next call go wrong, and see how it copes.", fault_method: "Which call", fault_times: "Times",
  fault_any: "Any method", faults: "Faults", faults_cleared: "No faults left.", file: "File", forum: "With topics",
  fault_bad_gateway: "Bad gateway, an HTML page", fault_blocked: "Blocked by the person", fault_broken_json: "An answer that is no JSON", fault_close_after: "Done, then the line drops", fault_flood: "Too many requests", fault_hang: "Accepted, then no answer", fault_here: "Only in the open chat", fault_no_rights: "Not enough rights", fault_topic_deleted: "The topic is gone", fault_unauthorized: "The token is refused",
  forwarded: "Forwarded from {name}", general: "General", group_new: "New group", group_title: "Title", inline_none: "No result.", inline_results: "Results",
  joins: "{names} joined", join: "Join", join_note: "{name} is not in this group.", language: "Language", latitude: "Latitude", leave: "Leave",
  leaves: "{name} left", less: "Show less", longitude: "Longitude", lost: "Connection lost. Trying again…",
  make: "Create", members: "{n} members", member: "1 member", menu: "Menu", message: "Message", message_to: "Message to {name}", messages: "Messages", more: "Show more",
  name: "Name", near: "Near {name}", new_messages: "New messages", nothing: "No messages here yet", nothing_text: "Say something, or press Start as Telegram would.", nothing_group: "Say something to begin.", other: "Message of a kind this page does not show: {kind}",
  part: "Role shown", person_new: "New person", photo: "Picture", pinned: "Pinned message", pinned_by: "{name} pinned: {text}", place: "Share a place",
  place_choose: "Where are you, for this conversation?", place_shared: "Shared place", private: "private chat",
  promote: "Make admin", refused: "refused", reopen: "Reopen topic", reply: "Reply", reply_keyboard: "Suggested answers", resident: "resident", send: "Send", share: "Share",
  shut: "Close topic", shut_note: "This topic is closed.", skip: "Go to the message box", speak: "Speak as", spoiler: "Hidden text, press to show", start: "Start", sticker: "Sticker",
  title_new: "{name} renamed the group “{text}”", today: "Today", topic_delete: "Delete topic", topic_new: "New topic", topics: "Topics",
  topic_made: "Topic “{text}” created", topic_shut: "Topic closed", topic_opened: "Topic reopened", topic_renamed: "Topic renamed “{text}”",
  group_made: "{name} created the group", migrated: "The group became a supergroup", unblock: "Unblock", unread: "{n} unread", unsupported: "The sandbox cannot do this yet.",
  venue: "Place", via: "via @{name}", violations: "Contract violations", world: "World", world_here: "{person} in “{chat}”", you: "You", yesterday: "Yesterday",
};

const FRENCH = {
  activity: "{name} écrit…",
  administrator: "admin", owner: "créateur", bot: "bot",
  admins_only: "Seuls les admins écrivent ici.",
  alert_close: "OK", answered: "Réponse à {name}", back: "Retour aux discussions",
  behind: "En coulisses", behind_show: "Voir ce qui se passe en coulisses", block: "Bloquer le bot",
  blocked_note: "Vous avez bloqué {name}.", brand: "bac à sable", calls: "Appels", calls_none: "Le bot n’a encore rien appelé.",
  calls_polling: "Montrer getUpdates", cancel: "Annuler", chats: "Discussions", chats_none: "Aucune discussion.", clear: "Lever les pannes",
  clock: "Horloge du bac à sable, heure de Paris", clock_day: "+1 jour", clock_hour: "+1 heure", clock_morning: "Prochain 8 h",
  clock_now: "Revenir à maintenant", clock_set: "Régler", clock_when: "Date et heure à Paris", close: "Fermer",
  commands: "Commandes", commands_none: "Le bot n’a défini aucune commande pour cette discussion.", commands_open: "Commandes du bot",
  contact: "Contact", custom: "Autres coordonnées", deleted: "supprimé", demote: "Retirer les droits d’admin",
  edit: "Modifier", edited: "modifié", editing: "Modification", fault_done: "Le prochain appel concerné subira : {kind}.",
  fault_intro: "Faites échouer le prochain appel du bot et voyez comment il s’en sort.", fault_method: "Quel appel", fault_times: "Fois",
  fault_any: "Toute méthode", faults: "Pannes", faults_cleared: "Plus aucune panne.", file: "Fichier", forum: "Avec des sujets",
  fault_bad_gateway: "Passerelle en panne, page HTML", fault_blocked: "Bloqué par la personne", fault_broken_json: "Une réponse qui n’est pas du JSON", fault_close_after: "Exécuté, puis la ligne coupe", fault_flood: "Trop de requêtes", fault_hang: "Accepté, puis rien", fault_here: "Seulement dans la discussion ouverte", fault_no_rights: "Droits insuffisants", fault_topic_deleted: "Le sujet n’existe plus", fault_unauthorized: "Jeton refusé",
  forwarded: "Transféré de {name}", general: "Général", group_new: "Nouveau groupe", group_title: "Titre", inline_none: "Aucun résultat.", inline_results: "Résultats",
  joins: "Arrivée de {names}", join: "Rejoindre", join_note: "{name} n’est pas dans ce groupe.", language: "Langue", latitude: "Latitude", leave: "Quitter",
  leaves: "{name} a quitté le groupe", less: "Réduire", longitude: "Longitude", lost: "Connexion perdue. Nouvel essai…",
  make: "Créer", members: "{n} membres", member: "1 membre", menu: "Menu", message: "Message", message_to: "Message à {name}", messages: "Messages", more: "Voir la suite",
  name: "Nom", near: "Près de {name}", new_messages: "Nouveaux messages", nothing: "Rien ici pour l’instant", nothing_text: "Écrivez, ou touchez Démarrer comme dans Telegram.", nothing_group: "Écrivez pour commencer.", other: "Message d’un genre que cette page ne montre pas : {kind}",
  part: "Rôle affiché", person_new: "Nouvelle personne", photo: "Image", pinned: "Message épinglé", pinned_by: "{name} a épinglé : {text}", place: "Partager un lieu",
  place_choose: "Où êtes-vous, pour cette discussion ?", place_shared: "Lieu partagé", private: "discussion privée",
  promote: "Nommer admin", refused: "refusé", reopen: "Rouvrir le sujet", reply: "Répondre", reply_keyboard: "Réponses proposées", resident: "riverain", send: "Envoyer", share: "Partager",
  shut: "Fermer le sujet", shut_note: "Ce sujet est fermé.", skip: "Aller au champ de message", speak: "Parler en tant que", spoiler: "Texte masqué, appuyez pour l’afficher", start: "Démarrer", sticker: "Autocollant",
  title_new: "{name} a renommé le groupe « {text} »", today: "Aujourd’hui", topic_delete: "Supprimer le sujet", topic_new: "Nouveau sujet", topics: "Sujets",
  topic_made: "Sujet « {text} » créé", topic_shut: "Sujet fermé", topic_opened: "Sujet rouvert", topic_renamed: "Sujet renommé « {text} »",
  group_made: "{name} a créé le groupe", migrated: "Le groupe est devenu un supergroupe", unblock: "Débloquer", unread: "{n} non lus", unsupported: "Le bac à sable ne sait pas encore le faire.",
  venue: "Lieu", via: "via @{name}", violations: "Écarts au contrat", world: "Monde", world_here: "{person} dans « {chat} »", you: "Vous", yesterday: "Hier",
};

export const locale = navigator.language.toLowerCase().startsWith("fr") ? "fr-FR" : "en-GB";
const WORDS = locale === "fr-FR" ? FRENCH : ENGLISH;

/** The words for a key, with its {blanks} filled; an unknown key shows itself rather than nothing. */
export function label(key, blanks = {}) {
  return (WORDS[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(blanks[name] ?? ""));
}

/** Fills the skeleton's `data-text` and `data-label` attributes, and says which language the page speaks. */
export function labelPage(root = document) {
  document.documentElement.lang = locale.slice(0, 2);
  for (const node of root.querySelectorAll("[data-text]")) node.textContent = label(node.dataset.text);
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", label(node.dataset.label));
    if (node.tagName === "BUTTON") node.title = label(node.dataset.label);
  }
}
