// Set up a game: who plays, in which world, under which rules.
import { h } from "../dom.mjs";
import { call } from "../engine.mjs";
import { addressOf, fieldsOf, packed } from "../links.mjs";
import { asked, unsolved, usualSetting } from "../settings.mjs";
import { say } from "../words.mjs";
import { Matrix } from "../parts/matrix.mjs";
import { problemPart } from "../parts/problem.mjs";
import { SettingForm } from "../parts/setting_form.mjs";
import { trackPart } from "../parts/track.mjs";

let kept = null; // the setting, while other views are looked at

export async function show(main, rest) {
  const { scenario } = fieldsOf(rest);
  const matrix = new Matrix({ title: say("sandbox.matrix") });
  const trouble = h("div");
  const lanes = h("div");
  const form = new SettingForm(kept ?? { ...usualSetting(), ...(scenario ? { scenario } : {}) }, {
    told: (setting) => {
      kept = setting;
      look();
    },
  });
  const start = h("button", {
    class: "button main large",
    type: "button",
    text: say("sandbox.start"),
  });
  let working = false;
  let again = false;

  // The first matrix of this setting, asked for while knobs are turned.
  async function look() {
    if (working) {
      again = true;
      return;
    }
    working = true;
    const answer = await call({
      ask: "new_game",
      ...asked({ ...form.setting, us: "person", cn: "person" }),
      world: 0,
    });
    const seats = answer.error ?? unsolved(form.setting);
    await new Promise((resolve) => setTimeout(resolve, 60));
    working = false;
    trouble.replaceChildren(...(seats ? [problemPart(say("sandbox.cannot"), seats)] : []));
    start.disabled = seats !== null;
    if (!answer.error) {
      matrix.update(answer.matrix);
      lanes.replaceChildren(trackPart(answer.now));
    }
    if (again) {
      again = false;
      await look();
    }
  }

  start.addEventListener("click", async () => {
    const answer = await call({ ask: "new_game", ...asked(form.setting) });
    if (answer.error) trouble.replaceChildren(problemPart(say("sandbox.cannot"), answer.error));
    else location.hash = addressOf("play", { game: packed(answer.game) });
  });
  main.append(
    h("h1", { text: say("views.sandbox") }),
    h("p", { class: "lead", text: say("sandbox.text") }),
    h(
      "div",
      { class: "table" },
      form.element,
      h(
        "div",
        { class: "stack beside" },
        h("div", { class: "start-bar" }, start),
        trouble,
        matrix.element,
        h(
          "section",
          { class: "sheet", "aria-label": say("sandbox.lanes") },
          h("h2", { text: say("sandbox.lanes") }),
          lanes,
        ),
      ),
    ),
  );
  await look();
}
