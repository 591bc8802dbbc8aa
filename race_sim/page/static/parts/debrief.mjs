// When it is over: what happened, how much of it was luck and how much choice, and a sheet to print.
import { button, h } from "../dom.mjs";
import { call } from "../engine.mjs";
import { settingOf } from "../settings.mjs";
import { state } from "../store.mjs";
import { entry, number, say } from "../words.mjs";
import { policyTitle } from "./chairs.mjs";
import { Dots, kindOf, quantileOf } from "./endings.mjs";
import { eventLine } from "./event_card.mjs";
import { movesPart } from "./moves.mjs";
import { problemPart } from "./problem.mjs";

const GRAVE = [
  "Chernobyl moment",
  "catastrophe",
  "transition",
  "agreement",
  "agreement ends",
  "breach",
];
const MOST_MOMENTS = 12;

// A quarter that ends with a year is of that year; the horizon is where the next one begins.
function yearOf(outcome) {
  return Math.floor(outcome.end_year - (outcome.ending === "horizon" ? 0 : 1e-6));
}

export function closingText(outcome) {
  const values = {
    year: yearOf(outcome),
    side: outcome.host
      ? say(`side.${outcome.host}`)
      : outcome.winner
        ? say(`side.${outcome.winner}`)
        : "",
  };
  const key = outcome.ending === "transition" && outcome.lost_at_finish ? "lost" : outcome.ending;
  return { title: say(`over.${key}.title`, values), text: say(`over.${key}.text`, values) };
}

function figures(outcome) {
  const row = (key, us, cn) =>
    h(
      "tr",
      {},
      h("th", { scope: "row", text: say(`figure.${key}`) }),
      h("td", { text: us }),
      h("td", { text: cn }),
    );
  const both = (key, name, digits = 1) =>
    row(key, number(outcome[`us_${name}`], digits), number(outcome[`cn_${name}`], digits));
  const share = (name) => `${number(100 * outcome[name], 0)} %`;
  return h(
    "table",
    { class: "figures" },
    h("caption", { class: "unseen", text: say("figure.title") }),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td"),
        h("th", { scope: "col", class: "us", text: say("side.us") }),
        h("th", { scope: "col", class: "cn", text: say("side.cn") }),
      ),
    ),
    h(
      "tbody",
      {},
      both("welfare", "welfare"),
      both("harm", "harm", 0),
      both("capability", "capability"),
      both("gap", "gap"),
      row("accelerating", share("us_accelerating"), share("cn_accelerating")),
      both("moments", "chernobyl_moments", 0),
      both("held", "restriction_years"),
    ),
  );
}

export function momentsOf(view) {
  const grave = view.happened.filter((one) => GRAVE.includes(one.kind));
  return [...grave]
    .sort((a, b) => b.severity - a.severity)
    .slice(0, MOST_MOMENTS)
    .sort((a, b) => a.step - b.step);
}

export function happenedPart(view) {
  const { title, text } = closingText(view.outcome);
  const moments = momentsOf(view);
  return h(
    "section",
    { class: `sheet closing of-${kindOf(view.outcome)}`, "aria-label": say("over.title") },
    h("p", { class: "soft small", text: say("over.title") }),
    h("h2", { text: title, tabindex: -1 }),
    h("p", { text }),
    figures(view.outcome),
    h("h3", { text: say("over.moments") }),
    moments.length > 0
      ? h("ul", { class: "event-lines" }, moments.map(eventLine))
      : h("p", { class: "soft", text: say("over.quiet") }),
    h("h3", { text: say("over.moves") }),
    movesPart(view.history, view.steps),
  );
}

function row(title, text, endings, side, mine, names = null) {
  const dots = new Dots({ height: 118 });
  requestAnimationFrame(() => dots.update({ endings, side, mine, names }));
  return h("div", { class: "dot-row" }, h("h3", { text: title }), h("p", { text }), dots.element);
}

function better(one, mine, side) {
  return one[`${side}_welfare`] > mine[`${side}_welfare`] + 1e-9;
}

// Between the second best and worst fifths, so that eight ways and fifty worlds can be compared.
function spread(endings, side) {
  return quantileOf(endings, side, 0.8) - quantileOf(endings, side, 0.2);
}

