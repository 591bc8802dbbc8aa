// The start, and which view the address asks for.
import { h } from "./dom.mjs";
import { call, start } from "./engine.mjs";
import { change, setTheme, state, themeAtStart } from "./store.mjs";
import { loadWords, say } from "./words.mjs";
import { top } from "./parts/top.mjs";

const VIEWS = {
  "": () => import("./views/welcome.mjs"),
  play: () => import("./views/play.mjs"),
};

async function show() {
  const [name, rest] = location.hash.replace(/^#\/?/, "").split(/[?/](.*)/s);
  const view = VIEWS[name] ? name : "";
  const main = document.getElementById("main");
  const module = await VIEWS[view]();
  document.getElementById("top").replaceChildren(top(view));
  main.replaceChildren();
  await module.show(main, rest ?? "");
  document.title = `${say(`views.${view || "welcome"}`)} · race-sim`;
  window.scrollTo(0, 0);
}

async function begin() {
  setTheme(themeAtStart());
  await loadWords();
  const main = document.getElementById("main");
  const bar = h("progress", { max: 1, value: 0, "aria-label": say("loading") });
  main.replaceChildren(h("div", { class: "loading" }, h("p", { text: say("loading") }), bar));
  try {
    await start((done) => {
      bar.value = done;
    });
    const [scenarios, policies] = await Promise.all([
      call({ ask: "scenarios" }),
      call({ ask: "policies" }),
    ]);
    if (scenarios.error || policies.error) throw new Error((scenarios.error ?? policies.error).message);
    change({ ...scenarios, policies: policies.policies });
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
