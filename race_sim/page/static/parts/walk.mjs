// Another course of the race, walked through quarter by quarter beside the present one.
import { button, calmMotion, h } from "../dom.mjs";
import { quarterOf, say } from "../words.mjs";
import { eventLine } from "./event_card.mjs";
import { sliderPart } from "./slider.mjs";
import { trackPart } from "./track.mjs";

const PACE = 140; // milliseconds a quarter

// The state at the begin of a step, as far as a history tells it.
export function nowAt(told, step) {
  const { history, now } = told;
  if (step >= history.year.length) return now;
  const side = (name) => ({
    capability: history[`${name}_capability`][step],
    gap: history[`${name}_gap`][step],
    alarm: history[`${name}_alarm`][step],
    restriction: history[`${name}_restriction`][step],
  });
  return { year: history.year[step], us: side("us"), cn: side("cn") };
}

// `told`: the door's answer; `from`: the first step; `show(step)`: called as one walks.
export class Walk {
  constructor({
    told,
    title,
    text = null,
    from = 0,
    show = () => {},
    close = null,
    more = [],
    extra = null,
    play = true,
  }) {
    this.told = told;
    this.show = show;
    this.last = told.history.year.length;
    this.from = Math.min(from, this.last);
    this.state = h("div");
    this.events = extra ? null : h("ul", { class: "event-lines" });
    this.timer = 0;
    this.heading = h("h2", { text: title, tabindex: -1 });
    this.slider = sliderPart({
      name: say("walk.when"),
      low: this.from,
      high: Math.max(this.last, this.from + 1),
      step: 1,
      value: this.from,
      show: (step) => quarterOf(nowAt(told, Number(step)).year),
      told: (step) => {
        this.pause();
        this.go(Number(step));
      },
    });
    this.input = this.slider.querySelector("input");
    this.toggle = button(say("walk.play"), () => (this.timer ? this.pause() : this.play()));
    const end = button(say("walk.end"), () => {
      this.pause();
      this.set(this.last);
    });
    this.element = h(
      "section",
      { class: "sheet walk", "aria-label": title },
      h(
        "div",
        { class: "titled" },
        this.heading,
        close
          ? button(say("walk.close"), () => {
              this.pause();
              close();
            })
          : null,
      ),
      text ? h("p", { text }) : null,
      this.slider,
      h("div", { class: "row" }, this.toggle, end, more),
      this.state,
      this.events ?? extra,
    );
    this.set(play ? this.from : this.last);
    if (play && !calmMotion()) this.play();
  }

  go(step) {
    this.step = step;
    this.state.replaceChildren(trackPart(nowAt(this.told, step)));
    const seen = this.told.happened.filter((one) => one.step >= this.from && one.step < step);
    this.events?.replaceChildren(...seen.slice(-8).map(eventLine));
    this.show(step);
  }

  set(step) {
    this.input.value = step;
    const year = quarterOf(nowAt(this.told, step).year);
    this.slider.querySelector("output").textContent = year;
    this.input.setAttribute("aria-valuetext", year);
    this.input.style.setProperty(
      "--at",
      `${(100 * (step - this.from)) / Math.max(1, this.last - this.from)}%`,
    );
    this.go(step);
  }

  play() {
    if (this.step >= this.last) this.set(this.from);
    this.toggle.textContent = say("walk.pause");
    this.timer = setInterval(() => {
      if (!this.element.isConnected && this.step > this.from) this.pause();
      else if (this.step >= this.last) this.pause();
      else this.set(this.step + 1);
    }, PACE);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = 0;
    this.toggle.textContent = say("walk.play");
  }
}
