// The 2x2 stage game with its best-reply arrows and its name. The United States choose the row,
// China the column; an arrow points to what pays its side better, the other's choice being given.
import { h, styled, svg } from "../dom.mjs";
import { number, say } from "../words.mjs";

const ACTIONS = ["I", "A"];
const TURN = { us: { A: 90, I: -90 }, cn: { A: 0, I: 180 } };

// Payoffs of both sides when the United States do `us` and China does `cn`.
export function payoffsAt(matrix, us, cn) {
  const own = {
    II: "both_invest",
    IA: "invest_alone",
    AI: "accelerate_alone",
    AA: "both_accelerate",
  };
  return [matrix.us[own[us + cn]], matrix.cn[own[cn + us]]];
}

// The joint actions from which neither side wants to move.
export function restingCells(matrix) {
  return ACTIONS.flatMap((us) => ACTIONS.map((cn) => [us, cn])).filter(
    ([us, cn]) => matrix.us_replies[cn] === us && matrix.cn_replies[us] === cn,
  );
}

export function replyText(matrix, side, given) {
  const rival = side === "us" ? "cn" : "us";
  return say("matrix.reply", {
    side: say(`side.${side}`),
    rival: say(`side.${rival}`),
    given: say(`doing.${given}`),
    reply: say(`action.${matrix[`${side}_replies`][given]}`),
  });
}

