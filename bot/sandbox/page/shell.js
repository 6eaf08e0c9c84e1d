// The frame around the chat: the drawer, its tabs, the way back on a phone, and keys that work everywhere.

import { byId } from "./element.js";
import { icon } from "./icons.js";
import { go } from "./view.js";
import { chatsOf } from "./world.js";

const WIDE = matchMedia("(min-width: 1100px)");
const PHONE = matchMedia("(max-width: 760px)");
const KEPT = "behind the scenes";

/** Whether there is room for one column only. */
export function narrow() {
  return PHONE.matches;
}

/** Makes the frame work. */
export function prepareShell(view, draw) {
  for (const node of document.querySelectorAll("[data-icon]")) node.prepend(icon(node.dataset.icon));
  const keep = (open) => {
    keepDrawer(open);
    draw();
  };
  const kept = sessionStorage.getItem(KEPT);
  showDrawer(kept === null ? WIDE.matches : kept === "open" && WIDE.matches);
  byId("drawer-toggle").addEventListener("click", () => keep(byId("drawer").hidden));
  byId("drawer-close").addEventListener("click", () => keep(false));
  byId("back").addEventListener("click", () => go({ open: false }));
  byId("skip").addEventListener("click", () => byId("composer-text").focus());
  byId("place-open").addEventListener("click", () => byId("place-dialog").showModal());
  prepareTabs();
  document.addEventListener("visibilitychange", draw);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !WIDE.matches && !byId("drawer").hidden && !document.querySelector("dialog[open]")) keep(false);
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const chats = chatsOf(view.person);
      const place = chats.findIndex((chat) => chat.id === view.chat) + (event.key === "ArrowDown" ? 1 : -1);
      if (chats[place]) go({ chat: chats[place].id, open: true });
    }
  });
}

function keepDrawer(open) {
  sessionStorage.setItem(KEPT, open ? "open" : "closed");
  showDrawer(open);
  byId(open ? "drawer-close" : "drawer-toggle").focus();
}

function showDrawer(open) {
  byId("drawer").hidden = !open;
  document.body.classList.toggle("with-drawer", open);
  byId("drawer-toggle").setAttribute("aria-expanded", String(open));
}

function prepareTabs() {
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  const choose = (chosen) => {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      byId(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
    }
  };
  tabs.forEach((tab, place) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(place + step + tabs.length) % tabs.length];
      choose(next);
      next.focus();
    });
  });
  choose(tabs[0]);
}
