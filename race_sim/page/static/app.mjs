// The start, and which view the address asks for.
import { h } from "./dom.mjs";
import { call, start } from "./engine.mjs";
import { change, setTheme, state, themeAtStart } from "./store.mjs";
import { loadWords, say } from "./words.mjs";
import { top } from "./parts/top.mjs";

const VIEWS = {
  "": () => import("./views/welcome.mjs"),
  chapters: () => import("./views/chapters.mjs"),
  play: () => import("./views/play.mjs"),
  sandbox: () => import("./views/sandbox.mjs"),
  compare: () => import("./views/compare.mjs"),
  card: () => import("./views/card.mjs"),
};

let leave = null; // what the view that is shown wants done when one goes
let shown = 0;

async function show() {
  const [name, rest] = location.hash.replace(/^#\/?/, "").split(/(?=[?/])(.*)/s);
  const view = Object.hasOwn(VIEWS, name) ? name : "";
  const main = document.getElementById("main");
  shown += 1;
  const mine = shown;
  const module = await VIEWS[view]();
  if (mine !== shown) return;
  leave?.();
  leave = null;
  document.getElementById("top").replaceChildren(top(view));
  main.replaceChildren();
  main.className = `view-${view || "welcome"}`;
  document.title = `${say(`views.${view || "welcome"}`)} · race-sim`;
  window.scrollTo(0, 0);
  const left = await module.show(main, rest ?? "");
  if (mine === shown) leave = left ?? null;
  else left?.();
}

async function begin() {
  setTheme(themeAtStart());
  await loadWords();
  const main = document.getElementById("main");
  const skip = document.querySelector(".skip");
  skip.textContent = say("skip");
  skip.addEventListener("click", (event) => {
    event.preventDefault(); // the address says which view is shown
    main.focus();
  });
  const bar = h("progress", { max: 1, value: 0, "aria-label": say("loading") });
  main.replaceChildren(
    h(
      "div",
      { class: "loading" },
      h("h1", { text: "race-sim" }),
      h("p", { text: say("loading") }),
      bar,
    ),
  );
  try {
    await start((done) => {
      bar.value = done;
    });
    const [scenarios, policies] = await Promise.all([
      call({ ask: "scenarios" }),
      call({ ask: "policies" }),
    ]);
    if (scenarios.error || policies.error)
      throw new Error((scenarios.error ?? policies.error).message);
    change({
      scenarios: scenarios.scenarios,
      knobs: scenarios.knobs,
      model: scenarios.model,
      policies: policies.policies,
    });
  } catch (error) {
    main.replaceChildren(
      h("div", { class: "problem", role: "alert", text: say("failed", { what: error.message }) }),
    );
    return;
  }
  window.addEventListener("hashchange", show);
  await show();
  document.documentElement.dataset.ready = "yes";
}

begin();
export { state };
