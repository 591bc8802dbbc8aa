// Turn a knob and watch the matrix, without touching the game.
import { button, h } from "../dom.mjs";
import { call } from "../engine.mjs";
import { settingOf, standardValue } from "../settings.mjs";
import { say } from "../words.mjs";
import { knobsPart } from "./knobs.mjs";
import { problemLines } from "./problem.mjs";

const PAUSE = 60; // milliseconds between questions while a knob is dragged

// `show(matrix, is_if)`: called with the matrix to be shown.
export class WhatIf {
  constructor(show) {
    this.show = show;
    this.body = h("div");
    this.trouble = h("p", { class: "problem", role: "alert", hidden: true });
    this.element = h(
      "details",
      { class: "sheet no-print" },
      h("summary", { text: say("what_if.title") }),
      h("p", { class: "soft small", text: say("what_if.how") }),
      this.trouble,
      this.body,
    );
    this.element.addEventListener("toggle", () => this.reset());
  }

  // A new state of the game: the knobs go back, since the matrix is a new one.
  update(view) {
    const kept =
      this.record &&
      this.record.scenario === view.game.scenario &&
      JSON.stringify(this.record.values) === JSON.stringify(view.game.values) &&
      this.record.world === view.game.world;
    this.record = view.game;
    this.matrix = view.matrix;
    if (this.element.open && kept && this.values) this.ask();
    else this.reset();
  }

  reset() {
    if (!this.record) return;
    this.values = null;
    this.trouble.hidden = true;
    const start = settingOf(this.record);
    let turned = start;
    const write = (next) => {
      turned = next;
      this.values = Object.fromEntries(
        Object.entries(next.values).filter(([key, value]) => value !== start.values[key]),
      );
      // Back to what the scenario says, where the game itself says otherwise.
      for (const key of Object.keys(start.values))
        if (!(key in next.values)) this.values[key] = standardValue(start.scenario, key);
      this.ask();
    };
    const knobs = this.element.open
      ? [knobsPart(() => turned, write), button(say("what_if.back"), () => this.reset())]
      : [];
    this.body.replaceChildren(...knobs);
    if (this.matrix) this.show(this.matrix, false);
  }

  async ask() {
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    const { record, values } = this;
    const answer = await call({ ask: "matrix", game: record, values: values ?? {} });
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    this.asking = false;
    const is_now = record === this.record && this.values !== null;
    if (is_now && answer.error) {
      this.trouble.hidden = false;
      this.trouble.textContent = problemLines(answer.error).join(". ");
    } else if (is_now) {
      this.trouble.hidden = true;
      this.show(answer.matrix, Object.keys(values).length > 0);
    }
    if (this.again) {
      this.again = false;
      if (this.values) await this.ask();
    }
  }
}
