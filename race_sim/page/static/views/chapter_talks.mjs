// Chapter 6: talks open while both are afraid; what chokes them, and what a treaty turns.
import { announce, h, styled } from "../dom.mjs";
import { quarterOf, say } from "../words.mjs";
import { Matrix } from "../parts/matrix.mjs";
import { sliderPart } from "../parts/slider.mjs";
import { state } from "../store.mjs";

const WORLDS = ["flow", "held"];
const SIGNED = ["both", "flow", "held", "neither"];
const STEP = 0.05;

// How far talks have come: a bar with the two lines at which something is signed.
class Meter {
  constructor(stage, name) {
    this.stage = stage;
    this.moves = 0;
    this.marks = [
      state.knobs["talks.non_binding_at"].default,
      state.knobs["talks.binding_at"].default,
    ];
    this.most = 1.5 * this.marks[1];
    this.bar = h("span", { class: "meter-bar" });
    this.said = h("p", { class: "small" });
    const mark = (at, key) =>
      styled(h("i", { title: stage.say(key) }), { left: `${(100 * at) / this.most}%` });
    this.element = h(
      "div",
      { class: `meter of-${name}` },
      h("strong", { text: stage.say(`worlds.${name}`) }),
      h(
        "div",
        { class: "meter-groove", "aria-hidden": "true" },
        this.bar,
        mark(this.marks[0], "pledge"),
        mark(this.marks[1], "treaty"),
      ),
      this.said,
    );
  }

  update(view) {
    const part = Math.min(1, view.now.talks / this.most);
    styled(this.bar, { width: `${100 * part}%` });
    const agreement = say(`agreement.${view.now.agreement.replace("-", "_")}`);
    const cn = say(`doing.${view.now.cn.last}`);
    this.said.textContent = this.moves
      ? this.stage.say("meter", { cn, agreement })
      : this.stage.say("meter_first", { agreement });
    this.moves += 1;
  }
}

export function wasSigned(view) {
  return view.happened.some((one) => one.kind === "agreement");
}

// Both worlds from the accident on, with the same choices in each.
async function bothWorlds(stage, data) {
  const views = {};
  for (const name of WORLDS) {
    const values = { ...data.values, "export_control.level": data[name] };
    const start = await stage.ask({ ask: "new_game", ...data.race, values });
    views[name] = await stage.ask({
      ask: "replay",
      game: { ...start.game, us_moves: data.moves },
    });
  }
  return views;
}

async function talking(stage, data) {
  const views = await bothWorlds(stage, data);
  const date = h("div", { class: "date" });
  const meters = Object.fromEntries(WORLDS.map((name) => [name, new Meter(stage, name)]));
  const controls = h("div", { class: "controls" });
  const draw = () => {
    date.textContent = quarterOf(views.flow.now.year);
    for (const name of WORLDS) meters[name].update(views[name]);
  };
  draw();
  const panel = h(
    "div",
    {},
    date,
    WORLDS.map((name) => meters[name].element),
    h("p", { class: "small soft", text: stage.say("marks") }),
  );
  stage.beat(stage.texts("start"), panel);
  await stage.press(stage.say("bet_on_it"));
  await stage.bet("signed", { options: SIGNED });
  stage.beat(stage.texts("play", { count: data.quarters }), panel, controls);
  for (let at = 0; at < data.quarters; at += 1) {
    const letter = await stage.choice(controls);
    for (const name of WORLDS)
      views[name] = await stage.ask({ ask: "move", game: views[name].game, us: letter });
    draw();
    announce(
      WORLDS.map((name) => `${stage.say(`worlds.${name}`)}: ${meters[name].said.textContent}`).join(
        " ",
      ),
    );
  }
  controls.replaceChildren();
  const signed = WORLDS.filter((name) => wasSigned(views[name]));
  const found = signed.length === 2 ? "both" : (signed[0] ?? "neither");
  const dates = WORLDS.map((name) => {
    const one = views[name].happened.find((event) => event.kind === "agreement");
    return one
      ? stage.say("signed_in", {
          world: stage.say(`worlds.${name}`),
          when: quarterOf(one.year).toLowerCase(),
        })
      : stage.say("not_signed", { world: stage.say(`worlds.${name}`) });
  });
  stage.beat(
    stage.came("signed", found, stage.say(`bets.signed.options.${found}`)),
    dates.map((text) => h("p", { text })),
    h("p", { text: stage.say(`after.${found}`) }),
  );
}

// The lowest chance of being caught at which it pays China to invest if you do.
async function threshold(stage, game) {
  for (let at = 0; at <= Math.round(1 / STEP); at += 1) {
    const value = Number((at * STEP).toFixed(2));
    const { matrix } = await stage.ask({
      ask: "matrix",
      game,
      values: { "talks.verification": value },
    });
    if (matrix.cn_replies.I === "I") return value;
  }
  return null;
}

const percent = (value) => say("chapters.percent", { share: Math.round(100 * value) });

export async function tell(stage, data) {
  await talking(stage, data);
  await stage.press(stage.say("to_treaty"));

  const values = { ...data.values, "export_control.level": data.flow };
  const start = await stage.ask({ ask: "new_game", ...data.race, values });
  const view = await stage.ask({
    ask: "replay",
    game: { ...start.game, us_moves: data.treaty_moves },
  });
  const usual = state.knobs["talks.verification"].default;
  const matrix = new Matrix({ title: stage.say("boxes"), how: false });
  matrix.update(view.matrix);
  stage.beat(
    h("h2", { text: stage.say("treaty_title") }),
    stage.texts("treaty_text", {
      when: quarterOf(view.now.year).toLowerCase(),
      agreement: say(`agreement.${view.now.agreement.replace("-", "_")}`),
      usual: percent(usual),
    }),
  );
  stage.element.append(matrix.element);
  const bet = { low: 0, high: 1, step: STEP, value: usual, show: percent };
  await stage.bet("caught", bet);
  const lowest = await threshold(stage, view.game);

  const said = h("p", { role: "status", text: stage.say("drag") });
  let asked = 0;
  const turned = stage.wait((done) => {
    stage.beat(
      sliderPart({
        name: stage.say("bets.caught.short"),
        low: 0,
        high: 1,
        step: STEP,
        value: usual,
        show: percent,
        told: async (value) => {
          asked += 1;
          const mine = asked;
          const answer = await stage.ask({
            ask: "matrix",
            game: view.game,
            values: { "talks.verification": value },
          });
          if (mine !== asked) return;
          matrix.update(answer.matrix, null, value !== usual);
          const keeps = answer.matrix.cn_replies.I === "I";
          said.textContent = stage.say(keeps ? "keeps" : "cheats");
          if (keeps) done();
        },
      }),
      said,
    );
    stage.element.append(stage.parts.at(-1), matrix.element);
  });
  await turned;
  await stage.press(stage.say("turned"));
  stage.beat(
    stage.came("caught", lowest, percent(lowest)),
    h("h2", { text: stage.say("shows_title") }),
    stage.texts("shows", { lowest: percent(lowest), usual: percent(usual) }),
  );
}
