// The two buttons. Keys: A and I, or those of the words file at a keyboard for two.
import { h } from "../dom.mjs";
import { say } from "../words.mjs";

// `keys`: the key for each letter; `pressed`: the letter that is shown as chosen.
export function choicesPart(side, choose, { keys = { A: "A", I: "I" }, pressed = null } = {}) {
  const button = (letter, look) =>
    h(
      "button",
      {
        class: `choice ${look}`,
        type: "button",
        "data-letter": letter,
        "data-side": side,
        "aria-keyshortcuts": keys[letter],
        "aria-pressed": pressed === null ? null : `${pressed === letter}`,
        onclick: () => choose(letter),
      },
      h("strong", { text: say(`choice.${letter}.title`) }),
      h("span", { text: say(`choice.${letter}.text`) }),
      h("kbd", { "aria-hidden": "true", text: keys[letter] }),
    );
  return h(
    "div",
    {
      class: "choices",
      role: "group",
      "aria-label": say("choice.for", { side: say(`side.${side}`) }),
    },
    button("A", "accelerate"),
    button("I", "invest"),
  );
}

export const HOT_KEYS = { us: { A: "Q", I: "W" }, cn: { A: "O", I: "P" } };

// Two persons at one keyboard: what one has chosen stays hidden until the other has chosen too.
export function hotSeatPart(chosen, choose) {
  return h(
    "div",
    { class: "hot-seat" },
    ["us", "cn"].map((side) =>
      h(
        "section",
        { class: `sheet seat of-${side}`, "aria-label": say(`side.${side}`) },
        h(
          "div",
          { class: "titled" },
          h("strong", { class: side }, h("span", { class: `sign ${side}` }), say(`side.${side}`)),
          h("span", {
            class: chosen[side] ? "badge good" : "badge",
            text: say(chosen[side] ? "hot.sealed" : "hot.open"),
          }),
        ),
        choicesPart(side, (letter) => choose(side, letter), { keys: HOT_KEYS[side] }),
      ),
    ),
    h("p", { class: "small soft", text: say("hot.how") }),
  );
}
