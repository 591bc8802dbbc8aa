// A card for what has just happened.
import { h } from "../dom.mjs";
import { number, quarterOf, say } from "../words.mjs";

const LOOKS = {
  incident: "",
  "Chernobyl moment": "moment",
  catastrophe: "moment",
  breach: "",
  agreement: "agreement",
  "agreement ends": "",
  transition: "moment",
};

export function cardText(one) {
  const values = {
    side: say(one.side === "both" ? "side.both" : `side.${one.side}`),
    incident: one.incident,
    severity: number(one.severity, one.severity < 10 ? 1 : 0),
    agreement: one.agreement,
    when: quarterOf(one.year),
  };
  const key = one.kind.replaceAll(" ", "_");
  const lost = one.kind === "transition" && one.lost ? "_lost" : "";
  return { title: say(`event.${key}${lost}.title`, values), text: say(`event.${key}${lost}.text`, values) };
}

export function eventCard(one) {
  const { title, text } = cardText(one);
  return h("article", { class: `card ${LOOKS[one.kind]}` }, h("h3", { text: title }), h("p", { text }));
}
