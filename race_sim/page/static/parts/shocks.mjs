// Incidents that happen at a date whatever the dice say.
import { button, h, labelled } from "../dom.mjs";
import { datesOf } from "../settings.mjs";
import { quarterOf, say } from "../words.mjs";

const MOST = 4;
const KINDS = ["misaligned_system", "financial_meltdown", "weaponised_use", "societal_disruption"];
const SIZES = [10, 100, 1000];

function options(values, text, chosen) {
  return values.map((value) =>
    h("option", { value, text: text(value), selected: value === chosen }),
  );
}

export function shockText(shock) {
  return say("shock.line", {
    side: say(`side.${shock.side}`),
    when: quarterOf(shock.date).toLowerCase(),
    kind: say(`shock.kind.${shock.kind}`),
    size: say(`shock.size.${shock.severity}`),
  });
}

export function shocksPart(read, write) {
  const { shocks } = read();
  const [begin, end] = datesOf(read());
  const dates = Array.from({ length: Math.round((end - begin) * 4) }, (_, at) => begin + at / 4);
  const date = h(
    "select",
    {},
    options(dates, (one) => quarterOf(one), Math.min(begin + 2, end - 0.25)),
  );
  const side = h(
    "select",
    {},
    options(["us", "cn"], (one) => say(`side.${one}`), "cn"),
  );
  const kind = h(
    "select",
    {},
    options(KINDS, (one) => say(`shock.kind.${one}`), KINDS[0]),
  );
  const size = h(
    "select",
    {},
    options(SIZES, (one) => say(`shock.size.${one}`), 100),
  );
  const add = button(
    say("shock.add"),
    () =>
      write({
        ...read(),
        shocks: [
          ...shocks,
          {
            date: Number(date.value),
            side: side.value,
            severity: Number(size.value),
            kind: kind.value,
          },
        ],
      }),
    { disabled: shocks.length >= MOST },
  );
  const line = (shock, at) =>
    h(
      "li",
      {},
      shockText(shock),
      " ",
      button(
        say("shock.remove"),
        () => write({ ...read(), shocks: shocks.filter((_, other) => other !== at) }),
        { "aria-label": say("shock.remove_this", { shock: shockText(shock) }) },
      ),
    );
  return h(
    "div",
    { class: "shocks" },
    h(
      "div",
      { class: "fields" },
      labelled(say("shock.date"), date),
      labelled(say("shock.side"), side),
      labelled(say("shock.what"), kind),
      labelled(say("shock.how_large"), size),
      add,
    ),
    shocks.length > 0 ? h("ul", { class: "plain-list" }, shocks.map(line)) : null,
  );
}
