// Saving what is on the page: pictures as SVG or PNG, the history as CSV.
import { button, h } from "../dom.mjs";
import { say } from "../words.mjs";

const KEPT = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "opacity",
  "font-size",
  "font-weight",
  "font-family",
  "text-anchor",
];

export function save(name, content, type) {
  const place = URL.createObjectURL(new Blob([content], { type }));
  const link = h("a", { href: place, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(place), 10000);
}

// A copy of a drawing that needs no style sheet.
function alone(drawing) {
  const shelf = h("div", { class: "unseen", "aria-hidden": "true" });
  const attached = drawing.ownerDocument === document && drawing.isConnected;
  if (!attached) {
    shelf.append(drawing);
    document.body.append(shelf);
  }
  const copy = drawing.cloneNode(true);
  const own = [drawing, ...drawing.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((one, at) => {
    const style = getComputedStyle(own[at]);
    for (const name of KEPT) one.setAttribute(name, style.getPropertyValue(name));
    const moved = own[at].style?.transform;
    if (moved) {
      one.removeAttribute("style");
      one.setAttribute("transform", moved.replaceAll("px", ""));
    }
  });
  const box = drawing.viewBox.baseVal;
  const [wide, high] = box?.width
    ? [box.width, box.height]
    : [drawing.clientWidth, drawing.clientHeight];
  copy.setAttribute("width", wide);
  copy.setAttribute("height", high);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  shelf.remove();
  return { text: new XMLSerializer().serializeToString(copy), wide, high };
}

async function painted({ text, wide, high }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = h("canvas", { width: Math.ceil(wide * 2), height: Math.ceil(high * 2) });
  const brush = canvas.getContext("2d");
  brush.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--sheet");
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

export async function savePicture(name, drawing, kind) {
  const picture = alone(drawing);
  if (kind === "svg") save(`${name}.svg`, picture.text, "image/svg+xml");
  else save(`${name}.png`, await painted(picture), "image/png");
}

// The history as the door tells it, every number whole.
export function historyCsv(view) {
  const names = Object.keys(view.history);
  const lines = view.history.year.map((_, step) =>
    [step, ...names.map((name) => view.history[name][step])].join(","),
  );
  return `${["step", ...names].join(",")}\n${lines.map((line) => `${line}\n`).join("")}`;
}

export function saveHistory(view) {
  save(`race-sim-${view.game.scenario}-${view.game.world}.csv`, historyCsv(view), "text/csv");
}

// A small menu to save a picture; `drawing()` gives it, or promises it.
export function saveMenu(name, drawing, more = []) {
  const menu = h("details", { class: "menu no-print" });
  const as = (kind) =>
    button(say(`save.${kind}`), async () => {
      await savePicture(name, await drawing(), kind);
    });
  menu.append(
    h("summary", { "aria-label": say("save.title") }, say("save.short")),
    h("div", { class: "menu-list" }, as("png"), as("svg"), more),
  );
  menu.lastChild.addEventListener("click", () => (menu.open = false));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  return menu;
}
