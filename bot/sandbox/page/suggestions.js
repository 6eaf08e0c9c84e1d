// The panel above the message box: commands or inline results, walked with the arrow keys as a listbox.

import { byId, el } from "./element.js";

let items = [];
let active = -1;
let choose = null;

/** Shows `given`, a list of {key, title, text, value}; `chosen(value)` runs on Enter or a click. An empty list closes the panel. */
export function suggest(given, heading, chosen) {
  items = given;
  active = -1;
  choose = chosen;
  const panel = byId("suggestions");
  panel.hidden = items.length === 0;
  panel.setAttribute("aria-label", heading);
  panel.replaceChildren(...items.map((item, place) => el("div", {
    id: `suggestion-${place}`, class: "suggestion", role: "option", "aria-selected": "false", testid: "suggestion",
    on: { click: () => pick(place), mousedown: (event) => event.preventDefault() },
  }, el("strong", { text: item.title, dir: "auto" }), item.text && el("span", { text: item.text, dir: "auto" }))));
  byId("composer-text").setAttribute("aria-expanded", String(items.length > 0));
  byId("composer-text").removeAttribute("aria-activedescendant");
}

export function closeSuggestions() {
  suggest([], "", null);
}

export function suggesting() {
  return items.length > 0;
}

/** Handles a key of the message box; true when the panel used it. Tab hands the chosen (or first) value to `complete`. */
export function suggestionKey(event, complete) {
  if (!items.length) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    highlight(active < 0 && step < 0 ? items.length - 1 : (active + step + items.length) % items.length);
  } else if (event.key === "Escape") {
    closeSuggestions();
  } else if (event.key === "Enter" && active >= 0) {
    pick(active);
  } else if (event.key === "Tab" && !event.shiftKey && complete) {
    complete(items[Math.max(active, 0)].value);
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}

function highlight(place) {
  active = place;
  for (const [index, node] of [...byId("suggestions").children].entries()) {
    node.setAttribute("aria-selected", String(index === place));
    if (index === place) node.scrollIntoView({ block: "nearest" });
  }
  byId("composer-text").setAttribute("aria-activedescendant", `suggestion-${place}`);
}

function pick(place) {
  const [item, react] = [items[place], choose];
  closeSuggestions();
  react?.(item.value);
}
