// The first thing one sees: a question, and two buttons.
import { h } from "../dom.mjs";
import { say } from "../words.mjs";

export function show(main) {
  main.append(
    h(
      "div",
      { class: "stack", style: null },
      h("h1", { text: say("welcome.title") }),
      h("p", { text: say("welcome.text") }),
      h(
        "div",
        { class: "row" },
        h("a", { class: "button main", href: "#/play", text: say("welcome.play") }),
      ),
    ),
  );
}
