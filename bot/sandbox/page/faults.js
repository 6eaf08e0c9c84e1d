// The faults panel: what Telegram, or the line to it, may do to the bot's next calls.

import { byId, el } from "./element.js";
import { label } from "./labels.js";

// Each by the engine's own name, with what the bot will see of it.
const KINDS = [
  { kind: "flood", sign: "429" },
  { kind: "blocked", sign: "403" },
  { kind: "no_rights", sign: "400" },
  { kind: "topic_deleted", sign: "400" },
  { kind: "unauthorized", sign: "401" },
  { kind: "bad_gateway", sign: "502" },
  { kind: "hang", sign: "…" },
  { kind: "close_after", sign: "×" },
  { kind: "broken_json", sign: "{?" },
];
const METHODS = ["sendMessage", "sendPhoto", "editMessageText", "deleteMessage", "answerCallbackQuery", "pinChatMessage", "getUpdates"];

/** Fills the panel. `order(body)` and `clear()` ask the engine; `told(text)` reports what was ordered. */
export function prepareFaults(view, { order, clear, told }) {
  byId("fault-method").append(el("option", { value: "*", text: label("fault_any") }), ...METHODS.map((method) => el("option", { value: method, text: method })));
  byId("fault-method").value = "sendMessage";
  byId("fault-kinds").replaceChildren(...KINDS.map(({ kind, sign }) => el("button", {
    type: "button", class: "row fault", testid: `fault-${kind}`, on: { click: () => ask(kind) },
  }, el("span", { class: "fault-code", text: sign, "aria-hidden": "true" }), el("span", { text: label(`fault_${kind}`) }))));
  byId("fault-clear").addEventListener("click", async () => {
    if (await clear()) told(label("faults_cleared"));
  });

  async function ask(kind) {
    const body = { method: byId("fault-method").value, kind, times: Number(byId("fault-times").value) || 1 };
    if (byId("fault-here").checked) body.chat = view.chat;
    if (await order(body)) told(label("fault_done", { kind: label(`fault_${kind}`) }));
  }
}
