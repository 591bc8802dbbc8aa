// A card for what has just happened, and what follows from it.
import { h } from "../dom.mjs";
import { number, quarterOf, say } from "../words.mjs";

const LOOKS = {
  incident: "incident",
  "Chernobyl moment": "moment",
  catastrophe: "catastrophe",
  breach: "breach",
  agreement: "agreement",
  "agreement ends": "agreement ends",
  transition: "catastrophe",
};
const SIGNS = {
  incident: "\u25B2",
  "Chernobyl moment": "\u2622\uFE0E",
  catastrophe: "\u2715",
  breach: "!",
  agreement: "\u2713",
  "agreement ends": "\u2215",
  transition: "\u25C6",
};

export function cardText(one) {
  const values = {
    side: say(one.side === "both" ? "side.both" : `side.${one.side}`),
    incident: one.incident ? `${one.incident[0].toUpperCase()}${one.incident.slice(1)}` : "",
    severity: number(one.severity, one.severity < 10 ? 1 : 0),
    agreement: say(`agreement.${one.agreement.replace("-", "_")}`),
    when: quarterOf(one.year),
  };
  const key = one.kind.replaceAll(" ", "_");
  const lost = one.kind === "transition" && one.lost ? "_lost" : "";
  return {
    title: say(`event.${key}${lost}.title`, values),
    text: say(`event.${key}${lost}.text`, values),
  };
}

// What the present holds that it did not before: work stopped by law, alarm, people who left.
export function consequences(before, after) {
  const found = [];
  for (const side of ["us", "cn"]) {
    const was = before[side];
    const is = after[side];
    const name = say(`side.${side}`);
    if (is.restriction > was.restriction + 0.01) {
      const share = number(100 * is.restriction, 0);
      found.push(
        is.frozen_until === null
          ? say("event.follows.held", { side: name, share })
          : say("event.follows.frozen", {
              side: name,
              share,
              year: quarterOf(is.frozen_until).toLowerCase(),
            }),
      );
    }
    if (Math.abs(is.alarm - was.alarm) > 0.15)
      found.push(
        say("event.follows.alarm", {
          side: name,
          from: number(was.alarm, 1),
          to: number(is.alarm, 1),
        }),
      );
    if (is.talent < was.talent - 0.01)
      found.push(
        say("event.follows.talent", {
          side: name,
          share: number(100 * (was.talent - is.talent), 0),
        }),
      );
  }
  return found;
}

// `follows`: sentences on what has come of it.
export function eventCard(one, follows = []) {
  const { title, text } = cardText(one);
  return h(
    "article",
    { class: `card ${LOOKS[one.kind]}` },
    h("span", { class: "card-sign", "aria-hidden": "true", text: SIGNS[one.kind] }),
    h(
      "div",
      {},
      h("h2", { text: title }),
      h("p", { text }),
      follows.length > 0
        ? h(
            "ul",
            { class: "follows" },
            follows.map((text) => h("li", { text })),
          )
        : null,
    ),
  );
}

export function shortQuarter(year) {
  return say("short_quarter", {
    year: Math.floor(year + 1e-9),
    part: 1 + Math.floor((year + 1e-9 - Math.floor(year + 1e-9)) * 4),
  });
}

// A line in a list of events.
export function eventLine(one) {
  const { title } = cardText(one);
  return h(
    "li",
    {},
    h("span", {
      class: `sign-of ${LOOKS[one.kind]}`,
      "aria-hidden": "true",
      text: SIGNS[one.kind],
    }),
    h("span", { class: "soft", text: `${shortQuarter(one.year)} ` }),
    title,
  );
}
