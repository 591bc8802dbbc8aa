// The knobs of a setting: a few sliders, and every parameter in a list that can be searched.
import { button, h } from "../dom.mjs";
import {
  KNOBS,
  knobStandard,
  knobValue,
  parameterKeys,
  standardValue,
  turned,
  valueOf,
  withValue,
} from "../settings.mjs";
import { state } from "../store.mjs";
import { say } from "../words.mjs";
import { sliderPart } from "./slider.mjs";

// `read()` gives the setting as it stands, `write(setting)` takes the next one.
export function knobsPart(read, write, names = KNOBS.map((knob) => knob.name)) {
  const sliders = KNOBS.filter((knob) => names.includes(knob.name)).map((knob) =>
    sliderPart({
      name: say(`knob.${knob.name}.name`),
      hint: say(`knob.${knob.name}.hint`),
      low: knob.low,
      high: Math.max(knob.high, knobValue(read(), knob)),
      step: knob.step,
      value: knobValue(read(), knob),
      standard: knobStandard(read(), knob),
      told: (value) => write(turned(read(), knob, value)),
    }),
  );
  return h("div", { class: "knobs" }, sliders);
}

function control(read, write, key, name) {
  const knob = state.knobs[key];
  const value = valueOf(read(), key);
  const tell = (one) => write(withValue(read(), key, one));
  if (knob.choices) {
    const options = knob.choices.map((one) =>
      h("option", { value: one, selected: one === value, text: one }),
    );
    return h(
      "select",
      { "aria-label": name, onchange: (event) => tell(event.target.value) },
      options,
    );
  }
  if (typeof knob.default === "boolean") {
    return h("input", {
      type: "checkbox",
      "aria-label": name,
      checked: value,
      onchange: (event) => tell(event.target.checked),
    });
  }
  return h("input", {
    type: "number",
    "aria-label": name,
    min: knob.low,
    max: knob.high,
    step: "any",
    value,
    onchange: (event) => {
      const given = event.target.valueAsNumber;
      const one = Math.min(knob.high, Math.max(knob.low, Number.isFinite(given) ? given : value));
      event.target.value = one;
      tell(one);
    },
  });
}

function rowOf(read, write, key, fresh) {
  const knob = state.knobs[key];
  const standard = standardValue(read().scenario, key);
  const changed = valueOf(read(), key) !== standard;
  const reset = button(say("parameters.back"), () => {
    write(withValue(read(), key, standard));
    fresh();
  });
  return h(
    "li",
    { class: changed ? "changed" : null },
    h(
      "div",
      {},
      h("b", { text: knob.meaning }),
      h(
        "div",
        { class: "small soft" },
        h("code", { text: key }),
        ` · ${knob.unit} · `,
        say("parameters.usual", { value: standard }),
      ),
    ),
    h(
      "div",
      { class: "row" },
      control(
        read,
        (next) => {
          write(next);
          fresh();
        },
        key,
        knob.meaning,
      ),
      changed ? reset : null,
    ),
  );
}

export function parametersPart(read, write) {
  const list = h("ul", { class: "parameters" });
  const found = h("p", { class: "small soft", role: "status" });
  const search = h("input", {
    type: "search",
    placeholder: say("parameters.example"),
    "aria-label": say("parameters.search"),
  });
  const fresh = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const keys = parameterKeys().filter((key) => {
      const text = `${key} ${state.knobs[key].meaning} ${state.knobs[key].unit}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    found.textContent = say("parameters.found", { count: keys.length });
    list.replaceChildren(...keys.map((key) => rowOf(read, write, key, fresh)));
  };
  search.addEventListener("input", fresh);
  const details = h(
    "details",
    { class: "sheet" },
    h("summary", { text: say("parameters.title", { count: parameterKeys().length }) }),
    h("p", { class: "soft", text: say("parameters.how") }),
    search,
    found,
    list,
  );
  details.addEventListener("toggle", () => (details.open ? fresh() : list.replaceChildren()));
  return details;
}