function arrowPart(side) {
  const drawn = svg(
    "svg",
    { viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", {
      d: "M3 12 H17 M11 5 L19 12 L11 19",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": side === "us" ? 3.2 : 2.6,
      "stroke-dasharray": side === "us" ? null : "4 2.4",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
  return h("div", { class: `arrow ${side}`, role: "img" }, drawn);
}

// A matrix that stays on the page: `update` turns its arrows and changes its numbers.
export class Matrix {
  constructor({ title = say("matrix.title"), how = true, level = "h2" } = {}) {
    this.cells = {};
    this.arrows = {};
    for (const us of ACTIONS) {
      for (const cn of ACTIONS)
        this.cells[us + cn] = h(
          "div",
          { class: "cell", role: "img" },
          h("b", { class: "us" }),
          h("b", { class: "cn" }),
        );
    }
    for (const side of ["us", "cn"]) {
      for (const given of ACTIONS) this.arrows[side + given] = arrowPart(side);
    }
    this.name = h("strong");
    this.meaning = h("span", { class: "soft" });
    this.badge = h("span", { class: "badge", hidden: true, text: say("matrix.if") });
    const column = (letter) => h("div", { class: "column cn" }, say(`verb.${letter}`));
    const line = (letter) =>
      h("div", { class: "line us" }, h("span", { text: say(`verb.${letter}`) }));
    const blank = () => h("div");
    const { cells, arrows } = this;
    this.grid = h(
      "div",
      { class: "matrix" },
      [blank(), column("I"), blank(), column("A")],
      [line("I"), cells.II, arrows.cnI, cells.IA],
      [blank(), arrows.usI, blank(), arrows.usA],
      [line("A"), cells.AI, arrows.cnA, cells.AA],
    );
    const key = (side, where) =>
      h("span", { class: side }, h("span", { class: `sign ${side}` }), say(where));
    this.element = h(
      "section",
      { class: "sheet matrix-sheet", "aria-label": title },
      h("div", { class: "titled" }, h(level, { text: title }), this.badge),
      h("p", { class: "small key-line" }, key("us", "matrix.rows"), key("cn", "matrix.columns")),
      this.grid,
      h("p", { class: "named" }, this.name, " ", this.meaning),
      how
        ? h(
            "details",
            { class: "small" },
            h("summary", { text: say("matrix.read") }),
            h("p", { class: "soft", text: say("matrix.how") }),
          )
        : null,
    );
  }

  // `now`: the letters last played, to be marked; `is_if`: this is not the game that is played.
  update(matrix, now = null, is_if = false) {
    const resting = restingCells(matrix).map(([us, cn]) => us + cn);
    for (const [pair, cell] of Object.entries(this.cells)) {
      const [own, rival] = payoffsAt(matrix, pair[0], pair[1]);
      const is_now = now !== null && now[0] + now[1] === pair;
      cell.className = `cell${resting.includes(pair) ? " rest" : ""}${is_now ? " now" : ""}`;
      cell.children[0].textContent = number(own);
      cell.children[1].textContent = number(rival);
      const label = say("matrix.cell", {
        us: say(`action.${pair[0]}`),
        cn: say(`action.${pair[1]}`),
        us_payoff: number(own),
        cn_payoff: number(rival),
      });
      const more = [
        resting.includes(pair) ? say("matrix.rests") : "",
        is_now ? say("matrix.was") : "",
      ];
      cell.setAttribute("aria-label", [label, ...more].filter(Boolean).join(". "));
    }
    for (const side of ["us", "cn"]) {
      for (const given of ACTIONS) {
        const arrow = this.arrows[side + given];
        styled(arrow.firstChild, {
          transform: `rotate(${TURN[side][matrix[`${side}_replies`][given]]}deg)`,
        });
        arrow.setAttribute("aria-label", replyText(matrix, side, given));
      }
    }
    if (this.name.textContent && this.name.textContent !== matrix.title) {
      this.name.classList.remove("new");
      void this.name.offsetWidth; // so that the flash starts again
      this.name.classList.add("new");
    }
    this.name.textContent = matrix.title;
    this.meaning.textContent = `${matrix.meaning[0].toUpperCase()}${matrix.meaning.slice(1)}.`;
    this.badge.hidden = !is_if;
    this.element.classList.toggle("if", is_if);
    this.matrix = matrix;
  }
}

// `now`: the pair of letters last played, to be marked.
export function matrixPart(matrix, now = null, options = {}) {
  const part = new Matrix(options);
  part.update(matrix, now);
  return part.element;
}

// The same as one drawing, to be saved.
export function matrixPicture(matrix) {
  const text = (x, y, content, more = {}) =>
    svg(
      "text",
      { x, y, "text-anchor": "middle", fill: "var(--ink)", "font-size": 15, ...more },
      content,
    );
  const at = { I: 0, A: 1 };
  const resting = restingCells(matrix).map(([us, cn]) => us + cn);
  const boxes = ACTIONS.flatMap((us) =>
    ACTIONS.map((cn) => {
      const x = 110 + at[cn] * 190;
      const y = 66 + at[us] * 120;
      const [own, rival] = payoffsAt(matrix, us, cn);
      const rests = resting.includes(us + cn);
      return svg(
        "g",
        {},
        svg("rect", {
          x,
          y,
          width: 140,
          height: 72,
          rx: 10,
          fill: "var(--paper)",
          stroke: rests ? "var(--ink)" : "var(--line)",
          "stroke-width": rests ? 2.5 : 1,
        }),
        text(x + 70, y + 31, number(own), { fill: "var(--us)", "font-weight": 700 }),
        text(x + 70, y + 54, number(rival), { fill: "var(--cn)", "font-weight": 700 }),
      );
    }),
  );
  const arrow = (side, given, x, y) =>
    svg(
      "g",
      { transform: `translate(${x} ${y}) rotate(${TURN[side][matrix[`${side}_replies`][given]]})` },
      svg("path", {
        d: "M-11 0 H9 M3 -7 L11 0 L3 7",
        fill: "none",
        stroke: `var(--${side})`,
        "stroke-width": 3,
        "stroke-linecap": "round",
        "stroke-dasharray": side === "us" ? null : "5 3",
      }),
    );
  return svg(
    "svg",
    { viewBox: "0 0 460 330", width: 460, height: 330, "font-family": "system-ui, sans-serif" },
    svg("title", {}, `${matrix.title}: ${matrix.meaning}`),
    svg("rect", { width: 460, height: 330, fill: "var(--sheet)" }),
    text(275, 24, `${say("side.cn")}`, { fill: "var(--cn)", "font-weight": 700 }),
    ACTIONS.map((letter) =>
      text(180 + at[letter] * 190, 52, say(`verb.${letter}`), { fill: "var(--cn)" }),
    ),
    ACTIONS.map((letter) =>
      text(56, 107 + at[letter] * 120, say(`verb.${letter}`), { fill: "var(--us)" }),
    ),
    text(56, 24, say("side.us"), { fill: "var(--us)", "font-weight": 700, "font-size": 13 }),
    boxes,
    arrow("cn", "I", 275, 102),
    arrow("cn", "A", 275, 222),
    arrow("us", "I", 180, 162),
    arrow("us", "A", 370, 162),
    text(230, 294, matrix.title, { "font-weight": 700, "font-size": 17 }),
    text(230, 316, matrix.meaning, { fill: "var(--soft)", "font-size": 12 }),
  );
}
