// The first thing one sees: a question, a picture of the race, and where to go.
import { h, svg } from "../dom.mjs";
import { call } from "../engine.mjs";
import { addressOf, packed } from "../links.mjs";
import { asked, usualSetting } from "../settings.mjs";
import { say } from "../words.mjs";
import { beginPart } from "../parts/chapter_list.mjs";
import { choicesPart } from "../parts/choices.mjs";

const DOORS = [
  ["sandbox", "#/sandbox"],
  ["compare", "#/compare"],
  ["card", "#/card"],
];

// Two lines that climb, what is unsafe between them and the ground they left, and one bad day.
function picture() {
  const us = "M20 176 C120 170 170 138 230 112 C300 82 380 58 460 30";
  const cn = "M20 196 C120 190 180 152 240 130 C262 122 268 150 300 150 C360 148 400 96 460 62";
  return svg(
    "svg",
    {
      class: "hero-picture",
      viewBox: "0 0 480 220",
      role: "img",
      "aria-label": say("welcome.picture"),
    },
    [44, 88, 132, 176].map((y) =>
      svg("line", { class: "hero-grid", x1: 12, x2: 468, y1: y, y2: y }),
    ),
    svg("path", {
      class: "hero-gap",
      d: `${us} L460 110 C380 126 300 150 230 164 C160 178 100 190 20 192 Z`,
    }),
    svg("line", { class: "hero-mark", x1: 256, x2: 256, y1: 18, y2: 206 }),
    svg("text", { class: "hero-sign", x: 256, y: 14, "text-anchor": "middle" }, "\u2622\uFE0E"),
    svg("path", { class: "hero-us", d: us, pathLength: 1 }),
    svg("path", { class: "hero-cn", d: cn }),
    svg("circle", { class: "hero-us-dot", cx: 460, cy: 30, r: 8 }),
    svg("circle", { class: "hero-cn-dot", cx: 460, cy: 62, r: 7 }),
  );
}

// The first choice is made here already: act first, and be told afterwards.
async function begin(letter) {
  const fresh = await call({ ask: "new_game", ...asked(usualSetting()) });
  const game = fresh.error
    ? null
    : (await call({ ask: "move", game: fresh.game, us: letter })).game;
  location.hash = game ? addressOf("play", { game: packed(game) }) : "#/play";
}

export function show(main) {
  const doors = DOORS.map(([name, place]) =>
    h(
      "a",
      { class: "door", href: place },
      h("strong", { text: say(`welcome.door.${name}.title`) }),
      h("span", { text: say(`welcome.door.${name}.text`) }),
    ),
  );
  main.append(
    h(
      "div",
      { class: "hero" },
      h(
        "div",
        { class: "hero-words" },
        h("h1", { text: say("welcome.title") }),
        h("p", { class: "lead", text: say("welcome.text") }),
        beginPart(),
        h("p", { text: say("welcome.first") }),
        choicesPart("us", begin),
      ),
      picture(),
    ),
    h("h2", { text: say("welcome.doors") }),
    h("div", { class: "doors" }, doors),
    h("p", { class: "small soft", text: say("welcome.private") }),
  );
  const pressed = (event) => {
    const letter = event.key.toUpperCase();
    if (!event.ctrlKey && !event.metaKey && !event.altKey && (letter === "A" || letter === "I"))
      begin(letter);
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}
