// Short notices: what a pressed button answers, and what the engine refuses.

import { byId, el } from "./element.js";
import { icon } from "./icons.js";
import { label } from "./labels.js";

const SHOWN_FOR = { plain: 5000, error: 8000 };
const AT_MOST = 3;

/** Shows a notice over the conversation for a few seconds; `kind` is plain or error. */
export function toast(text, kind = "plain") {
  const box = byId("toasts");
  const node = el("div", { class: `toast ${kind}`, testid: "toast" }, kind === "error" && icon("warning"), el("span", { text, dir: "auto" }));
  box.append(node);
  while (box.children.length > AT_MOST) box.firstChild.remove();
  node.addEventListener("click", () => node.remove());
  setTimeout(() => node.remove(), SHOWN_FOR[kind]);
}

/** Shows a notice that waits to be closed, as Telegram does for an answer with `show_alert`. */
export function alertBox(title, text) {
  const close = el("button", { type: "button", class: "solid", text: label("alert_close") });
  const dialog = el("dialog", { class: "alert", testid: "toast", role: "alertdialog", "aria-labelledby": "alert-title", "aria-describedby": "alert-text" },
    el("h2", { id: "alert-title", text: title }), el("p", { id: "alert-text", text, dir: "auto" }), close);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Says something to screen readers alone. */
export function announce(text) {
  const line = el("p", { text });
  byId("announcer").append(line);
  while (byId("announcer").children.length > 6) byId("announcer").firstChild.remove();
}
