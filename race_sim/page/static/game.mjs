// A game that is being played: asks the door, keeps its last answer, and tells who listens.
import { call } from "./engine.mjs";
import { quantileOf } from "./parts/endings.mjs";
import { asked } from "./settings.mjs";

const PACE = 70; // milliseconds between choices that are made by themselves

export class Game {
  // `tell(game, news)`: called after every answer, with what has happened since the last one.
  constructor(tell) {
    this.tell = tell;
    this.view = null;
    this.before = null;
    this.forecast = null;
    this.problem = null;
    this.busy = false;
    this.running = false;
    this.worlds = 50;
    this.plans = { us: "keep", cn: "keep" };
    this.past = null; // a game of before in the same world, to be beaten
  }

  get record() {
    return this.view?.game ?? null;
  }

  get persons() {
    return ["us", "cn"].filter((side) => this.record[side] === "person");
  }

  // The side whose fortunes are shown: a person's, the United States first.
  get side() {
    const { us, cn } = this.record;
    return us !== "person" && cn === "person" ? "cn" : "us";
  }

  async ask(request) {
    if (this.busy) return false;
    this.busy = true;
    const before = this.view;
    const answer = await call(request);
    this.busy = false;
    if (answer.error) {
      this.problem = answer.error;
      this.tell(this, []);
      return false;
    }
    this.problem = null;
    const goes_on =
      before !== null && before.game.world === answer.game.world && answer.step >= before.step;
    this.before = goes_on ? before : null;
    this.view = answer;
    const since = goes_on ? before.step : answer.step;
    this.tell(
      this,
      answer.happened.filter((one) => one.step >= since),
    );
    return true;
  }

  start(setting) {
    this.clear();
    return this.ask({ ask: "new_game", ...asked(setting) });
  }

  resume(game) {
    this.clear();
    return this.ask({ ask: "replay", game });
  }

  clear() {
    this.view = null;
    this.forecast = null;
    this.running = false;
    this.plans = { us: "keep", cn: "keep" };
  }

  move(letters) {
    return this.ask({ ask: "move", game: this.record, ...letters });
  }

  undo(moves = 1) {
    this.running = false;
    return this.ask({ ask: "undo", game: this.record, moves });
  }

  // Make the same choices again, until something happens.
  async keep_on(letters, most = 40) {
    if (this.running) return;
    this.running = true;
    for (let made = 0; made < most && this.running; made += 1) {
      const seen = this.view.happened.length;
      if (!(await this.move(letters)) || this.view.over || this.view.happened.length > seen) break;
      await new Promise((resolve) => setTimeout(resolve, PACE));
    }
    this.running = false;
    this.tell(this, null); // all is told but for the endings
  }

  // Equally likely endings of what stands now; null if the game is over.
  async look_ahead() {
    if (!this.view || this.view.over) return null;
    const before = this.forecast;
    const game = this.record;
    const plans = { us_plan: this.plans.us, cn_plan: this.plans.cn };
    const answer = await call({ ask: "forecast", game, worlds: this.worlds, ...plans });
    if (this.record !== game || answer.error) return null; // somebody has moved on
    this.forecast = answer;
    answer.before = before && this.before ? quantileOf(before.endings, this.side, 0.5) : null;
    return answer;
  }

  // One of these endings, step by step.
  ending(number) {
    const plans = { us_plan: this.plans.us, cn_plan: this.plans.cn };
    return call({ ask: "ending", game: this.record, number, ...plans });
  }
}
