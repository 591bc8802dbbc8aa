// Chapter 7: one row of choices, four players who answer it, and who they are.
import { button, h } from "../dom.mjs";
import { number, say } from "../words.mjs";
import { countOf, lettersOf, stripPart } from "../parts/chapter_race.mjs";
import { policyTitle } from "../parts/chairs.mjs";
import { countsOf } from "./chapter_futures.mjs";

const NAMES = ["A", "B", "C", "D"];

// A row of choices that can be turned, one by one.
function rowPart(stage, moves, told) {
  return h(
    "div",
    { class: "turns", role: "group", "aria-label": stage.say("row") },
    moves.map((letter, at) =>
      h(
        "button",
        {
          class: "turn",
          type: "button",
          onclick: () => told(at),
          "aria-label": stage.say("turn", { number: at + 1, what: say(`action.${letter}`) }),
        },
        h("span", {
          class: `mark ${letter}`,
          "aria-hidden": "true",
          text: letter === "A" ? "\u25B2" : "\u25CF",
        }),
        h("span", { class: "small", "aria-hidden": "true", text: say(`verb.${letter}`) }),
      ),
    ),
  );
}

async function answersTo(stage, data, moves) {
  const rows = [];
  for (const cn of data.chairs) {
    const start = await stage.ask({ ask: "new_game", ...data.race, cn });
    const view = await stage.ask({
      ask: "replay",
      game: { ...start.game, us_moves: moves.join("") },
    });
    rows.push(lettersOf(view, "cn"));
  }
  return rows;
}

// What comes of either plan against somebody: fifty endings of each.
async function fortunes(stage, data) {
  const found = [];
  for (const cn of [...data.chairs, "logit-response"]) {
    const { game } = await stage.ask({ ask: "new_game", ...data.race, cn });
    const row = { cn };
    for (const [letter, plan] of [
      ["I", "always-safe"],
      ["A", "always-accelerate"],
    ]) {
      const answer = await stage.ask({
        ask: "forecast",
        game,
        worlds: data.worlds,
        us_plan: plan,
      });
      row[letter] = countsOf(answer.endings);
      row[`cn_${letter}`] =
        answer.endings.reduce((sum, one) => sum + one.cn_accelerating, 0) / answer.endings.length;
    }
    found.push(row);
  }
  return found;
}

function fortunesPart(stage, found, of) {
  const head = (key) => h("th", { scope: "col", text: stage.say(`columns.${key}`) });
  return h(
    "div",
    { class: "wide", role: "region", tabindex: 0, "aria-label": stage.say("table") },
    h(
      "table",
      { class: "figures" },
      h("caption", { class: "small soft", text: stage.say("caption", { of }) }),
      h("thead", {}, h("tr", {}, head("who"), head("cn_I"), head("I"), head("cn_A"), head("A"))),
      h(
        "tbody",
        {},
        found.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row", text: policyTitle(row.cn) }),
            ["I", "A"].flatMap((letter) => [
              h("td", {
                text: say("chapters.percent", { share: number(100 * row[`cn_${letter}`], 0) }),
              }),
              h("td", { text: row[letter].middle }),
            ]),
          ),
        ),
      ),
    ),
  );
}

export async function tell(stage, data) {
  let moves = data.moves.split("");
  const holder = h("div");
  const found = h("div", { class: "stack" });
  let fresh = 0;
  const show = async () => {
    fresh += 1;
    const mine = fresh;
    const rows = await answersTo(stage, data, moves);
    if (mine !== fresh) return;
    found.replaceChildren(
      stripPart(
        [
          { name: say("chapters.you"), letters: moves, look: "us" },
          ...rows.map((letters, at) => ({ name: NAMES[at], letters, look: "cn" })),
        ],
        moves.length,
      ),
    );
  };
  const draw = (focus = null) => {
    holder.replaceChildren(
      rowPart(stage, moves, (at) => {
        moves = moves.map((one, place) => (place === at ? (one === "A" ? "I" : "A") : one));
        draw(at);
        if (found.firstChild) show();
      }),
    );
    if (focus !== null) holder.querySelectorAll("button")[focus].focus();
  };
  draw();
  stage.beat(stage.texts("start", { count: moves.length }), holder);
  await stage.press(stage.say("play"));
  await show();
  stage.beat(stage.texts("answers"));
  const sheet = h("div", { class: "sheet stack" }, holder, found);
  stage.element.append(sheet);
  await stage.press(stage.say("guess"), sheet);

  let right = 0;
  for (const [at, cn] of data.chairs.entries()) {
    stage.element.append(sheet); // beside the bet that it is about
    const guess = await stage.bet(`who_${NAMES[at]}`, { options: [...data.chairs].sort() });
    if (guess === cn) right += 1;
  }
  stage.beat(
    h("h2", { text: stage.say("right", { count: right, of: data.chairs.length }) }),
    data.chairs.map((cn, at) => {
      const key = `who_${NAMES[at]}`;
      stage.came(key, cn, policyTitle(cn));
      const bet = stage.bets[key];
      return h(
        "div",
        { class: bet.value === cn ? "who right" : "who" },
        h("h3", { text: stage.say("is", { name: NAMES[at], who: policyTitle(cn) }) }),
        h("p", { class: "small soft", text: say("chapters.bet.placed", { bet: bet.text }) }),
        h("p", { text: stage.say(`about.${cn}`) }),
      );
    }),
  );
  await stage.press(stage.say("whom"));
  await stage.bet("slow", { options: ["all", "some", "nobody"] });
  const results = await fortunes(stage, data);
  const better = results.filter((row) => value(row.I) > value(row.A));
  const all = better.length === results.length ? "all" : better.length > 0 ? "some" : "nobody";
  const follow = results.filter((row) => row.cn_I < 0.5).length;
  stage.beat(
    stage.came("slow", all, stage.say("better", { count: better.length, of: results.length })),
    fortunesPart(stage, results, data.worlds),
    h("h2", { text: stage.say("shows_title") }),
    stage.texts("shows", {
      follow,
      of: results.length,
      noisy: number(100 * results.at(-1).cn_I, 0),
      safe: results.at(-1).I.middle,
      tit: results[data.chairs.indexOf("tit-for-tat")].I.middle,
    }),
  );
}

function value(counts) {
  return Number(counts.middle.replace("\u2212", "-"));
}
