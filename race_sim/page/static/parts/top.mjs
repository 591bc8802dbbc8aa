// The bar at the top: where one is, and light or dark.
import { h } from "../dom.mjs";
import { setTheme, state } from "../store.mjs";
import { say } from "../words.mjs";

const PLACES = [
  ["", "welcome"],
  ["chapters", "chapters"],
  ["play", "play"],
  ["sandbox", "sandbox"],
  ["compare", "compare"],
  ["card", "card"],
];

export function top(view) {
  const links = PLACES.map(([place, name]) =>
    h("a", {
      href: `#/${place}`,
      text: say(`short_views.${name}`),
      "aria-current": view === place ? "page" : null,
    }),
  );
  const dark = state.theme === "dark";
  const theme = h(
    "button",
    {
      class: "plain theme",
      type: "button",
      "aria-label": say(dark ? "theme.to_light" : "theme.to_dark"),
      title: say(dark ? "theme.to_light" : "theme.to_dark"),
      onclick: () => {
        setTheme(dark ? "light" : "dark");
        document.getElementById("top").replaceChildren(top(view));
        document.querySelector("button.theme").focus();
      },
    },
    dark ? "\u2600\uFE0E" : "\u263E\uFE0E",
  );
  return h(
    "div",
    { class: "bar" },
    h("a", { class: "brand", href: "#/" }, h("img", { src: "icon.svg", alt: "" }), "race-sim"),
    h("nav", { "aria-label": say("pages") }, links),
    theme,
  );
}
