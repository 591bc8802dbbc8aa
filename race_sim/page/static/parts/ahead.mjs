// The futures of a game: by which plan it goes on, how many there are, and the dots.
import { h, labelled } from "../dom.mjs";
import { isSolved } from "../settings.mjs";
import { say } from "../words.mjs";
import { policySelect } from "./chairs.mjs";
import { Endings } from "./endings.mjs";
import { saveMenu } from "./export.mjs";

const COUNTS = [50, 200];

// `choose(number)`: a future is to be replayed; `changed()`: other futures are to be asked for.
export class Ahead {
  constructor(game, { choose, changed }) {
    this.game = game;
    this.changed = changed;
    this.endings = new Endings({
      choose,
      tools: saveMenu("race-sim-endings", () => this.endings.dots.element),
    });
    this.plans = h("div", { class: "fields" });
    this.endings.heading.parentNode.after(this.plans);
    this.element = this.endings.element;
    this.element.hidden = true;
  }

  update(picked = null) {
    const { forecast, side } = this.game;
    if (!forecast) return;
    this.element.hidden = false;
    this.fill();
    this.endings.update(forecast, side, { before: forecast.before, picked });
  }

  // The choices of plan and number, made anew only where they are others.
  fill() {
    const { game } = this;
    const made_for = JSON.stringify([game.persons, game.plans, game.worlds, isSolved(game.record)]);
    if (this.made_for === made_for) return;
    this.made_for = made_for;
    const worlds = h(
      "select",
      {
        onchange: () => {
          game.worlds = Number(worlds.value);
          this.changed();
        },
      },
      COUNTS.map((count) =>
        h("option", {
          value: count,
          selected: count === game.worlds,
          text: say("plan.count", { count }),
        }),
      ),
    );
    this.plans.replaceChildren(
      ...game.persons.map((side) => this.planOf(side)),
      labelled(say("plan.how_many"), worlds),
    );
  }

  planOf(side) {
    const { game } = this;
    const name =
      game.persons.length === 1 ? say("plan.yours") : say("plan.of", { side: say(`side.${side}`) });
    const told = (plan) => {
      game.plans[side] = plan;
      game.forecast = null;
      this.changed();
    };
    const first = [["keep", say("plan.keep")]];
    const solved = isSolved(game.record);
    return labelled(name, policySelect(name, game.plans[side], { first, solved, told }));
  }
}
