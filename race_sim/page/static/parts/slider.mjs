// A slider with its name, its value, and a mark where it stands by default.
import { h, styled } from "../dom.mjs";
import { number, say } from "../words.mjs";

let made = 0;

// `standard`: null if there is none to be marked. `told(value)`: called while it is dragged.
export function sliderPart({
  name,
  hint = null,
  low,
  high,
  step,
  value,
  standard = null,
  show = null,
  told,
}) {
  made += 1;
  const id = `slider-${made}`;
  const digits = step >= 1 ? 0 : 2;
  const shown = show ?? ((one) => number(one, digits));
  const output = h("output", { for: id, text: shown(value) });
  const input = h("input", {
    type: "range",
    id,
    min: low,
    max: high,
    step: step >= 1 ? step : "any",
    value,
    "aria-describedby": hint ? `${id}-hint` : null,
    "aria-valuetext": shown(value),
  });
  const part = (one) => `${(100 * (one - low)) / (high - low)}%`;
  const tick =
    standard === null
      ? null
      : styled(h("i", { "aria-hidden": "true" }), { "--share": (standard - low) / (high - low) });
  const back =
    standard === null
      ? null
      : h(
          "button",
          { class: "plain", type: "button", onclick: () => set(standard) },
          say("slider.back", { value: shown(standard) }),
        );
  const rounded = (one) => {
    const near = Math.round(one / step) * step;
    // The default draws the handle to itself.
    return standard !== null && Math.abs(one - standard) < step / 2
      ? standard
      : Number(near.toFixed(6));
  };
  const write = (one) => {
    output.textContent = shown(one);
    input.setAttribute("aria-valuetext", shown(one));
    styled(input, { "--at": part(one) });
    if (back) back.hidden = Math.abs(one - standard) < step / 2;
  };
  const set = (one) => {
    input.value = one;
    write(one);
    told(one);
    input.focus();
  };
  input.addEventListener("input", () => {
    const one = rounded(Number(input.value));
    write(one);
    told(one);
  });
  input.addEventListener("keydown", (event) => {
    const to = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      PageUp: 10,
      PageDown: -10,
    }[event.key];
    if (!to || step >= 1) return;
    event.preventDefault();
    set(Math.min(high, Math.max(low, rounded(Number(input.value) + to * step))));
  });
  write(value);
  return h(
    "div",
    { class: "slider" },
    h("div", { class: "slider-head" }, h("label", { for: id, text: name }), output, back),
    h("div", { class: "groove" }, input, tick),
    hint ? h("p", { class: "small soft", id: `${id}-hint`, text: hint }) : null,
  );
}
