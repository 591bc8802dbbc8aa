// Chapter 5: an accident turns the arrows. For how long?
import { h } from "../dom.mjs";
import { number, quarterOf, say } from "../words.mjs";
import { ShortRace, countOf, lettersOf } from "../parts/chapter_race.mjs";
import { Matrix } from "../parts/matrix.mjs";

// The arrows that point to accelerating: pairs of a side and what the other one does.
export function fastArrows(matrix) {
  return ["I", "A"].flatMap((given) =>
    ["us", "cn"]
      .filter((side) => matrix[`${side}_replies`][given] === "A")
      .map((side) => [side, given]),
  );
}

export async function tell(stage, data) {
  const start = await stage.ask({ ask: "new_game", ...data.race });
  const before = await stage.ask({
    ask: "replay",
    game: { ...start.game, us_moves: data.moves },
  });
  const matrix = new Matrix({ title: stage.say("boxes"), how: false });
  const race = new ShortRace(stage, before, { matrix });
  stage.beat(stage.texts("start"));
  stage.element.append(h("div", { class: "race-pair" }, race.element, matrix.element));
  await race.quarter();
  race.end();
  const shocked = race.view;
  await stage.press(stage.say("look"), matrix.element);
  stage.beat(
    h("h2", { text: stage.say("flip_title") }),
    stage.texts("flip", {
      before: before.matrix.title,
      after: shocked.matrix.title,
      from: number(before.now.cn.alarm, 1),
      to: number(shocked.now.cn.alarm, 1),
    }),
  );
  const { most } = data;
  await stage.bet("quarters", { low: 1, high: most, value: most / 2 }, { most });

  const goal = stage.beat(stage.texts("go"));
  const pair = race.element.parentNode;
  race.cards.replaceChildren(); // so that the buttons are in view
  stage.element.append(pair);
  let lasted = 0;
  while (fastArrows(race.view.matrix).length === 0 && !race.view.over) {
    await race.quarter();
    lasted += 1;
  }
  race.end();
  goal.remove();
  const turned = race.view;
  await stage.press(stage.say("look"), matrix.element);
  stage.beat(
    stage.came("quarters", lasted, stage.say("came", { count: lasted })),
    stage.texts("turned", {
      arrows: fastArrows(turned.matrix)
        .map(([side, given]) => stage.say(`arrow.${side}_${given}`))
        .join(" "),
      when: quarterOf(turned.now.year).toLowerCase(),
    }),
    figures(stage, shocked, turned),
  );
  await stage.press(stage.say("more"));

  const from = turned.step;
  const after = new ShortRace(stage, turned, { matrix, strip: data.after });
  stage.beat(stage.texts("after", { count: data.after }));
  stage.element.append(h("div", { class: "race-pair" }, after.element, matrix.element));
  for (let at = 0; at < data.after && !after.view.over; at += 1) await after.quarter();
  after.end();
  const end = after.view;
  const count = (one) => countOf(lettersOf(end, one, from), "A");
  stage.beat(
    h("h2", { text: stage.say("shows_title") }),
    stage.texts("shows", {
      lasted,
      us: count("us"),
      cn: count("cn"),
      of: data.after,
    }),
  );
}

function figures(stage, was, is) {
  const row = (key, digits) =>
    h(
      "tr",
      {},
      h("th", { scope: "row", text: stage.say(`figure.${key}`) }),
      [was, is].map((one) => h("td", { text: number(one.now.cn[key], digits) })),
    );
  return h(
    "table",
    { class: "figures" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td"),
        [was, is].map((one) => h("th", { scope: "col", text: quarterOf(one.now.year) })),
      ),
    ),
    h("tbody", {}, row("alarm", 1), row("gap", 2), share(stage, was, is)),
  );
}

function share(stage, was, is) {
  return h(
    "tr",
    {},
    h("th", { scope: "row", text: stage.say("figure.restriction") }),
    [was, is].map((one) =>
      h("td", {
        text: say("chapters.percent", { share: number(100 * one.now.cn.restriction, 0) }),
      }),
    ),
  );
}
