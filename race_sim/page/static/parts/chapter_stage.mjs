// What a chapter is told on: parts come one after the other, each when the one before is done.
import { announce, button, calmMotion, h } from "../dom.mjs";
import { call } from "../engine.mjs";
import { entry, say } from "../words.mjs";
import { betPart, resultPart } from "./chapter_bets.mjs";
import { recordBet } from "./chapter_list.mjs";
import { choicesPart } from "./choices.mjs";
import { problemPart } from "./problem.mjs";

const TOP = 76; // pixels that the bar at the top covers
const ROOM = 24; // below what is new
const BUTTONS = matchMedia("(max-width: 58rem)").matches ? 96 : 0; // which cover the bottom there

// What nobody waits for any more: a chapter that was left goes no further.
const never = () => new Promise(() => {});

export class Stage {
  constructor(main, name) {
    this.name = name;
    this.element = h("div", { class: "stack beats" });
    this.parts = [];
    this.closers = [];
    this.bets = {};
    this.open = true;
    main.append(this.element);
  }

  say(key, values = {}) {
    return say(`chapters.${this.name}.${key}`, values);
  }

  // Paragraphs under a key: one text, or a list of them.
  texts(key, values = {}) {
    const found = entry(`chapters.${this.name}.${key}`);
    const keys = Array.isArray(found) ? found.map((_, at) => `${key}.${at}`) : [key];
    return keys.map((one) => h("p", { text: this.say(one, values) }));
  }

  // The next part: it comes into view, and is read out.
  beat(...children) {
    const number = this.parts.length;
    const section = h("section", { class: "sheet beat", tabindex: -1 }, children);
    this.parts.push(section);
    this.element.append(section);
    if (number > 0) this.showPart(section);
    return section;
  }

  // Once it has been filled: an empty one takes no focus.
  showPart(section) {
    requestAnimationFrame(() => {
      if (!this.open || section !== this.parts.at(-1)) return;
      section.focus({ preventScroll: true });
      this.scrollTo(section);
      announce([...section.querySelectorAll("p, h2")].map((one) => one.textContent).join(" "));
    });
  }

  // All that is new comes into view, what went before stays as far as there is room, and the
  // begin of the part is never passed.
  scrollTo(section) {
    const behavior = calmMotion() ? "auto" : "smooth";
    const room = this.element.querySelector(".controls > .choices") ? ROOM + BUTTONS : ROOM;
    const end = this.element.getBoundingClientRect().bottom + room;
    const past = Math.min(end - window.innerHeight, section.getBoundingClientRect().top - TOP);
    if (past > 0) window.scrollBy({ top: past, behavior });
    else if (section.getBoundingClientRect().top < TOP)
      section.scrollIntoView({ block: "start", behavior });
  }

  // Wait for the player: `begin(done)` sets up what calls `done`.
  wait(begin) {
    return new Promise((resolve) => begin((value) => this.open && resolve(value)));
  }

  // A button that goes once it has been pressed.
  press(text, section = this.parts.at(-1)) {
    return this.wait((done) => {
      const row = h("div", { class: "row onward" });
      const pressed = () => {
        row.remove();
        section.focus({ preventScroll: true }); // not lost with the button
        done();
      };
      row.append(button(text, pressed, { class: "button main" }));
      section.append(row);
    });
  }

  // The two buttons, for one choice; they stay, and their keys are A and I. One press that comes
  // while the last one is still being answered is kept.
  choice(holder, side = "us") {
    return this.wait((done) => {
      const take = (letter) => {
        if (this.chosen) this.chosen(letter);
        else this.early = letter;
      };
      if (!holder.firstChild) {
        this.early = null;
        holder.append(choicesPart(side, take));
      }
      this.holder = holder;
      this.take = take;
      this.chosen = (letter) => {
        this.chosen = null;
        done(letter);
      };
      if (this.early) {
        const letter = this.early;
        this.early = null;
        this.chosen(letter);
      }
    });
  }

  // A bet on what will come, placed before it is seen.
  async bet(key, shape, values = {}) {
    const section = this.beat();
    const placed = await this.wait((done) =>
      section.append(
        betPart((part, more) => this.say(`bets.${key}.${part}`, more), shape, values, done),
      ),
    );
    this.bets[key] = placed;
    recordBet(this.name, key, placed.text);
    announce(say("chapters.bet.placed", { bet: placed.text }));
    return placed.value;
  }

  // The bet beside what came: `value` is compared with it, `text` is said.
  came(key, value, text = `${value}`) {
    const bet = this.bets[key];
    recordBet(this.name, key, bet.text, text, bet.value === value);
    return resultPart(this.say(`bets.${key}.short`), bet, value, text);
  }

  async ask(request) {
    const answer = await call(request);
    if (!this.open) return never();
    if (!answer.error) return answer;
    this.beat(problemPart(say("problem.title"), answer.error));
    return never();
  }

  pause(milliseconds) {
    return this.wait((done) => setTimeout(done, calmMotion() ? 0 : milliseconds));
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.matches?.("input, select, textarea")) return;
    const letter = event.key.toUpperCase();
    if ((letter === "A" || letter === "I") && this.holder?.firstChild) this.take(letter);
  }

  // Something to be done when the chapter is left.
  whenLeft(close) {
    this.closers.push(close);
  }

  leave() {
    this.open = false;
    this.holder = null;
    for (const close of this.closers) close();
  }
}
