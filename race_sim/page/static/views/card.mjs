// The model card: what is assumed, what is not, what is a guess.
import { h } from "../dom.mjs";
import { state } from "../store.mjs";
import { entry, say } from "../words.mjs";

export function show(main) {
  const sections = Object.values(entry("card.sections")).map((section) =>
    h(
      "section",
      { class: "sheet", "aria-label": section.title },
      h("h2", { text: section.title }),
      (section.text ?? []).map((text) =>
        h("p", {
          text: text
            .replace("{model}", state.model)
            .replace("{parameters}", Object.keys(state.knobs).length),
        }),
      ),
      section.list
        ? h(
            "ul",
            {},
            section.list.map((text) => h("li", { text })),
          )
        : null,
      section.terms
        ? h(
            "dl",
            { class: "terms" },
            section.terms.map(([term, text]) => [h("dt", { text: term }), h("dd", { text })]),
          )
        : null,
    ),
  );
  main.append(
    h("h1", { text: say("views.card") }),
    h("p", { class: "lead", text: say("card.lead") }),
    h("div", { class: "columns" }, sections),
  );
}
