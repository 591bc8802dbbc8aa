// Equally likely endings, a dot each, in bands by how well one's own side fares. Harm has a long
// tail, so that bands widen downwards; a catastrophe stands apart at the left. Dots are sized by
// the fullest band, and so never overflow.
import { h, styled, svg } from "../dom.mjs";
import { number, say } from "../words.mjs";

export const EDGES = [-100, -30, -10, -3, -1, 0, 1];
export const KINDS = ["calm", "moment", "moments", "transition", "lost", "catastrophe"];
const BASE = 8;
const LARGEST = 17;

export function kindOf(ending) {
  if (ending.ending === "catastrophe") return "catastrophe";
  if (ending.ending === "transition") return ending.lost_at_finish ? "lost" : "transition";
  if (ending.chernobyl_moments > 1) return "moments";
  return ending.chernobyl_moments > 0 ? "moment" : "calm";
}

export function bandOf(ending, side) {
  if (ending.ending === "catastrophe") return 0;
  const value = ending[`${side}_welfare`];
  return 1 + EDGES.filter((edge) => value >= edge).length;
}

export function tallyOf(endings) {
  const count = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
  for (const ending of endings) count[kindOf(ending)] += 1;
  return count;
}

// The value below which a share of the endings lies.
export function quantileOf(endings, side, share) {
  const values = endings.map((ending) => ending[`${side}_welfare`]).sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(share * values.length))];
}

// How many dots stand beside each other in a band, and how large they are.
function fit(most, width, height) {
  let best = { across: 1, size: 0 };
  for (let across = 1; across <= 14; across += 1) {
    const size = Math.min(width / across, height / Math.ceil(most / across), LARGEST);
    if (size > best.size + 1e-9) best = { across, size };
  }
  return best;
}

// Where each dot stands: from the worst to the best, band by band.
export function placed(endings, side, width, height) {
  const bands = Array.from({ length: EDGES.length + 2 }, () => []);
  endings.forEach((ending, number) =>
    bands[bandOf(ending, side)].push({ ending, number, kind: kindOf(ending) }),
  );
  const column = width / bands.length;
  const { across, size } = fit(
    Math.max(1, ...bands.map((band) => band.length)),
    column - 5,
    height,
  );
  const dots = [];
  bands.forEach((band, at) => {
    band.sort((a, b) => a.ending[`${side}_welfare`] - b.ending[`${side}_welfare`]);
    const wide = Math.min(across, band.length);
    band.forEach((one, place) => {
      const x = (at + 0.5) * column + ((place % across) - (wide - 1) / 2) * size;
      dots.push({ ...one, band: at, x, y: height - (Math.floor(place / across) + 0.5) * size });
    });
  });
  return { dots, column, size };
}

export function glyph(kind, size) {
  const r = size * 0.42;
  if (kind === "catastrophe") {
    const d = `M${-r} ${-r} L${r} ${r} M${r} ${-r} L${-r} ${r}`;
    return svg("path", { class: "cross", d, "stroke-width": Math.max(1.8, r * 0.5) });
  }
  if (kind === "moment" || kind === "moments")
    return svg("path", {
      class: `ending-${kind}`,
      "stroke-width": Math.max(1.4, r * 0.36),
      d: `M0 ${-r * 1.1} L${r * 1.1} ${r * 0.85} L${-r * 1.1} ${r * 0.85} Z`,
    });
  if (kind === "transition" || kind === "lost")
    return svg("path", {
      class: `ending-${kind}`,
      "stroke-width": Math.max(1.4, r * 0.36),
      d: `M0 ${-r * 1.15} L${r * 1.15} 0 L0 ${r * 1.15} L${-r * 1.15} 0 Z`,
    });
  return svg("circle", { class: "ending-calm", r });
}

export function keyGlyph(kind) {
  return svg(
    "svg",
    { class: "key", viewBox: "-8 -8 16 16", "aria-hidden": "true" },
    glyph(kind, 17),
  );
}

