// All of a setting in one form: scenario, chairs, knobs, shocks, luck, every parameter.
import { button, h, labelled } from "../dom.mjs";
import { LARGEST_WORLD, isSolved, randomWorld, usualSetting } from "../settings.mjs";
import { state } from "../store.mjs";
import { say } from "../words.mjs";
import { chairPart } from "./chairs.mjs";
import { knobsPart, parametersPart } from "./knobs.mjs";
import { shocksPart } from "./shocks.mjs";

// Choose a scenario; what differed from the old one is put back.
export function scenarioPart(setting, told) {
  const options = Object.entries(state.scenarios).map(([name, one]) =>
    h("option", { value: name, text: one.title, selected: name === setting.scenario }),
  );
  const select = h(
    "select",
    { onchange: () => told({ ...setting, scenario: select.value, values: {} }) },
    options,
  );
  return h(
    "div",
    {},
    labelled(say("setting.scenario"), select),
    h("p", { class: "soft", text: state.scenarios[setting.scenario].question }),
  );
}

function luckPart(read, write) {
  const { world } = read();
  const which = h("input", {
    type: "number",
    min: 0,
    max: LARGEST_WORLD,
    step: 1,
    value: world ?? randomWorld(),
  });
  const field = labelled(say("setting.world"), which);
  field.hidden = world === null;
  const random = h("input", { type: "checkbox", checked: world === null });
  const whole = (input) => {
    const given = Math.round(input.valueAsNumber);
    input.value = Number.isFinite(given) ? Math.min(LARGEST_WORLD, Math.max(0, given)) : 0;
    return Number(input.value);
  };
  const seed = h("input", {
    type: "number",
    min: 0,
    max: LARGEST_WORLD,
    step: 1,
    value: read().seed,
    onchange: () => write({ ...read(), seed: whole(seed) }),
  });
  const tell = () => {
    field.hidden = random.checked;
    const world = whole(which);
    write({ ...read(), world: random.checked ? null : world });
  };
  which.addEventListener("change", tell);
  random.addEventListener("change", tell);
  return h(
    "div",
    { class: "fields" },
    h("label", { class: "check" }, random, say("setting.random")),
    field,
    labelled(say("setting.seed"), seed),
    h("p", { class: "small soft", text: say("setting.luck_how") }),
  );
}

// `told(setting)`: called at every change. Without `play`, policies sit in both chairs and there
// is no luck to be chosen.
export class SettingForm {
  constructor(setting, { play = true, told = () => {}, heading = "h2" } = {}) {
    this.setting = setting;
    this.options = { play, told, heading };
    this.element = h("div", { class: "stack setting" });
    this.render();
  }

  write(setting, fresh = false) {
    this.setting = setting;
    this.changed();
    if (fresh) this.render();
    this.options.told(setting);
  }

  changed() {
    const count = Object.keys(this.setting.values).length;
    if (this.note) this.note.textContent = count > 0 ? say("setting.changed", { count }) : "";
    const solved = isSolved(this.setting);
    if (this.chairs && solved !== this.was_solved) this.fillChairs();
  }

  fillChairs() {
    const { play } = this.options;
    const solved = isSolved(this.setting);
    this.was_solved = solved;
    this.chairs.replaceChildren(
      ...["us", "cn"].map((side) =>
        chairPart(side, this.setting[side], {
          persons: play,
          solved,
          told: (name) => {
            this.write({ ...this.setting, [side]: name });
            this.fillChairs();
            this.chairs.querySelector(`.of-${side} select`).focus();
          },
        }),
      ),
    );
  }

  render() {
    const { play, heading } = this.options;
    const read = () => this.setting;
    const write = (next) => this.write(next);
    const group = (name, ...inside) =>
      h(
        "section",
        { class: "sheet", "aria-label": say(`setting.${name}`) },
        h(heading, { text: say(`setting.${name}`) }),
        inside,
      );
    this.chairs = h("div", { class: "chairs" });
    this.note = h("span", { class: "soft small", role: "status" });
    const reset = button(say("setting.reset"), () =>
      this.write({ ...usualSetting(), us: play ? "person" : "logit-response" }, true),
    );
    this.fillChairs();
    this.element.replaceChildren(
      group(
        "what",
        scenarioPart(this.setting, (next) => this.write(next, true)),
      ),
      group("who", this.chairs),
      group("knobs", knobsPart(read, write), h("div", { class: "row" }, reset, this.note)),
      group(
        "shocks",
        shocksPart(read, (next) => this.write(next, true)),
      ),
      ...(play ? [group("luck", luckPart(read, write))] : []),
      parametersPart(read, write),
    );
    this.changed();
  }
}
