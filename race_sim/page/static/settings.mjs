// What a game starts from: a scenario, what differs from it, who plays, under which luck.
import { state } from "./store.mjs";
import { say } from "./words.mjs";

export const LARGEST_WORLD = 2 ** 31 - 1;
// Changed for a whole game only, or not from the page.
const FIXED = ["time.", "us.policy", "cn.policy", "foresight."];
export const FAR_SIGHTED = ["equilibrium", "planner"];

// The knobs at hand; the others are in the list of all parameters.
export const KNOBS = [
  { name: "rivalry", keys: ["payoffs.rivalry"], low: 0, high: 2, step: 0.02 },
  { name: "openness", keys: ["exchange.openness"], low: 0, high: 1, step: 0.01 },
  { name: "controls", keys: ["export_control.level"], low: 0, high: 1, step: 0.01 },
  { name: "alarm", keys: ["alarm.prior"], low: 0.1, high: 3, step: 0.05 },
  { name: "verification", keys: ["talks.verification"], low: 0, high: 1, step: 0.01 },
  {
    name: "crossing",
    keys: ["misaligned_system", "financial_meltdown", "weaponised_use", "societal_disruption"].map(
      (kind) => `incidents.${kind}.spillover`,
    ),
    low: 0,
    high: 1,
    step: 0.01,
  },
];

export function randomWorld() {
  return Math.floor(Math.random() * LARGEST_WORLD);
}

export function usualSetting() {
  return {
    scenario: "baseline",
    values: {},
    shocks: [],
    seed: 1,
    world: null,
    us: "person",
    cn: "logit-response",
  };
}

// The setting of a game that has been played, for a new one.
export function settingOf(record) {
  const { scenario, values, shocks, seed, world, us, cn } = record;
  return { scenario, values: { ...values }, shocks: [...shocks], seed, world, us, cn };
}

// What the door takes: a world, random if none is named.
export function asked(setting) {
  return { ...setting, world: setting.world ?? randomWorld() };
}

export function parameterKeys() {
  return Object.keys(state.knobs).filter((key) => !FIXED.some((start) => key.startsWith(start)));
}

// What a parameter is in a scenario as it stands.
export function standardValue(scenario, key) {
  return state.scenarios[scenario].values[key] ?? state.knobs[key].default;
}

export function valueOf(setting, key) {
  return setting.values[key] ?? standardValue(setting.scenario, key);
}

export function withValue(setting, key, value) {
  const values = { ...setting.values, [key]: value };
  if (value === standardValue(setting.scenario, key)) delete values[key];
  return { ...setting, values };
}

// A knob over several keys holds their mean, weighted by how common each kind is.
function weightsOf(setting, knob) {
  if (knob.keys.length === 1) return [1];
  const weights = knob.keys.map((key) => valueOf(setting, key.replace("spillover", "weight")));
  const total = weights.reduce((sum, one) => sum + one, 0);
  return weights.map((one) => (total > 0 ? one / total : 1 / weights.length));
}

function meanOf(setting, knob, read) {
  const weights = weightsOf(setting, knob);
  return knob.keys.reduce((sum, key, at) => sum + weights[at] * read(key), 0);
}

export function knobStandard(setting, knob) {
  return meanOf(setting, knob, (key) => standardValue(setting.scenario, key));
}

export function knobValue(setting, knob) {
  return meanOf(setting, knob, (key) => valueOf(setting, key));
}

// Several keys move together: all towards 0 below their mean, all towards 1 above it.
export function turned(setting, knob, value) {
  const standard = knobStandard(setting, knob);
  let next = setting;
  for (const key of knob.keys) {
    const own = standardValue(setting.scenario, key);
    let to = value;
    if (Math.abs(value - standard) < knob.step / 2) to = own;
    else if (knob.keys.length > 1) {
      to =
        value < standard
          ? (own * value) / standard
          : 1 - ((1 - own) * (1 - value)) / (1 - standard);
      to = Math.round(to * 1e4) / 1e4;
    }
    next = withValue(next, key, to);
  }
  return next;
}

// Far-sighted play has been solved for the baseline's values only.
export function unsolved(setting) {
  const names = FAR_SIGHTED.filter((name) => setting.us === name || setting.cn === name);
  return names.length > 0 && !isSolved(setting)
    ? { message: say("chair.unsolved"), problems: [] }
    : null;
}

export function isSolved(setting) {
  const { values, changes } = state.scenarios[setting.scenario];
  return [setting.values, values, changes].every((one) => Object.keys(one).length === 0);
}

export function datesOf(setting) {
  return [valueOf(setting, "time.start"), valueOf(setting, "time.end")];
}
