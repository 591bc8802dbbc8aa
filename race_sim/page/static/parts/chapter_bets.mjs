// A bet before one sees: a slider for a number, buttons for one of a few answers; and the bet
// beside what came.
import { button, h } from "../dom.mjs";
import { say } from "../words.mjs";
import { sliderPart } from "./slider.mjs";

// `words(part, values)`: the words of this bet. `shape`: { low, high, value, step, show } or
// { options }. `done({ value, text })`: called once, when it is placed.
export function betPart(words, shape, values, done) {
  const part = h("div", { class: "bet", role: "group", "aria-label": words("ask", values) });
  part.append(
    h("p", {
      class: "bet-sign small",
      text: say(shape.question ? "chapters.bet.question" : "chapters.bet.title"),
    }),
    h("h2", { text: words("ask", values) }),
    shape.options ? options(words, shape, part, done) : slider(words, shape, part, done),
  );
  return part;
}

function options(words, shape, part, done) {
  const buttons = shape.options.map((name) =>
    button(words(`options.${name}`), () => place(name), {
      class: "button bet-option",
      "aria-pressed": "false",
      "data-option": name,
    }),
  );
  function place(name) {
    for (const one of buttons) {
      one.disabled = true;
      one.setAttribute("aria-pressed", `${one.dataset.option === name}`);
    }
    part.classList.add("placed");
    done({ value: name, text: words(`options.${name}`) });
  }
  return h("div", { class: "bet-options" }, buttons);
}

function slider(words, shape, part, done) {
  const { low, high, step = 1, value, show = (one) => `${Math.round(one)}` } = shape;
  let now = value;
  const control = sliderPart({
    name: words("short"),
    low,
    high,
    step,
    value,
    show: (one) => show(Number(one)),
    told: (one) => {
      now = one;
    },
  });
  const place = button(
    say("chapters.bet.place"),
    () => {
      control.querySelector("input").disabled = true;
      place.replaceWith(h("strong", { text: say("chapters.bet.placed", { bet: show(now) }) }));
      part.classList.add("placed");
      done({ value: now, text: show(now) });
    },
    { class: "button main" },
  );
  return h("div", {}, control, h("div", { class: "row" }, place));
}

// How far off a bet was, in words.
function verdict(bet, value) {
  if (bet.value === value) return say("chapters.bet.right");
  if (typeof value !== "number") return say("chapters.bet.wrong");
  return say(bet.value > value ? "chapters.bet.high" : "chapters.bet.low");
}

export function resultPart(name, bet, value, text) {
  const one = (what, content) => h("div", {}, h("dt", { text: what }), h("dd", { text: content }));
  const right = bet.value === value;
  return h(
    "div",
    { class: right ? "bet-result right" : "bet-result" },
    h("h3", { text: name }),
    h("dl", {}, one(say("chapters.bet.mine"), bet.text), one(say("chapters.bet.came"), text)),
    h("p", { text: verdict(bet, value) }),
  );
}