// Two rows of dots: the same choices under other luck, and the same luck with other choices.
export function luckOrChoice(debrief, side) {
  const { outcome, luck } = debrief;
  const choice = debrief.choice.filter((one) => one.side === side);
  const beaten = luck.filter((one) => better(outcome, one, side)).length;
  const ahead = choice.filter((one) => better(one, outcome, side));
  const verdict =
    spread(luck, side) > 1.5 * spread(choice, side)
      ? "luck"
      : spread(choice, side) > 1.5 * spread(luck, side)
        ? "choice"
        : "both";
  const lines = [...choice].sort((a, b) => b[`${side}_welfare`] - a[`${side}_welfare`]);
  return h(
    "section",
    { class: "sheet", "aria-label": say("luck.title") },
    h("h2", { text: say("luck.title") }),
    h("p", { class: "middle", text: say(`luck.verdict.${verdict}`) }),
    row(
      say("luck.luck", { count: luck.length }),
      say("luck.beaten", { count: beaten, of: luck.length }),
      luck,
      side,
      outcome,
    ),
    row(
      say("luck.choice", { count: choice.length }),
      say("luck.ahead", { count: ahead.length, of: choice.length }),
      choice,
      side,
      outcome,
      choice.map((one) => policyTitle(one.policy)),
    ),
    h("p", { class: "small soft", text: say("luck.mark", { side: say(`side.${side}`) }) }),
    h(
      "details",
      {},
      h("summary", { text: say("luck.table") }),
      h(
        "table",
        { class: "figures" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col", text: say("luck.policy") }),
            h("th", { scope: "col", text: say("figure.welfare") }),
            h("th", { scope: "col", text: say("luck.ending") }),
          ),
        ),
        h(
          "tbody",
          {},
          [{ ...outcome, policy: null }, ...lines].map((one) =>
            h(
              "tr",
              { class: one.policy ? null : "you" },
              h("th", {
                scope: "row",
                text: one.policy ? policyTitle(one.policy) : say("luck.you"),
              }),
              h("td", { text: number(one[`${side}_welfare`], 1) }),
              h("td", { text: say(`endings.kind.${kindOf(one)}`) }),
            ),
          ),
        ),
      ),
    ),
  );
}

// How a past game in the same world came out beside this one.
export function duelPart(view, past, side) {
  const own = view.outcome[`${side}_welfare`];
  const other = past.outcome?.[`${side}_welfare`];
  if (other === undefined) return null;
  const key = Math.abs(own - other) < 0.005 ? "even" : own > other ? "won" : "lost";
  return h(
    "section",
    { class: "sheet" },
    h("h2", { text: say(`duel.${key}`) }),
    h("p", { text: say("duel.text", { own: number(own), other: number(other) }) }),
  );
}

function settingWords(record) {
  const { scenario, seed, world, us, cn, values, shocks } = settingOf(record);
  const who = (name) => (name === "person" ? say("chair.person") : policyTitle(name));
  const changed = Object.entries(values).map(([key, value]) => `${key} = ${value}`);
  return [
    say("sheet.scenario", { title: state.scenarios[scenario].title }),
    say("sheet.who", { us: who(us), cn: who(cn) }),
    say("sheet.luck", { seed, world, model: state.model }),
    ...(changed.length > 0 ? [say("sheet.values", { values: changed.join(", ") })] : []),
    ...(shocks.length > 0 ? [say("sheet.shocks", { count: shocks.length })] : []),
  ];
}

export function sheetPart(view) {
  const blank = (key) => h("p", { class: "blank" }, h("span", { text: say(`sheet.${key}`) }));
  return h(
    "section",
    { class: "sheet debrief-sheet", "aria-label": say("sheet.title") },
    h("h2", { text: say("sheet.title") }),
    h("div", { class: "only-print two" }, blank("name"), blank("date")),
    h(
      "ul",
      { class: "plain-list small soft" },
      settingWords(view.game).map((text) => h("li", { text })),
    ),
    h("h3", { text: say("sheet.ask") }),
    h(
      "ol",
      { class: "questions" },
      entry("sheet.questions").map((text) =>
        h("li", {}, text, h("div", { class: "only-print answer-lines" })),
      ),
    ),
    h(
      "div",
      { class: "row no-print" },
      button(say("sheet.print"), () => window.print()),
    ),
  );
}

// Ask the door how much was luck, once; gives the element at once, and fills it when it knows.
export function debriefPart(view, side) {
  const holder = h("div", { class: "stack" });
  if (view.game.us !== "person" && view.game.cn !== "person") return holder;
  holder.append(h("p", { class: "soft", role: "status", text: say("luck.counting") }));
  call({ ask: "debrief", game: view.game }).then((answer) => {
    holder.replaceChildren(
      answer.error ? problemPart(say("problem.title"), answer.error) : luckOrChoice(answer, side),
    );
  });
  return holder;
}
