// The page's own words, English by default, French for a browser that asks for French.

import { ENGLISH } from "./english.js";
import { FRENCH } from "./french.js";

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
