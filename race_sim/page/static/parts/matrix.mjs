// The 2x2 stage game with its best-reply arrows and its name. The United States choose the row,
// China the column; an arrow points to what pays its side better, the other's choice being given.
import { h, svg } from "../dom.mjs";
import { number, say } from "../words.mjs";

const ACTIONS = ["I", "A"];

// Payoffs of both sides when the United States do `us` and China does `cn`.
export function payoffsAt(matrix, us, cn) {
  const own = { II: "both_invest", IA: "invest_alone", AI: "accelerate_alone", AA: "both_accelerate" };
  return [matrix.us[own[us + cn]], matrix.cn[own[cn + us]]];
}

// The joint actions from which neither side wants to move.
export function restingCells(matrix) {
  return ACTIONS.flatMap((us) => ACTIONS.map((cn) => [us, cn])).filter(
    ([us, cn]) => matrix.us_replies[cn] === us && matrix.cn_replies[us] === cn,
  );
}

function cell(matrix, us, cn, resting, now) {
  const [own, rival] = payoffsAt(matrix, us, cn);
  const rests = resting.some(([a, b]) => a === us && b === cn);
  const is_now = now && now[0] === us && now[1] === cn;
  const label = say("matrix.cell", {
    us: say(`action.${us}`),
    cn: say(`action.${cn}`),
    us_payoff: number(own),
    cn_payoff: number(rival),
  });
  return h(
    "div",
    { class: `cell${rests ? " rest" : ""}${is_now ? " now" : ""}`, role: "img", "aria-label": label },
    h("b", { class: "us" }, number(own)),
    h("b", { class: "cn" }, number(rival)),
  );
}

// An arrow that turns when the best reply does: 0 degrees points right.
function arrow(side, degrees, label) {
  return h(
    "div",
    { class: `arrow ${side}`, role: "img", "aria-label": label },
    svg(
      "svg",
      { viewBox: "0 0 24 24", style: null, "aria-hidden": "true" },
      svg(
        "g",
        { transform: `rotate(${degrees} 12 12)` },
        svg("path", {
          d: "M3 12 H17 M11 5 L19 12 L11 19",
          fill: "none",
          stroke: "currentColor",
          "stroke-width": side === "us" ? 3 : 2.6,
          "stroke-dasharray": side === "us" ? null : "4 2",
          "stroke-linecap": "round",
          "stroke-linejoin": "round",
        }),
      ),
    ),
  );
}

function acrossArrow(matrix, us) {
  const to = matrix.cn_replies[us];
  const label = say("matrix.reply", {
    side: say("side.cn"),
    rival: say("side.us"),
    given: say(`doing.${us}`),
    reply: say(`action.${to}`),
  });
  return arrow("cn", to === "A" ? 0 : 180, label);
}

function downArrow(matrix, cn) {
  const to = matrix.us_replies[cn];
  const label = say("matrix.reply", {
    side: say("side.us"),
    rival: say("side.cn"),
    given: say(`doing.${cn}`),
    reply: say(`action.${to}`),
  });
  return arrow("us", to === "A" ? 90 : 270, label);
}

// `now`: the pair of letters last played, to be marked.
export function matrixPart(matrix, now = null) {
  const resting = restingCells(matrix);
  const column = (letter) =>
    h("div", { class: "column cn" }, h("span", { class: "sign cn" }), say(`verb.${letter}`));
  const line = (letter) => h("div", { class: "line us" }, say(`verb.${letter}`));
  const blank = () => h("div", {});
  return h(
    "section",
    { class: "sheet", "aria-label": say("matrix.title") },
    h("h2", { text: say("matrix.title") }),
    h(
      "div",
      { class: "matrix" },
      h("div", { class: "corner" }),
      column("I"),
      blank(),
      column("A"),
      line("I"),
      cell(matrix, "I", "I", resting, now),
      acrossArrow(matrix, "I"),
      cell(matrix, "I", "A", resting, now),
      blank(),
      downArrow(matrix, "I"),
      blank(),
      downArrow(matrix, "A"),
      line("A"),
      cell(matrix, "A", "I", resting, now),
      acrossArrow(matrix, "A"),
      cell(matrix, "A", "A", resting, now),
    ),
    h(
      "p",
      { class: "named" },
      h("strong", { text: matrix.title }),
      h("span", { class: "soft", text: `: ${matrix.meaning}.` }),
    ),
    h("p", { class: "small soft", text: say("matrix.how") }),
  );
}
