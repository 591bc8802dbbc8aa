// Who sits in a chair: a person, or one of the policies by family, each with its meaning.
import { h } from "../dom.mjs";
import { FAR_SIGHTED } from "../settings.mjs";
import { state } from "../store.mjs";
import { entry, say } from "../words.mjs";

export function policyTitle(name) {
  return entry(`policy.${name}`) ?? name;
}

function families() {
  const found = new Map();
  for (const [name, policy] of Object.entries(state.policies)) {
    found.set(policy.family, [...(found.get(policy.family) ?? []), name]);
  }
  return found;
}

export function policyOptions(chosen, solved) {
  return [...families()].map(([family, names]) =>
    h(
      "optgroup",
      { label: say(`family.${family}`) },
      names.map((name) =>
        h("option", {
          value: name,
          selected: name === chosen,
          disabled: FAR_SIGHTED.includes(name) && !solved,
          text: `${policyTitle(name)}: ${state.policies[name].meaning}`,
        }),
      ),
    ),
  );
}

// `first`: what may be chosen besides the policies, as pairs of a value and its words.
export function policySelect(label, chosen, { first = [], solved = true, told }) {
  const select = h(
    "select",
    { "aria-label": label, onchange: () => told(select.value) },
    first.map(([value, text]) => h("option", { value, text, selected: value === chosen })),
    policyOptions(chosen, solved),
  );
  return select;
}

export function policyNote(name) {
  const policy = state.policies[name];
  if (!policy) return h("p", { class: "small soft", text: say(`chair.${name}_note`) });
  const text = `${policy.meaning[0].toUpperCase()}${policy.meaning.slice(1)}. `;
  return h("p", { class: "small soft" }, text, h("cite", { text: policy.citation }));
}

export function chairPart(side, chosen, { persons, solved, told }) {
  const first = persons ? [["person", say("chair.person")]] : [];
  return h(
    "div",
    { class: `chair of-${side}` },
    h("strong", { class: side }, h("span", { class: `sign ${side}` }), say(`side.${side}`)),
    policySelect(say("chair.who", { side: say(`side.${side}`) }), chosen, { first, solved, told }),
    policyNote(chosen),
  );
}
