// The bar at the top: where one is, and light or dark.
import { h } from "../dom.mjs";
import { setTheme, state } from "../store.mjs";
import { say } from "../words.mjs";

const PLACES = [
  ["", "welcome"],
  ["play", "play"],
];

export function top(view) {
  const links = PLACES.map(([place, name]) =>
    h("a", {
      href: `#/${place}`,
      text: say(`views.${name}`),
      "aria-current": view === place ? "page" : null,
    }),
  );
  const dark = state.theme === "dark";
  const theme = h("button", {
    class: "plain",
    type: "button",
    text: say(dark ? "theme.light" : "theme.dark"),
    onclick: () => {
      setTheme(dark ? "light" : "dark");
      document.getElementById("top").replaceChildren(top(view));
    },
  });
  return h(
    "div",
    { class: "bar" },
    h("a", { class: "brand", href: "#/" }, h("img", { src: "icon.svg", alt: "" }), "race-sim"),
    h("nav", { "aria-label": say("pages") }, links),
    theme,
  );
}
