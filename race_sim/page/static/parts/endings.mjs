// Equally likely endings as a dot plot: a dot a future, by how well one's own side fares in it.
import { h, svg } from "../dom.mjs";
import { number, say } from "../words.mjs";

const WIDTH = 560;
const HEIGHT = 190;
const BASE = HEIGHT - 34;
const BINS = 25;

export function kindOf(ending) {
  if (ending.ending === "catastrophe") return "catastrophe";
  if (ending.ending === "transition") return "transition";
  return ending.chernobyl_moments > 0 ? "moment" : "calm";
}

// The scale holds what nearly all endings come to; a catastrophe's welfare is far below.
function scaleOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length * 0.1)];
  const high = sorted[sorted.length - 1];
  const span = Math.max(high - low, 0.5);
  return { low: low - 0.06 * span, high: high + 0.06 * span };
}

// Which column each dot stands in, and how high.
export function stacked(endings, side) {
  const order = { calm: 0, moment: 1, transition: 2, catastrophe: 3 };
  const values = endings.map((ending) => ending[`${side}_welfare`]);
  const { low, high } = scaleOf(values);
  const heights = new Array(BINS).fill(0);
  const numbered = endings.map((ending, number) => ({ ending, number, kind: kindOf(ending) }));
  numbered.sort((a, b) => order[a.kind] - order[b.kind]);
  const dots = numbered.map((one) => {
    const value = one.ending[`${side}_welfare`];
    const place = Math.floor(((value - low) / (high - low)) * BINS);
    const bin = Math.min(BINS - 1, Math.max(0, place));
    heights[bin] += 1;
    return { ...one, bin, level: heights[bin] - 1 };
  });
  return { dots, low, high, tallest: Math.max(...heights) };
}

function mark(kind, x, y, radius) {
  if (kind === "catastrophe") {
    const r = radius * 0.9;
    return svg("path", {
      d: `M${x - r} ${y - r} L${x + r} ${y + r} M${x + r} ${y - r} L${x - r} ${y + r}`,
      stroke: "var(--bad-mark)",
      "stroke-width": Math.max(2, radius * 0.5),
      "stroke-linecap": "round",
    });
  }
  if (kind === "moment") {
    const r = radius * 1.05;
    return svg("path", {
      class: "ending-moment",
      d: `M${x} ${y - r} L${x + r} ${y + r * 0.8} L${x - r} ${y + r * 0.8} Z`,
    });
  }
  return svg("circle", { class: `ending-${kind}`, cx: x, cy: y, r: radius });
}

export function tallyOf(endings) {
  const count = { calm: 0, moment: 0, catastrophe: 0, transition: 0 };
  for (const ending of endings) count[kindOf(ending)] += 1;
  return count;
}

// `side`: whose welfare; `choose(number)`: called when a dot is chosen.
export function endingsPart(forecast, side, choose) {
  const { endings } = forecast;
  const { dots, low, high, tallest } = stacked(endings, side);
  const step = (WIDTH - 20) / BINS;
  const radius = Math.min(step / 2 - 1, (BASE - 8) / tallest / 2 - 0.5);
  const count = tallyOf(endings);
  const marks = dots.map(({ ending, number: at, kind, bin, level }) => {
    const x = 10 + (bin + 0.5) * step;
    const y = BASE - (level + 0.5) * (2 * radius + 1) - 2;
    const label = say("endings.dot", {
      kind: say(`endings.kind.${kind}`),
      welfare: number(ending[`${side}_welfare`], 1),
    });
    const group = svg(
      "g",
      { class: "dot", role: "button", tabindex: at === dots[0].number ? 0 : -1, "aria-label": label },
      svg("title", {}, label),
      svg("rect", { x: x - step / 2, y: y - radius, width: step, height: 2 * radius, fill: "transparent" }),
      mark(kind, x, y, radius),
    );
    group.addEventListener("click", () => choose(at));
    group.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose(at);
      }
      const to = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (to) {
        event.preventDefault();
        event.stopPropagation();
        const all = [...group.parentNode.querySelectorAll(".dot")];
        const next = all[(all.indexOf(group) + to + all.length) % all.length];
        for (const one of all) one.setAttribute("tabindex", one === next ? 0 : -1);
        next.focus();
      }
    });
    return group;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) =>
    svg(
      "text",
      { x: 10 + part * (WIDTH - 20), y: BASE + 16, "text-anchor": part === 0 ? "start" : part === 1 ? "end" : "middle" },
      number(low + part * (high - low), 1),
    ),
  );
  const said = ["calm", "moment", "transition", "catastrophe"].filter((kind) => count[kind] > 0);
  const heading = say("endings.title", { count: endings.length });
  return h(
    "section",
    { class: "sheet", "aria-label": heading },
    h("h2", { text: heading }),
    svg(
      "svg",
      { class: "dots", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": say("endings.alt", { count: endings.length, side: say(`side.${side}`), catastrophes: count.catastrophe, moments: count.moment }) },
      svg("line", { x1: 0, x2: WIDTH, y1: BASE, y2: BASE, stroke: "var(--line)", "stroke-width": 1.5 }),
      ticks,
      svg("text", { x: WIDTH / 2, y: HEIGHT - 2, "text-anchor": "middle" }, say("endings.axis", { side: say(`side.${side}`) })),
      marks,
    ),
    h(
      "ul",
      { class: "tally" },
      said.map((kind) =>
        h("li", {}, h("span", { class: `key ending-${kind}` }), say(`endings.count.${kind}`, { count: count[kind], of: endings.length })),
      ),
    ),
    h("p", { class: "small soft", text: say("endings.how") }),
  );
}
