// Chapter 3: three accidents after the same twelve choices. What would have prevented them?
import { announce, button, h } from "../dom.mjs";
import { quarterOf, say } from "../words.mjs";
import { eventCard, shortQuarter } from "../parts/event_card.mjs";
import { Timeline } from "../parts/timeline.mjs";

const ANSWERS = ["none", "few", "most"];

export function hasAccident(told) {
  return told.happened.some((one) => ["Chernobyl moment", "catastrophe"].includes(one.kind));
}

// In words: how many of so many choices would each have been enough.
export function share(count, of) {
  if (count === 0) return "none";
  return count <= of / 2 ? "few" : "most";
}

// One accident: a bet, then every choice turned round, by hand or one after the other.
class Case {
  constructor(stage, key, view) {
    this.stage = stage;
    this.key = key;
    this.view = view;
    this.found = view.game.us_moves.split("").map(() => null);
    this.said = h("p", { role: "status", text: stage.say("turn") });
    this.buttons = this.found.map((_, at) =>
      h(
        "button",
        { class: "turn", type: "button", disabled: true, onclick: () => this.turn(at) },
        h("span", { class: "mark A", "aria-hidden": "true", text: "\u25B2" }),
        h("span", { class: "turned", "aria-hidden": "true", text: "\u00A0" }),
        h("span", { class: "unseen", text: this.nameOf(at) }),
      ),
    );
    this.all = button(stage.say("all"), () => this.turnAll(), { class: "button main" });
    this.chart = h("div");
    this.element = h(
      "div",
      { class: "case" },
      h("div", { class: "turns", role: "group", "aria-label": stage.say("choices") }, this.buttons),
    );
  }

  nameOf(at) {
    return this.stage.say("turn_this", { when: shortQuarter(this.view.history.year[at]) });
  }

  card() {
    const one = this.view.happened.find((event) => event.incident);
    return eventCard(one, []);
  }

  // The choices can be turned; resolves once all have been.
  open() {
    for (const one of this.buttons) one.disabled = false;
    this.element.append(this.said, h("div", { class: "row" }, this.all), this.chart);
    return this.stage.wait((done) => {
      this.done = done;
    });
  }

  async turn(at, draw = true) {
    const told = await this.stage.ask({
      ask: "counterfactual",
      game: this.view.game,
      side: "us",
      decision: at,
    });
    const still = hasAccident(told);
    this.found[at] = !still;
    const mark = this.buttons[at];
    mark.querySelector(".turned").textContent = still ? "\u2622\uFE0E" : "\u2713";
    mark.classList.toggle("saved", !still);
    mark.classList.toggle("still", still);
    const when = quarterOf(this.view.history.year[at]);
    const text = this.stage.say(still ? "still" : "gone", { when });
    mark.querySelector(".unseen").textContent = text;
    if (draw && this.all.isConnected) {
      this.said.textContent = text;
      announce(text);
      this.draw(told);
    }
    if (this.all.isConnected && this.found.every((one) => one !== null)) this.finish();
  }

  async turnAll() {
    this.all.disabled = true;
    for (const [at, one] of this.found.entries()) {
      if (one !== null) continue;
      await this.turn(at, false);
      await this.stage.pause(120);
    }
  }

  finish() {
    this.all.remove();
    this.timeline?.close();
    this.chart.remove();
    this.said.textContent = this.stage.say("turned");
    this.done();
  }

  get enough() {
    return this.found.filter(Boolean).length;
  }

  draw(told) {
    if (!this.timeline) {
      this.timeline = new Timeline({ title: this.stage.say(`${this.key}.chart`) });
      this.stage.whenLeft(() => this.timeline.close());
      this.chart.append(this.timeline.element);
    }
    const cuts = told.parts_at === null ? [] : [this.view.history.year[told.parts_at]];
    this.timeline.draw({
      view: this.view,
      end: this.view.now.year,
      other: { told, name: say("path.other"), until: told.now.year, cuts },
    });
  }
}

async function caseOf(stage, data, world, key) {
  const start = await stage.ask({ ask: "new_game", ...data.race, world });
  const view = await stage.ask({ ask: "replay", game: { ...start.game, us_moves: data.moves } });
  const one = new Case(stage, key, view);
  stage.beat(h("h2", { text: stage.say(`${key}.title`) }), stage.texts(`${key}.text`), one.card());
  await stage.press(stage.say("bet_on_it"));
  const of = data.moves.length;
  await stage.bet(key, { options: ANSWERS });
  stage.beat(one.element);
  await one.open();
  const all = await stage.ask({
    ask: "replay",
    game: { ...start.game, us_moves: "I".repeat(of) },
  });
  const found = share(one.enough, of);
  const verdict = hasAccident(all) ? "nothing" : found === "none" ? "all" : "one";
  stage.beat(
    stage.came(key, found, stage.say("enough", { count: one.enough, of })),
    h("p", { text: stage.say(`verdict.${verdict}`) }),
  );
  return one;
}

export async function tell(stage, data) {
  const of = data.moves.length;
  const first = await caseOf(stage, data, data.one_is_enough, "first");
  await stage.press(stage.say("another"));
  const second = await caseOf(stage, data, data.all_are_needed, "second");
  await stage.press(stage.say("another"));
  const third = await caseOf(stage, data, data.nothing_helps, "third");
  await stage.press(stage.say("other_dice"));

  await stage.bet(
    "dice",
    { low: 0, high: data.others, value: data.others / 2 },
    { of, others: data.others },
  );
  let hit = 0;
  const said = h("p", { role: "status" });
  stage.beat(said);
  for (let at = 0; at < data.others; at += 1) {
    const game = { ...third.view.game, world: data.first_other + at };
    const told = await stage.ask({ ask: "replay", game });
    hit += hasAccident(told) ? 1 : 0;
    said.textContent = stage.say("counting", { count: at + 1, of: data.others, hit });
  }
  stage.beat(
    stage.came("dice", hit, stage.say("dice_came", { hit, of: data.others })),
    h("h2", { text: stage.say("shows_title") }),
    stage.texts("shows", {
      of,
      first: first.enough,
      second: second.enough,
      third: third.enough,
      hit,
      others: data.others,
    }),
  );
}
