// The two buttons. Keys: A and I, or the letters of the words file.
import { h } from "../dom.mjs";
import { say } from "../words.mjs";

export function choicesPart(side, choose, pressed = null) {
  const button = (letter, look) =>
    h(
      "button",
      {
        class: `choice ${look}`,
        type: "button",
        "data-letter": letter,
        "aria-keyshortcuts": letter,
        "aria-pressed": pressed === null ? null : `${pressed === letter}`,
        onclick: () => choose(letter),
      },
      h("strong", { text: say(`choice.${letter}.title`) }),
      h("span", { text: say(`choice.${letter}.text`) }),
      h("kbd", { "aria-hidden": "true", text: letter }),
    );
  return h(
    "div",
    { class: "choices", role: "group", "aria-label": say("choice.for", { side: say(`side.${side}`) }) },
    button("A", "accelerate"),
    button("I", "invest"),
  );
}
