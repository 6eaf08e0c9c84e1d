// The page's own drawings, 24 by 24, stroked in the colour of the text around them.

const NAMESPACE = "http://www.w3.org/2000/svg";

const PATHS = {
  back: "M15 5l-7 7 7 7",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M5.6 5.6l12.8 12.8",
  close: "M6 6l12 12M18 6L6 18",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5V12l3 2",
  edit: "M4 20l1-4L16.5 4.5a1.8 1.8 0 0 1 2.6 0l.4.4a1.8 1.8 0 0 1 0 2.6L8 19z",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  group: "M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11M3 19c.4-3.4 2.8-5.2 6-5.2s5.6 1.8 6 5.2M15.5 5a3 3 0 0 1 0 5.8M17.5 14.2c2 .7 3.2 2.4 3.5 4.8",
  link: "M8 16L17 7M9 7h8v8",
  menu: "M5 7h14M5 12h14M5 17h9",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  place: "M12 21s6.5-5.6 6.5-11a6.5 6.5 0 0 0-13 0C5.5 15.4 12 21 12 21M12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6",
  panel: "M4 5h16v14H4zM14.5 5v14",
  plus: "M12 5v14M5 12h14",
  reply: "M10 7l-5 5 5 5M5 12h8a6 6 0 0 1 6 6v1",
  send: "M12 19V6M6 11.5l6-6 6 6",
  lock: "M7 11h10v9H7zM9 11V8a3 3 0 0 1 6 0v3",
  wave: "M3 9.5c2 0 2.5-2 4.5-2s2.5 2 4.5 2 2.5-2 4.5-2 2.5 2 4.5 2M3 15.5c2 0 2.5-2 4.5-2s2.5 2 4.5 2 2.5-2 4.5-2 2.5 2 4.5 2",
  warning: "M12 4l9 16H3zM12 10v4M12 17v.2",
};

/** One drawing by its name; screen readers do not see it. */
export function icon(name) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" })) {
    svg.setAttribute(key, value);
  }
  svg.append(shape("path", { d: PATHS[name] }));
  return svg;
}

/** Any SVG shape with its attributes. */
export function shape(tag, attributes) {
  const node = document.createElementNS(NAMESPACE, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** A small schematic map around a point: streets that depend on the coordinates alone, water, and a pin. Asks nobody. */
export function mapSketch(latitude, longitude) {
  const svg = shape("svg", { viewBox: "0 0 260 120", class: "map", "aria-hidden": "true", preserveAspectRatio: "xMidYMid slice" });
  const wander = (step) => (Math.abs(Math.sin(latitude * 911 + longitude * 357 + step * 12.9)) * 1000) % 1;
  svg.append(shape("rect", { width: 260, height: 120, class: "map-land" }));
  const turn = Math.round(wander(1) * 40 - 20);
  const streets = shape("g", { transform: `rotate(${turn} 130 60)`, class: "map-streets" });
  for (let step = 0; step < 7; step += 1) {
    const along = -30 + step * 52 + wander(step) * 18;
    streets.append(shape("path", { d: `M${along} -120V240`, "stroke-width": step % 3 ? 3 : 7 }));
    streets.append(shape("path", { d: `M-90 ${along - 60}H350`, "stroke-width": step % 2 ? 3 : 6 }));
  }
  svg.append(streets);
  const bend = 18 + wander(9) * 26;
  svg.append(shape("path", { d: `M-10 ${bend + 70}C70 ${bend + 38} 150 ${bend + 92} 270 ${bend + 44}`, class: "map-water" }));
  svg.append(shape("path", { d: "M130 74s15-13 15-27a15 15 0 0 0-30 0c0 14 15 27 15 27", class: "map-pin" }));
  svg.append(shape("circle", { cx: 130, cy: 47, r: 5, class: "map-eye" }));
  return svg;
}
