// Elements in few words.
const SVG = "http://www.w3.org/2000/svg";

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

// Styles that depend on numbers; the content security policy allows them from a script only.
export function styled(element, styles) {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
  return element;
}

export function button(text, onclick, attributes = {}) {
  return h("button", { class: "button", type: "button", onclick, ...attributes }, text);
}

// A name before a control that belongs to it.
export function labelled(text, control, ...more) {
  return h("label", { class: "field" }, h("span", { text }), control, more);
}

// Say something to a screen reader without moving the focus.
export function announce(text) {
  document.getElementById("status").textContent = text;
}

export function calmMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
