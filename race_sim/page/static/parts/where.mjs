// Where the race stands: the date, the time that is left, both lanes; and who plays in what.
import { h, styled } from "../dom.mjs";
import { state } from "../store.mjs";
import { quarterOf, say } from "../words.mjs";
import { policyTitle } from "./chairs.mjs";
import { trackPart } from "./track.mjs";

export function headPart(view) {
  const bar = styled(h("span"), { width: `${(100 * view.step) / view.steps}%` });
  return [
    h(
      "div",
      { class: "head" },
      h("div", { class: "date", text: quarterOf(view.now.year) }),
      h(
        "div",
        { class: "row" },
        view.now.agreement === "none"
          ? null
          : h("span", {
              class: "badge good",
              text: say(`agreement.${view.now.agreement.replace("-", "_")}`),
            }),
        h("span", {
          class: "soft small",
          text: view.over ? say("over.title") : say("play.left", { count: view.steps - view.step }),
        }),
      ),
    ),
    h("div", { class: "passed", "aria-hidden": "true" }, bar),
    trackPart(view.now),
  ];
}

export function whoPlays(record) {
  const two = record.us === "person" && record.cn === "person";
  const who = (name) =>
    name === "person" ? say(two ? "chair.one" : "chair.you") : policyTitle(name);
  const title = state.scenarios[record.scenario].title;
  return say("play.setting", {
    title,
    us: who(record.us),
    cn: who(record.cn),
    world: record.world,
  });
}
