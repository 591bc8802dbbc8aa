// A game that is being played: asks the door, keeps its last answer, and tells who listens.
import { call } from "./engine.mjs";

export class Game {
  constructor(tell) {
    this.tell = tell;
    this.view = null;
    this.forecast = null;
    this.problem = null;
    this.busy = false;
    this.worlds = 50;
  }

  get record() {
    return this.view?.game ?? null;
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
    this.view = answer;
    const known = before && before.game.world === answer.game.world ? before.step : 0;
    this.forecast = null;
    this.tell(this, answer.happened.filter((one) => one.step >= known));
    return true;
  }

  start(setting) {
    this.view = null;
    return this.ask({ ask: "new_game", ...setting });
  }

  resume(game) {
    this.view = null;
    return this.ask({ ask: "replay", game });
  }

  move(letters) {
    return this.ask({ ask: "move", game: this.record, ...letters });
  }

  undo(moves = 1) {
    return this.ask({ ask: "undo", game: this.record, moves });
  }

  // Equally likely endings of what stands now; null if the game is over.
  async look_ahead() {
    if (!this.view || this.view.over) return null;
    const asked = this.record;
    const answer = await call({ ask: "forecast", game: asked, worlds: this.worlds });
    if (this.record !== asked || answer.error) return null; // somebody has moved on
    this.forecast = answer;
    return answer;
  }
}
