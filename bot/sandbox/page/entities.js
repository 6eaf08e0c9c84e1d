// Text with Telegram's entities. Their offsets are UTF-16 units, which is what JavaScript's strings count in.

import { el } from "./element.js";
import { label } from "./labels.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const PLAIN_TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote" };
const SAFE_ADDRESS = /^(https?|tg|mailto|tel):/i;

/**
 * The nodes of a text. The text is cut wherever an entity begins or ends; neighbouring pieces share the elements
 * they have in common, so nested entities nest and overlapping ones, which Telegram does not send, still show.
 * `actions` says what links do: {command(text), link(address, event)}.
 */
export function renderText(text, entities = [], actions = {}) {
  const root = document.createDocumentFragment();
  const ordered = entities.filter((entity) => entity.length > 0).sort(outermostFirst);
  const cuts = new Set([0, text.length]);
  for (const entity of ordered) cuts.add(entity.offset).add(Math.min(entity.offset + entity.length, text.length));
  const places = [...cuts].sort((one, other) => one - other);
  let open = [];
  for (let step = 0; step + 1 < places.length; step += 1) {
    const [from, to] = [places[step], places[step + 1]];
    const active = ordered.filter((entity) => entity.offset <= from && entity.offset + entity.length >= to);
    let shared = 0;
    while (shared < open.length && open[shared].entity === active[shared]) shared += 1;
    const closedBlock = open.slice(shared).some(({ entity }) => BLOCKS.has(entity.type));
    open = open.slice(0, shared);
    for (const entity of active.slice(shared)) {
      const whole = text.slice(entity.offset, entity.offset + entity.length);
      const element = entityElement(entity, whole, actions);
      (open.at(-1)?.element.inside ?? open.at(-1)?.element ?? root).append(element);
      open.push({ entity, element });
    }
    const piece = text.slice(from, to);
    // A block already ends its line: the line break written after it would show as an empty line.
    const shown = closedBlock && piece.startsWith("\n") ? piece.slice(1) : piece;
    (open.at(-1)?.element.inside ?? open.at(-1)?.element ?? root).append(shown);
  }
  return root;
}

function outermostFirst(one, other) {
  if (one.offset !== other.offset) return one.offset - other.offset;
  if (one.length !== other.length) return other.length - one.length;
  return Number(BLOCKS.has(other.type)) - Number(BLOCKS.has(one.type));
}

function entityElement(entity, whole, actions) {
  if (PLAIN_TAGS[entity.type]) return el(PLAIN_TAGS[entity.type]);
  switch (entity.type) {
    case "pre":
      return preformatted(entity);
    case "spoiler":
      return spoiler();
    case "expandable_blockquote":
      return expandable(whole);
    case "text_link":
      return link(entity.url, actions);
    case "url":
      return link(/^[a-z][a-z0-9+.-]*:/i.test(whole) ? whole : `https://${whole}`, actions);
    case "email":
      return link(`mailto:${whole}`, actions);
    case "phone_number":
      return link(`tel:${whole.replace(/[^\d+]/g, "")}`, actions);
    case "bot_command":
      return el("button", { type: "button", class: "command", on: { click: () => actions.command?.(whole) } });
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return el("span", { class: "mention" });
    default:
      return el("span", { "data-entity": entity.type });
  }
}

function preformatted(entity) {
  const node = el("pre", { tabindex: "0", "data-language": entity.language });
  node.inside = el("code");
  node.append(node.inside);
  return node;
}

function link(address, actions) {
  if (!SAFE_ADDRESS.test(address)) return el("span", { class: "mention", title: address });
  return el("a", {
    href: address, target: "_blank", rel: "noopener noreferrer", title: address,
    on: { click: (event) => actions.link?.(address, event) },
  });
}

function spoiler() {
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": label("spoiler") });
  node.inside = el("span", { class: "spoiler-text", "aria-hidden": "true" });
  node.append(node.inside);
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    node.classList.add("revealed");
    node.inside.removeAttribute("aria-hidden");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", reveal, { once: true });
  node.addEventListener("keydown", reveal);
  return node;
}

function expandable(whole) {
  const node = el("blockquote", { class: "expandable" });
  node.inside = el("div", { class: "expandable-text" });
  node.append(node.inside);
  if (whole.length < 130 && whole.split("\n").length < 4) return node;
  node.classList.add("folded");
  const button = el("button", { type: "button", class: "unfold", "aria-expanded": "false", text: label("more") });
  button.addEventListener("click", () => {
    const folded = node.classList.toggle("folded");
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = label(folded ? "more" : "less");
  });
  node.append(button);
  return node;
}
