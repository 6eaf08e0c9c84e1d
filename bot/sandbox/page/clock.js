// Time as Paris tells it: how dates are shown, and the sandbox's clock that one may move.

import { byId } from "./element.js";
import { label, locale } from "./labels.js";

const ZONE = "Europe/Paris";
const format = (options) => new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
const HOUR_MINUTE = format({ hour: "2-digit", minute: "2-digit" });
const SECONDS = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = format({ weekday: "long", day: "numeric", month: "long" });
const LONG_DAY = format({ weekday: "short", day: "numeric", month: "long", year: "numeric" });
const DAY_YEAR = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = format({ day: "numeric", month: "short" });
const FULL = format({ dateStyle: "full", timeStyle: "medium" });
const FIGURES = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
});

let toldNow = Date.now(); // the sandbox's time when it was last told, in milliseconds
let toldAt = performance.now();

/** The sandbox's present moment. */
export function now() {
  return new Date(toldNow + performance.now() - toldAt);
}

/** Takes the time the engine tells. */
export function setClock(clock) {
  if (!clock?.now) return;
  toldNow = Date.parse(clock.now);
  toldAt = performance.now();
  if (clock.next !== undefined) byId("clock-due").hidden = !clock.next;
  showClock(clock.offset ?? 0);
}

const fromSeconds = (seconds) => new Date(seconds * 1000);
export const clockTime = (seconds) => HOUR_MINUTE.format(fromSeconds(seconds));
export const fullTime = (seconds) => FULL.format(fromSeconds(seconds));
export const exactTime = (date) => (Number.isNaN(date.getTime()) ? "" : SECONDS.format(date));

/** A day as a key that sorts: 2026-11-22. */
export function dayKey(date) {
  const { year, month, day } = figures(date);
  return `${year}-${month}-${day}`;
}

/** A day in words: today, yesterday, or its date. */
export function dayWords(seconds) {
  const day = dayKey(fromSeconds(seconds));
  if (day === dayKey(now())) return label("today");
  if (day === dayKey(new Date(now().getTime() - 86_400_000))) return label("yesterday");
  return (day.slice(0, 4) === dayKey(now()).slice(0, 4) ? DAY : DAY_YEAR).format(fromSeconds(seconds));
}

/** The short time of a chat list: the hour today, the day before that. */
export function listTime(seconds) {
  const date = fromSeconds(seconds);
  return dayKey(date) === dayKey(now()) ? HOUR_MINUTE.format(date) : SHORT_DAY.format(date);
}

function figures(date) {
  return Object.fromEntries(FIGURES.formatToParts(date).map((part) => [part.type, part.value]));
}

/** The instant at which clocks in Paris show `wall` ("2026-11-22T08:00"); the first one where they show it twice. */
export function parisInstant(wall) {
  const asIfUtc = Date.parse(`${wall.length === 16 ? `${wall}:00` : wall}Z`);
  const shown = (instant) => {
    const { year, month, day, hour, minute, second } = figures(new Date(instant));
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  };
  for (const hours of [2, 1]) {
    const guess = asIfUtc - hours * 3_600_000;
    if (shown(guess) === asIfUtc) return new Date(guess);
  }
  return new Date(asIfUtc - 3_600_000); // an hour the spring change skips
}

/** The next time clocks in Paris show 08:00. */
export function nextMorning(from = now()) {
  const today = parisInstant(`${dayKey(from)}T08:00`);
  if (today > from) return today;
  const noon = parisInstant(`${dayKey(from)}T12:00`);
  return parisInstant(`${dayKey(new Date(noon.getTime() + 86_400_000))}T08:00`);
}

function showClock(offset) {
  byId("clock-now").textContent = SECONDS.format(now());
  byId("clock-now").setAttribute("datetime", now().toISOString());
  byId("clock-day").textContent = LONG_DAY.format(now());
  if (offset !== undefined) byId("clock").classList.toggle("moved", Math.abs(offset) >= 1);
}

/** Makes the clock tick and its buttons work; `move(body)` asks the engine. */
export function prepareClock(move) {
  setInterval(() => showClock(), 1000);
  const moves = {
    "clock-hour": () => ({ advance: 3600 }),
    "clock-advance-day": () => ({ advance: 86_400 }),
    "clock-due": () => ({ next: true }),
    "clock-morning": () => ({ set: nextMorning().toISOString() }),
    "clock-reset": () => ({ reset: true }),
  };
  for (const [id, body] of Object.entries(moves)) byId(id).addEventListener("click", () => move(body()));
  byId("clock-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const wall = byId("clock-when").value;
    if (wall) move({ set: parisInstant(wall).toISOString() });
  });
  byId("clock-details").addEventListener("toggle", () => {
    const { hour, minute } = figures(now());
    byId("clock-when").value = `${dayKey(now())}T${hour}:${minute}`;
  });
}
