// Chapter 4: fifty endings of one plan, each as likely as the others.
import { button, h } from "../dom.mjs";
import { number, say } from "../words.mjs";
import { Endings, dotLabel, quantileOf, tallyOf } from "../parts/endings.mjs";
import { Walk } from "../parts/walk.mjs";

export function countsOf(endings) {
  const tally = tallyOf(endings);
  return {
    catastrophes: tally.catastrophe,
    accidents: endings.filter((one) => one.chernobyl_moments > 0).length,
    middle: number(quantileOf(endings, "us", 0.5), 1),
  };
}

// The dots of one of the two plans, which can be exchanged, and each lived through.
class Futures {
  constructor(stage, game, data) {
    Object.assign(this, { stage, game, data });
    this.endings = new Endings({ choose: (one) => this.live(one) });
    this.walk = h("div");
    this.after = h("div");
  }

  async ask(letter) {
    const plan = this.data.plans[letter];
    const answer = await this.stage.ask({
      ask: "forecast",
      game: this.game,
      worlds: this.data.worlds,
      us_plan: plan,
    });
    return { ...answer, plan };
  }

  show(forecast, picked = null) {
    this.forecast = forecast;
    this.endings.update(forecast, "us", { picked });
  }

  async live(one) {
    const { forecast } = this;
    const told = await this.stage.ask({
      ask: "ending",
      game: this.game,
      number: one,
      us_plan: forecast.plan,
    });
    this.show(forecast, one);
    this.walking?.pause();
    this.walking = new Walk({
      told,
      title: say("walk.future", { number: one + 1 }),
      text: `${dotLabel(forecast.endings[one], "us")}.`,
      from: told.from_step,
      close: () => this.walk.replaceChildren(),
    });
    this.walk.replaceChildren(this.walking.element);
    this.walking.heading.focus({ preventScroll: true });
    this.walking.element.scrollIntoView({ block: "nearest" });
    this.done?.();
    this.done = null;
  }
}

export async function tell(stage, data) {
  const { game } = await stage.ask({ ask: "new_game", ...data.race });
  const of = data.worlds;
  stage.beat(stage.texts("start", { of }));
  const futures = new Futures(stage, game, data);
  stage.whenLeft(() => futures.walking?.pause());
  const fast = await futures.ask("A");
  const safe = await futures.ask("I");
  const counts = { A: countsOf(fast.endings), I: countsOf(safe.endings) };
  const range = { low: 0, high: of, value: of / 2 };
  await stage.bet("catastrophes", range, { of });
  await stage.bet("accidents", range, { of });

  stage.beat(
    stage.came(
      "catastrophes",
      counts.A.catastrophes,
      stage.say("came", { count: counts.A.catastrophes, of }),
    ),
    stage.came(
      "accidents",
      counts.A.accidents,
      stage.say("came", { count: counts.A.accidents, of }),
    ),
    stage.texts("dots"),
  );
  const plan = h("div", { class: "row plan-switch", hidden: true });
  stage.element.append(plan, futures.endings.element, futures.walk, futures.after);
  futures.show(fast);
  await stage.wait((done) => {
    futures.done = done;
  });
  await stage.press(stage.say("seen"), futures.after);
  stage.beat(h("p", { text: stage.say("lived") }));
  await stage.bet("other_plan", { options: ["fewer", "none", "same"] }, { of });

  const found =
    counts.I.catastrophes === 0
      ? "none"
      : counts.I.catastrophes < counts.A.catastrophes
        ? "fewer"
        : "same";
  const answers = { A: fast, I: safe };
  const buttons = ["A", "I"].map((letter) =>
    button(stage.say(`plan.${letter}`), () => turn(letter), { "data-letter": letter }),
  );
  function turn(letter) {
    for (const one of buttons) one.setAttribute("aria-pressed", `${one.dataset.letter === letter}`);
    futures.walking?.pause();
    futures.walk.replaceChildren();
    futures.show(answers[letter]);
  }
  plan.append(...buttons);
  plan.hidden = false;
  stage.beat(
    stage.came("other_plan", found, stage.say("came", { count: counts.I.catastrophes, of })),
    stage.texts("switch"),
    plan,
  );
  stage.element.append(futures.endings.element, futures.walk, futures.after);
  turn("I");
  await stage.press(stage.say("so_what"), futures.after);
  stage.beat(
    h("h2", { text: stage.say("shows_title") }),
    stage.texts("shows", {
      of,
      fast_catastrophes: counts.A.catastrophes,
      safe_catastrophes: counts.I.catastrophes,
      fast_accidents: counts.A.accidents,
      safe_accidents: counts.I.accidents,
      fast_middle: counts.A.middle,
      safe_middle: counts.I.middle,
    }),
  );
}