export function dotLabel(ending, side) {
  return say("endings.dot", {
    kind: say(`endings.kind.${kindOf(ending)}`),
    welfare: number(ending[`${side}_welfare`], 1),
  });
}

// The plot alone. `choose(number)`: called when a dot is chosen; `mine`: an outcome to be marked.
export class Dots {
  constructor({ choose = null, height = 190, label = "" } = {}) {
    this.choose = choose;
    this.height = height;
    this.label = label;
    this.groups = new Map();
    this.frame = svg("g");
    this.field = svg("g");
    this.element = svg(
      "svg",
      { class: "dots", role: choose ? "group" : "img" },
      this.frame,
      this.field,
    );
    this.field.addEventListener("click", (event) =>
      this.choose?.(Number(event.target.closest(".dot").dataset.number)),
    );
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.watch = new ResizeObserver(
      () =>
        this.shown &&
        Math.abs(this.element.clientWidth - this.width) > 1 &&
        this.update(this.shown),
    );
    this.watch.observe(this.element);
  }

  pressed(event) {
    const group = event.target.closest(".dot");
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose?.(Number(group.dataset.number));
    }
    const to = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!to) return;
    event.preventDefault();
    const all = this.order;
    const next = all[(all.indexOf(group) + to + all.length) % all.length];
    for (const one of all) one.setAttribute("tabindex", one === next ? 0 : -1);
    next.focus();
  }

  update(shown) {
    this.shown = shown;
    const { endings, side, mine = null, picked = null, names = null } = shown;
    this.width = this.element.clientWidth || 360;
    const foot = 22;
    this.element.setAttribute("viewBox", `0 0 ${this.width} ${this.height + BASE + foot}`);
    this.element.setAttribute("aria-label", this.label || altOf(endings, side));
    const { dots, column, size } = placed(endings, side, this.width, this.height);
    this.drawFrame(column, side, mine);
    this.element.classList.toggle("many", endings.length > 100); // too many to be moved smoothly
    const seen = new Set();
    this.order = dots.map((dot) => {
      seen.add(dot.number);
      let group = this.groups.get(dot.number);
      if (!group) {
        group = svg("g", {
          class: "dot",
          "data-number": dot.number,
          role: this.choose ? "button" : null,
        });
        this.groups.set(dot.number, group);
      }
      const title = names
        ? `${names[dot.number]}: ${dotLabel(dot.ending, side)}`
        : dotLabel(dot.ending, side);
      group.classList.toggle("picked", dot.number === picked);
      const drawn = `${title} ${size}`;
      if (group.drawn !== drawn) {
        group.drawn = drawn;
        if (this.choose) group.setAttribute("aria-label", title);
        group.replaceChildren(
          svg("title", {}, title),
          svg("rect", {
            x: -size / 2,
            y: -size / 2,
            width: size,
            height: size,
            rx: size / 3,
            class: "hit",
          }),
          glyph(dot.kind, size),
        );
      }
      styled(group, {
        transform: `translate(${dot.x.toFixed(1)}px, ${(dot.y + BASE).toFixed(1)}px)`,
      });
      if (this.choose) group.setAttribute("tabindex", -1);
      return group;
    });
    for (const [number, group] of this.groups) {
      if (!seen.has(number)) {
        group.remove();
        this.groups.delete(number);
      }
    }
    for (const group of this.order) if (group.parentNode !== this.field) this.field.append(group);
    if (this.choose) this.order.at(Math.floor(this.order.length / 2))?.setAttribute("tabindex", 0);
  }

  drawFrame(column, side, mine) {
    const { width, height } = this;
    const floor = height + BASE + 1;
    const lines = EDGES.map((edge, at) => {
      const x = (at + 2) * column;
      return [
        svg("line", {
          class: edge === 0 ? "edge zero" : "edge",
          x1: x,
          x2: x,
          y1: edge === 0 ? 0 : floor - 6,
          y2: floor + 4,
        }),
        svg("text", { x, y: floor + 18, "text-anchor": "middle" }, number(edge, 0)),
      ];
    });
    const band = mine ? bandOf(mine, side) : 0;
    this.frame.replaceChildren(
      svg("rect", { class: "pen", x: 1, y: 0, width: column - 4, height: floor, rx: 8 }),
      svg(
        "text",
        { class: "pen-name", x: column / 2 - 1, y: floor + 18, "text-anchor": "middle" },
        "\u2715",
      ),
      svg("line", { class: "floor", x1: column, x2: width, y1: floor, y2: floor }),
      ...lines.flat(),
      mine
        ? svg("rect", {
            class: "mine",
            x: band * column + 1,
            y: 1,
            width: column - 2,
            height: floor - 2,
            rx: 8,
          })
        : svg("g"),
    );
  }
}

