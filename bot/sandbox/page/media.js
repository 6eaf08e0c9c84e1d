// What a message can carry besides text: pictures, places, contacts, files; and a line for what this page does not know.

import { fileAddress } from "./control.js";
import { el } from "./element.js";
import { icon, mapSketch } from "./icons.js";
import { label } from "./labels.js";
import { nearest } from "./places.js";

const NOT_CONTENT = new Set([
  "message_id", "message_thread_id", "is_topic_message", "from", "sender_chat", "sender_business_bot", "sender_tag", "chat", "date", "edit_date", "edit_history",
  "reply_to_message", "external_reply", "quote", "via_bot", "forward_origin", "is_automatic_forward", "has_protected_content", "author_signature",
  "entities", "caption", "caption_entities", "link_preview_options", "reply_markup", "media_group_id", "show_caption_above_media", "has_media_spoiler",
  "deleted", "from_bot", "business_connection_id", "sender_boost_count", "text", "effect_id", "is_from_offline", "disable_notification",
]);

/** The element of a message's attachment, or null where it has none. */
export function renderMedia(message) {
  if (message.photo?.length) return picture(message);
  if (message.venue) return placeCard(message.venue.location, message.venue.title, message.venue.address);
  if (message.location) return placeCard(message.location, null, null);
  if (message.contact) return contactCard(message.contact);
  for (const kind of ["document", "video", "animation", "audio", "voice", "video_note"]) {
    if (message[kind]) return fileCard(message[kind], kind);
  }
  if (message.sticker) return el("div", { class: "sticker", text: message.sticker.emoji ?? label("sticker") });
  if (message.text === undefined && message.caption === undefined) return unknown(message);
  return null;
}

/** The keys a message of an unknown kind brings. */
export function unknownKind(message) {
  return Object.keys(message).filter((key) => !NOT_CONTENT.has(key)).join(", ");
}

function unknown(message) {
  return el("div", { class: "unknown", text: label("other", { kind: unknownKind(message) || "?" }) });
}

function picture(message) {
  const size = [...message.photo].sort((one, other) => one.width - other.width).at(-1);
  const words = message.caption ? `${label("photo")}: ${message.caption.slice(0, 120)}` : label("photo");
  const image = el("img", { src: fileAddress(size.file_id), alt: words, width: size.width, height: size.height, loading: "lazy", decoding: "async" });
  return el("button", { type: "button", class: "picture", "aria-label": words, on: { click: () => enlarge(image.src, words) } }, image);
}

function enlarge(address, words) {
  const close = el("button", { type: "button", class: "round close", "aria-label": label("close") }, icon("close"));
  const dialog = el("dialog", { class: "enlarged", "aria-label": label("photo") }, el("img", { src: address, alt: words }), close);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function placeCard({ latitude, longitude }, title, address) {
  const figures = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  const close = nearest(latitude, longitude);
  return el("div", { class: "place-card" }, mapSketch(latitude, longitude), el("div", { class: "place-words" },
    el("strong", { text: title ?? (close ? label("near", { name: close }) : label("place_shared")) }),
    address && el("span", { text: address }),
    el("a", { href: `geo:${latitude},${longitude}`, text: figures })));
}

function contactCard(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return el("div", { class: "card" }, el("span", { class: "avatar hue-3", "aria-hidden": "true", text: name.slice(0, 1) }),
    el("div", { class: "card-words" }, el("strong", { text: name }),
      el("a", { href: `tel:${contact.phone_number.replace(/[^\d+]/g, "")}`, text: contact.phone_number })));
}

function fileCard(file, kind) {
  const size = file.file_size ? `${Math.max(1, Math.round(file.file_size / 1024))} kB` : "";
  return el("a", { class: "card", href: fileAddress(file.file_id), target: "_blank", rel: "noopener" },
    el("span", { class: "avatar hue-5" }, icon("file")),
    el("div", { class: "card-words" }, el("strong", { text: file.file_name ?? kind }), el("span", { text: size })));
}
