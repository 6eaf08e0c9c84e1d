// Building page elements: one function for elements, one for redrawing a list without losing what has not changed.

/** An element with its attributes and children; `class`, `text`, `testid`, `on` and `value` are understood, null is skipped. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name === "testid") node.dataset.testid = value;
    else if (name === "value") node.value = value;
    else if (name === "on") for (const [event, react] of Object.entries(value)) node.addEventListener(event, react);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** The element of this id; the page's own skeleton is known to hold it. */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * Makes `container` show `wanted`, a list of {key, signature, build}. A child whose signature is unchanged is kept,
 * so focus, revealed spoilers and loaded pictures survive; a replaced child hands its focus to its successor.
 */
export function redraw(container, wanted) {
  const kept = new Map([...container.children].map((child) => [child.dataset.key, child]));
  let previous = null;
  for (const { key, signature, build } of wanted) {
    const old = kept.get(key);
    let node = old;
    if (!old || old.signature !== signature) {
      node = build();
      node.dataset.key = key;
      node.signature = signature;
      if (old) replace(old, node);
    }
    kept.delete(key);
    const after = previous ? previous.nextSibling : container.firstChild;
    if (after !== node) container.insertBefore(node, after);
    previous = node;
  }
  for (const child of kept.values()) child.remove();
}

function replace(old, node) {
  const focusable = "button, a[href], [tabindex]";
  const place = [...old.querySelectorAll(focusable)].indexOf(document.activeElement);
  old.replaceWith(node);
  if (place < 0) return;
  const successors = node.querySelectorAll(focusable);
  const next = successors[Math.min(place, successors.length - 1)];
  if (next) next.focus({ preventScroll: true });
}
