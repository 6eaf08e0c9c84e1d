// Sharing a place: three known ones, or any coordinates.

import { byId, el } from "./element.js";
import { icon } from "./icons.js";
import { label } from "./labels.js";

const PRESETS = [
  { name: "Stalingrad", latitude: 48.8843, longitude: 2.3693 },
  { name: "La Villette", latitude: 48.8938, longitude: 2.3902 },
  { name: "La Chapelle", latitude: 48.8845, longitude: 2.3603 },
];
const NEAR_METRES = 700;
const METRES_A_DEGREE = 111_320;

/** The name of the known place within 700 m of a point, or null. */
export function nearest(latitude, longitude) {
  const away = (place) => {
    const north = (place.latitude - latitude) * METRES_A_DEGREE;
    const east = (place.longitude - longitude) * METRES_A_DEGREE * Math.cos((latitude * Math.PI) / 180);
    return Math.hypot(north, east);
  };
  const [closest] = [...PRESETS].sort((one, other) => away(one) - away(other));
  return away(closest) <= NEAR_METRES ? closest.name : null;
}

/** Fills the place dialog; `share(latitude, longitude)` runs when one is chosen. */
export function preparePlaces(share) {
  const dialog = byId("place-dialog");
  const choose = (latitude, longitude) => {
    dialog.close();
    share(latitude, longitude);
  };
  byId("place-presets").replaceChildren(...PRESETS.map((place) => el("button", {
    type: "button", class: "row", on: { click: () => choose(place.latitude, place.longitude) },
  }, icon("place"), el("span", { class: "row-words" }, el("strong", { text: place.name }), el("small", { text: `${place.latitude}, ${place.longitude}` })))));
  byId("place-form").addEventListener("submit", (event) => {
    event.preventDefault();
    choose(Number(byId("place-latitude").value), Number(byId("place-longitude").value));
  });
  byId("place-close").addEventListener("click", () => dialog.close());
  byId("place-open").title = label("place");
}

export function openPlaces() {
  byId("place-dialog").showModal();
}
