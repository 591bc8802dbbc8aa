// What both sides have done, a sign a quarter: a triangle for accelerating, a dot for investing.
import { h, svg } from "../dom.mjs";
import { say } from "../words.mjs";

const STEP = 10;
const LINE = 40; // the height of a line of both sides
const NARROW = "(max-width: 44rem)"; // where a line holds half as much
const ROWS = { us: 9, cn: 25 };

function sign(invests, x, y) {
  if (invests) return svg("circle", { class: "ending-calm", cx: x, cy: y, r: 3.4 });
  return svg("path", {
    class: "accelerated",
    d: `M${x} ${y - 4.2} L${x + 4} ${y + 3} L${x - 4} ${y + 3} Z`,
  });
}

// `steps`: how many there may be; `picked`: the step that is marked; `pick(step)` takes a click.
export function movesPart(history, steps, picked = null, pick = null) {
  const across = matchMedia(NARROW).matches ? Math.ceil(steps / 2) : Math.max(steps, 1);
  const lines = Math.max(1, Math.ceil(history.year.length / across));
  const place = (step) => [(step % across) * STEP, Math.floor(step / across) * LINE];
  const count = { us: 0, cn: 0 };
  const marks = [];
  for (const side of ["us", "cn"]) {
    history[`${side}_invests`].forEach((invests, step) => {
      if (invests) count[side] += 1;
      const [x, y] = place(step);
      marks.push(sign(invests, x + STEP / 2, y + ROWS[side]));
    });
  }
  const label = say("moves.alt", { of: history.year.length, us: count.us, cn: count.cn });
  const drawing = svg(
    "svg",
    {
      class: pick ? "moves can-pick" : "moves",
      viewBox: `0 0 ${across * STEP} ${lines * LINE - 6}`,
      role: "img",
      "aria-label": label,
    },
    picked === null
      ? null
      : svg("rect", {
          class: "picked-step",
          x: place(picked)[0],
          y: place(picked)[1] + 1,
          width: STEP,
          height: 32,
          rx: 3,
        }),
    marks,
  );
  if (pick) {
    drawing.addEventListener("click", (event) => {
      const box = drawing.getBoundingClientRect();
      const column = Math.floor(((event.clientX - box.left) / box.width) * across);
      const line = Math.floor(((event.clientY - box.top) / box.height) * lines);
      pick(line * across + column);
    });
  }
  return h(
    "div",
    { class: "moves-holder" },
    h(
      "div",
      { class: "moves-names small", "aria-hidden": "true" },
      Array.from({ length: lines }, () =>
        ["us", "cn"].map((side) => h("span", { class: side, text: say(`short.${side}`) })),
      ),
    ),
    drawing,
  );
}
