// The same luck with another choice: pick a decision, see the other course and where they part.
import { button, h } from "../dom.mjs";
import { call } from "../engine.mjs";
import { number, quarterOf, say } from "../words.mjs";
import { kindOf } from "./endings.mjs";
import { eventLine } from "./event_card.mjs";
import { movesPart } from "./moves.mjs";
import { problemPart } from "./problem.mjs";
import { sliderPart } from "./slider.mjs";

// Which step each decision was made in: every one, unless decisions come less often.
function stepOf(view, decision) {
  const every = view.decision > 0 ? Math.max(1, Math.round(view.step / view.decision)) : 1;
  return Math.min(decision * every, view.history.year.length - 1);
}

function eventsOf(title, told, from) {
  const found = told.happened.filter((one) => one.step >= from);
  return h(
    "div",
    {},
    h("h3", { text: title }),
    found.length > 0
      ? h("ul", { class: "event-lines" }, found.slice(0, 10).map(eventLine))
      : h("p", { class: "soft", text: say("path.nothing") }),
  );
}

function resultOf(side, view, told) {
  if (view.outcome && told.outcome) {
    const say_of = (outcome) =>
      say("path.result", {
        kind: inSentence(say(`endings.kind.${kindOf(outcome)}`)),
        welfare: number(outcome[`${side}_welfare`], 1),
      });
    return say("path.results", { was: say_of(view.outcome), other: say_of(told.outcome) });
  }
  const lead = (one) => number(one.us.capability - one.cn.capability);
  return say("path.so_far", {
    was: lead(view.now),
    other: lead(told.now),
    was_gap: number(view.now[side].gap),
    other_gap: number(told.now[side].gap),
  });
}

// The two courses beside each other, from where they part.
export function comparedPart(view, told) {
  const { side, decision, parts_at } = told;
  const from = parts_at ?? stepOf(view, decision);
  const parted =
    parts_at === null
      ? say("path.same")
      : say("path.parts", {
          when: quarterOf(view.history.year[parts_at] ?? view.now.year).toLowerCase(),
        });
  return h(
    "div",
    { class: "compared" },
    h("p", { text: `${parted} ${resultOf(side, view, told)}` }),
    h(
      "div",
      { class: "two" },
      eventsOf(say("path.was"), view, from),
      eventsOf(say("path.other"), told, from),
    ),
  );
}

const SAMPLES = 20; // choices that are turned round when the weightiest is looked for

// Words that begin a sentence elsewhere.
function inSentence(text) {
  return `${text[0].toLowerCase()}${text.slice(1)}`;
}

// Where a choice may have mattered: a year before the first grave event, else the last one.
function firstPick(view, made) {
  const grave = view.happened.find(
    (one) => one.kind === "Chernobyl moment" || one.kind === "catastrophe",
  );
  const every = Math.max(1, Math.round(view.step / view.decision));
  const decision = grave ? Math.floor((grave.step - 4) / every) : made - 1;
  return Math.min(made - 1, Math.max(0, decision));
}

// `found(told, step, extra)`: called with the other course and what is to be shown of it;
// `resume(record)`: play on from there.
export class OtherPath {
  constructor({ found, resume }) {
    this.found = found;
    this.resume = resume;
    this.strip = h("div");
    this.control = h("div");
    this.result = h("div");
    this.decision = null;
    this.element = h(
      "section",
      { class: "sheet no-print", "aria-label": say("path.title") },
      h("h2", { text: say("path.title") }),
      h("p", { class: "soft", text: say("path.how") }),
      this.strip,
      this.control,
      this.result,
    );
  }

  update(view, side) {
    this.view = view;
    this.side = side;
    this.element.hidden = view.decision === 0 || view.game[side] !== "person";
    if (this.element.hidden) return;
    const made = view.game[`${side}_moves`].length;
    this.made = made;
    this.decision = firstPick(view, made);
    this.result.replaceChildren();
    const said = h("p", { class: "middle" });
    this.said = said;
    const slider =
      made > 1
        ? sliderPart({
            name: say("path.which"),
            low: 0,
            high: made - 1,
            step: 1,
            value: this.decision,
            show: (one) => quarterOf(view.history.year[stepOf(view, Number(one))]),
            told: (one) => this.pick(Number(one)),
          })
        : null;
    this.slider = slider;
    const most = view.over && made > 1 ? button(say("path.most"), () => this.weightiest()) : null;
    this.control.replaceChildren(
      ...[
        slider,
        said,
        h(
          "div",
          { class: "row" },
          button(say("path.see"), () => this.ask()),
          most,
        ),
      ].filter(Boolean),
    );
    this.pick(this.decision);
  }

  pick(decision) {
    if (decision < 0 || decision >= this.made) return;
    this.decision = decision;
    const { view, side } = this;
    const step = stepOf(view, decision);
    this.strip.replaceChildren(movesPart(view.history, view.steps, step, (at) => this.point(at)));
    this.said.textContent = say("path.chose", {
      when: quarterOf(view.history.year[step]),
      what: say(`chose.${view.game[`${side}_moves`][decision]}`),
    });
  }

  point(step) {
    const every = Math.max(1, Math.round(this.view.step / this.view.decision));
    const decision = Math.min(this.made - 1, Math.floor(step / every));
    const input = this.slider?.querySelector("input");
    if (!input) return;
    input.value = decision;
    input.dispatchEvent(new Event("input"));
  }

  // Turn round a sample of the choices, one by one, and show the one that changes most.
  async weightiest() {
    const { view, side, made } = this;
    const every = Math.max(1, Math.ceil(made / SAMPLES));
    let best = { change: -1, decision: 0 };
    for (let decision = 0; decision < made; decision += every) {
      this.result.replaceChildren(
        h("p", { class: "soft", text: say("path.looking", { done: decision, of: made }) }),
      );
      const told = await call({ ask: "counterfactual", game: view.game, side, decision });
      if (this.view !== view || told.error) return;
      const change = Math.abs(
        (told.outcome?.[`${side}_welfare`] ?? 0) - view.outcome[`${side}_welfare`],
      );
      if (change > best.change) best = { change, decision };
    }
    this.result.replaceChildren();
    this.point(stepOf(view, best.decision));
    await this.ask();
  }

  async ask() {
    const { view, side, decision } = this;
    const told = await call({ ask: "counterfactual", game: view.game, side, decision });
    if (this.view !== view) return;
    if (told.error) {
      this.result.replaceChildren(problemPart(say("problem.title"), told.error));
      return;
    }
    const record = { ...told.game };
    for (const one of ["us", "cn"])
      record[`${one}_moves`] = record[`${one}_moves`].slice(0, decision + 1);
    this.result.replaceChildren();
    this.found(
      told,
      stepOf(view, decision),
      h(
        "div",
        {},
        comparedPart(view, told),
        button(say("path.resume"), () => this.resume(record)),
      ),
    );
  }
}