export function altOf(endings, side) {
  const count = tallyOf(endings);
  return say("endings.alt", {
    count: endings.length,
    side: say(`side.${side}`),
    catastrophes: count.catastrophe,
    moments: count.moment + count.moments,
    middle: number(quantileOf(endings, side, 0.5), 1),
    worst: number(quantileOf(endings, side, 0.1), 1),
  });
}

export function tallyPart(endings) {
  const count = tallyOf(endings);
  return h(
    "ul",
    { class: "tally" },
    KINDS.filter((kind) => count[kind] > 0).map((kind) =>
      h(
        "li",
        {},
        keyGlyph(kind),
        say(`endings.count.${kind}`, { count: count[kind], of: endings.length }),
      ),
    ),
  );
}

// The whole part, which stays on the page: title, plot, tally, and buttons to replay a future.
export class Endings {
  // `name`: what sets it apart where there are two.
  constructor({ choose = null, tools = null, level = "h2", name = "" } = {}) {
    this.name = name;
    this.dots = new Dots({ choose });
    this.heading = h(level);
    this.middle = h("p", { class: "middle" });
    this.tally = h("div");
    this.axis = h("p", { class: "axis small soft" });
    const pick = (name) =>
      h(
        "button",
        { class: "button small", type: "button", onclick: () => choose(this.pick(name)) },
        say(`endings.pick.${name}`),
      );
    this.element = h(
      "section",
      { class: "sheet endings" },
      h("div", { class: "titled" }, this.heading, tools),
      this.middle,
      this.dots.element,
      this.axis,
      this.tally,
      choose
        ? [
            h("p", { class: "small soft", text: say("endings.how") }),
            h("div", { class: "row no-print" }, ["worst", "middle", "best", "any"].map(pick)),
          ]
        : null,
    );
  }

  pick(name) {
    const order = this.dots.order.map((group) => Number(group.dataset.number));
    const at = {
      worst: 0,
      middle: Math.floor(order.length / 2),
      best: order.length - 1,
      any: Math.floor(Math.random() * order.length),
    }[name];
    return order[at];
  }

  // `before`: the middle ending before the last move, to say what the move has changed.
  update(forecast, side, { before = null, mine = null, picked = null } = {}) {
    const { endings } = forecast;
    const heading = [this.name, say("endings.title", { count: endings.length })]
      .filter(Boolean)
      .join(": ");
    this.heading.textContent = heading;
    this.element.setAttribute("aria-label", heading);
    const middle = number(quantileOf(endings, side, 0.5), 1);
    const worst = number(quantileOf(endings, side, 0.1), 1);
    const moved =
      before === null || number(before, 1) === middle
        ? ""
        : ` ${say("endings.before", { before: number(before, 1) })}`;
    this.middle.textContent = say("endings.middle", { middle, worst }) + moved;
    this.axis.textContent = say("endings.axis", { side: say(`side.${side}`) });
    this.dots.update({ endings, side, mine, picked });
    this.tally.replaceChildren(tallyPart(endings));
  }
}

export function endingsPart(forecast, side, choose = null, options = {}) {
  const part = new Endings({ choose, ...options });
  part.update(forecast, side);
  return part.element;
}
