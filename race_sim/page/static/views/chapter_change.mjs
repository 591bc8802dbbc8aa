// Chapter 8: which rule would have to be another one for both to want to invest?
import { button, h } from "../dom.mjs";
import { call } from "../engine.mjs";
import { addressOf, packed } from "../links.mjs";
import { KNOBS, turned, usualSetting } from "../settings.mjs";
import { number, say } from "../words.mjs";
import { knobsPart } from "../parts/knobs.mjs";
import { Matrix } from "../parts/matrix.mjs";
import { countsOf } from "./chapter_futures.mjs";

const PAUSE = 60; // milliseconds between questions while a knob is dragged

// Whether both stay at investing once they are there.
export function restsSafe(matrix) {
  return matrix.us_replies.I === "I" && matrix.cn_replies.I === "I";
}

// Whether one knob alone, turned all the way either way, makes both want to invest.
async function alone(stage, game, data) {
  const found = [];
  for (const knob of KNOBS.filter((one) => data.knobs.includes(one.name))) {
    for (const end of [knob.low, knob.high]) {
      const { values } = turned(usualSetting(), knob, end);
      const { matrix } = await stage.ask({ ask: "matrix", game, values });
      if (restsSafe(matrix) && !found.includes(knob.name)) found.push(knob.name);
    }
  }
  return found;
}

async function endings(stage, data, values) {
  const { game } = await stage.ask({ ask: "new_game", ...data.race, values });
  const answer = await stage.ask({
    ask: "forecast",
    game,
    worlds: data.worlds,
    us_plan: data.chair,
    cn_plan: data.chair,
  });
  return { game, ...countsOf(answer.endings) };
}

export async function tell(stage, data) {
  const { game, matrix: table } = await stage.ask({ ask: "new_game", ...data.race });
  stage.beat(stage.texts("start"));
  await stage.bet("alone", { options: [...data.knobs, "nothing"] });

  let setting = { ...usualSetting() };
  const matrix = new Matrix({ title: stage.say("boxes"), how: false });
  matrix.update(table);
  const said = h("p", { role: "status", text: stage.say("drag") });
  const knobs = h("div", { class: "sheet" });
  const reset = () => {
    knobs.replaceChildren(
      knobsPart(() => setting, write, data.knobs),
      button(say("what_if.back"), () => {
        write({ ...usualSetting() });
        reset();
        knobs.querySelector("button.button").focus();
      }),
    );
  };
  let asking = false;
  let again = false;
  let reached = null;
  let kept = setting; // the last one in which both want to invest
  async function write(next) {
    setting = next;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    const shown = setting;
    const answer = await call({ ask: "matrix", game, values: shown.values });
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    asking = false;
    if (!answer.error) {
      const is_if = Object.keys(shown.values).length > 0;
      matrix.update(answer.matrix, null, is_if);
      const safe = restsSafe(answer.matrix);
      said.textContent = stage.say(safe ? "found" : is_if ? "not_yet" : "drag");
      if (safe) {
        kept = shown;
        reached?.();
      }
    }
    if (again) {
      again = false;
      await write(setting);
    }
  }
  reset();
  stage.beat(stage.texts("go"), said);
  stage.element.append(h("div", { class: "race-pair" }, knobs, matrix.element));
  await stage.wait((done) => {
    reached = done;
  });
  const found = await alone(stage, game, data);
  await stage.press(stage.say("take"), knobs);
  const right = found.length === 1 ? found[0] : found.length === 0 ? "nothing" : null;
  stage.beat(
    stage.came(
      "alone",
      right,
      found.map((name) => stage.say(`bets.alone.options.${name}`)).join(", ") ||
        stage.say("bets.alone.options.nothing"),
    ),
    stage.texts("alone"),
  );
  await stage.bet("endings", { options: ["fewer", "same", "none"] });
  const before = await endings(stage, data, {});
  const after = await endings(stage, data, kept.values);
  const kind =
    after.accidents === 0 ? "none" : after.accidents < before.accidents ? "fewer" : "same";
  stage.beat(
    stage.came(
      "endings",
      kind,
      stage.say("came", { before: before.accidents, after: after.accidents, of: data.worlds }),
    ),
    h("h2", { text: stage.say("shows_title") }),
    stage.texts("shows", {
      before: before.middle,
      after: after.middle,
    }),
    h(
      "p",
      {},
      h("a", {
        class: "button",
        href: addressOf("play", { game: packed({ ...after.game, cn: data.chair, cn_moves: "" }) }),
        text: stage.say("try_it"),
      }),
    ),
  );
}
