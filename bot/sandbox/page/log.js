// The log of Bot API calls: the newest first, refusals in red, and what broke the contract.

import { exactTime } from "./clock.js";
import { byId, el, redraw } from "./element.js";
import { icon } from "./icons.js";
import { label } from "./labels.js";
import { world } from "./world.js";

const SHOWN = 200;
const SHORT = 160;

/** Draws the calls and the violations. */
export function drawLog() {
  byId("behind-mark").hidden = world.violations.length === 0;
  if (byId("drawer").hidden) return;
  const polling = byId("calls-polling").checked;
  const calls = world.calls.filter((call) => polling || call.method !== "getUpdates").slice(-SHOWN).reverse();
  redraw(byId("calls"), calls.map((call) => ({ key: String(call.n), signature: JSON.stringify(call), build: () => entry(call) })));
  byId("calls-none").hidden = calls.length > 0;
  byId("violations").hidden = world.violations.length === 0;
  byId("violations-list").replaceChildren(...world.violations.map((text) => el("li", { text })));
}

function entry(call) {
  const params = call.params ?? {};
  const refused = call.ok === false;
  const pending = call.ok === null || call.ok === undefined;
  const about = [params.chat_id, params.message_thread_id && `#${params.message_thread_id}`].filter(Boolean).join(" ");
  return el("details", { class: `call${refused ? " refused" : ""}${pending ? " pending" : ""}` },
    el("summary", {}, el("span", { class: "call-line" },
      el("span", { class: "call-dot", "aria-hidden": "true" }), el("code", { class: "call-method", text: call.method }),
      el("span", { class: "call-about", text: about }), el("time", { text: exactTime(moment(call.at)) })),
    refused && el("span", { class: "call-refusal" }, icon("warning"), `${call.code ?? label("refused")} ${call.description ?? ""}`),
    !refused && gist(params) && el("span", { class: "call-gist", text: gist(params), dir: "auto" })),
    el("pre", { class: "call-params", tabindex: "0", text: JSON.stringify(unpacked(params), null, 2) }));
}

function moment(at) {
  return new Date(typeof at === "number" ? at * 1000 : at);
}

/** The one parameter that tells what a call is about. */
function gist(params) {
  const telling = params.text ?? params.caption ?? params.callback_query_id ?? params.action ?? params.commands ?? params.allowed_updates;
  if (telling === undefined || telling === null) return "";
  const text = typeof telling === "string" ? telling : JSON.stringify(telling);
  return text.replace(/<[^>]+>/g, "").replace(/\s+/g, " ").slice(0, SHORT);
}

/** Parameters sent as JSON inside a form, opened up so that they can be read. */
function unpacked(params) {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => {
    if (typeof value !== "string" || !/^[[{]/.test(value)) return [name, value];
    try {
      return [name, JSON.parse(value)];
    } catch {
      return [name, value];
    }
  }));
}
