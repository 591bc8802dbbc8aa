// Two settings side by side, from the start, under the same luck.
import { announce, button, h, labelled } from "../dom.mjs";
import { call } from "../engine.mjs";
import { addressOf, fieldsOf, keepAddress, packed, unpacked } from "../links.mjs";
import {
  KNOBS,
  asked,
  isSolved,
  knobStandard,
  knobValue,
  unsolved,
  usualSetting,
} from "../settings.mjs";
import { state } from "../store.mjs";
import { number, say } from "../words.mjs";
import { chairPart, policyTitle } from "../parts/chairs.mjs";
import { Endings, kindOf, quantileOf } from "../parts/endings.mjs";
import { saveMenu } from "../parts/export.mjs";
import { knobsPart } from "../parts/knobs.mjs";
import { Matrix } from "../parts/matrix.mjs";
import { problemPart } from "../parts/problem.mjs";
import { scenarioPart } from "../parts/setting_form.mjs";
import { copyAddress } from "../parts/share.mjs";

const SIDES = ["us", "cn"];
let kept = null;

function firstSettings() {
  const one = { ...usualSetting(), world: 0, us: "logit-response", cn: "logit-response" };
  return {
    settings: [one, { ...one, us: "tit-for-tat", cn: "tit-for-tat" }],
    worlds: 50,
    side: "us",
  };
}

function differences([a, b]) {
  const found = [];
  if (a.scenario !== b.scenario)
    found.push(
      say("compare.differs", {
        what: say("setting.scenario"),
        a: state.scenarios[a.scenario].title,
        b: state.scenarios[b.scenario].title,
      }),
    );
  for (const side of SIDES) {
    if (a[side] !== b[side])
      found.push(
        say("compare.differs", {
          what: say(`side.${side}`),
          a: policyTitle(a[side]),
          b: policyTitle(b[side]),
        }),
      );
  }
  for (const knob of KNOBS) {
    const [one, two] = [knobValue(a, knob), knobValue(b, knob)];
    if (Math.abs(one - two) > 1e-6)
      found.push(
        say("compare.differs", {
          what: say(`knob.${knob.name}.name`),
          a: number(one),
          b: number(two),
        }),
      );
  }
  return found;
}

function mean(endings, read) {
  return endings.reduce((sum, one) => sum + read(one), 0) / endings.length;
}

function resultTable([a, b], side) {
  const count = (one) => one.filter((ending) => kindOf(ending) === "catastrophe").length;
  const rows = [
    ["middle", (one) => number(quantileOf(one, side, 0.5), 1)],
    ["worst", (one) => number(quantileOf(one, side, 0.1), 1)],
    ["catastrophes", (one) => say("compare.of", { count: count(one), of: one.length })],
    [
      "moments",
      (one) =>
        number(
          mean(one, (ending) => ending.chernobyl_moments),
          1,
        ),
    ],
    [
      "lead",
      (one) =>
        number(
          mean(one, (ending) => ending.us_capability - ending.cn_capability),
          2,
        ),
    ],
    [
      "accelerating",
      (one) => `${number(100 * mean(one, (ending) => ending[`${side}_accelerating`]), 0)} %`,
    ],
  ];
  return h(
    "table",
    { class: "figures" },
    h("caption", { class: "unseen", text: say("compare.table") }),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td"),
        ["A", "B"].map((name) => h("th", { scope: "col", text: name })),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map(([key, read]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row", text: say(`compare.row.${key}`) }),
          h("td", { text: read(a) }),
          h("td", { text: read(b) }),
        ),
      ),
    ),
  );
}

function pairText([a, b], side) {
  const differs = (one, at, sign) =>
    sign * (b[at][`${side}_welfare`] - one[`${side}_welfare`]) > 0.05;
  const better = a.filter((one, at) => differs(one, at, 1)).length;
  const worse = a.filter((one, at) => differs(one, at, -1)).length;
  return say("compare.pairs", {
    better,
    worse,
    same: a.length - better - worse,
    of: a.length,
    side: say(`side.${side}`),
  });
}

class Comparison {
  constructor(main, start) {
    this.state = start;
    this.found = [null, null];
    this.seats = [0, 1].map((at) => this.seat(at));
    this.summary = h("section", { class: "sheet", "aria-label": say("compare.result") });
    const worlds = h(
      "select",
      { onchange: () => this.change({ worlds: Number(worlds.value) }) },
      [50, 200].map((one) =>
        h("option", {
          value: one,
          selected: one === start.worlds,
          text: say("plan.count", { count: one }),
        }),
      ),
    );
    const side = h(
      "select",
      { onchange: () => this.change({ side: side.value }) },
      SIDES.map((one) =>
        h("option", { value: one, selected: one === start.side, text: say(`side.${one}`) }),
      ),
    );
    const swap = button(say("compare.copy"), () => {
      this.state.settings[1] = structuredClone(this.state.settings[0]);
      this.fill(1);
      this.look();
    });
    main.append(
      h("h1", { text: say("views.compare") }),
      h("p", { class: "lead", text: say("compare.text") }),
      h(
        "div",
        { class: "fields" },
        labelled(say("plan.how_many"), worlds),
        labelled(say("compare.side"), side),
        swap,
        copyAddress(),
      ),
      h(
        "div",
        { class: "stack" },
        this.summary,
        h(
          "div",
          { class: "pair" },
          ["endings", "form", "matrix", "play"].map((part) =>
            this.seats.map((seat) => seat[part].element ?? seat[part]),
          ),
        ),
      ),
    );
    [0, 1].forEach((at) => this.fill(at));
    this.look();
  }

  seat(at) {
    const name = ["A", "B"][at];
    const endings = new Endings({
      name,
      tools: saveMenu(`race-sim-endings-${name}`, () => endings.dots.element),
    });
    const matrix = new Matrix({ title: `${name}: ${say("sandbox.matrix")}`, how: false });
    const form = h("section", {
      class: "sheet stack",
      "aria-label": say("compare.setting", { name }),
    });
    const play = button(say("compare.play", { name }), async () => {
      const answer = await call({
        ask: "new_game",
        ...asked({ ...this.state.settings[at], world: null, us: "person" }),
      });
      if (!answer.error) location.hash = addressOf("play", { game: packed(answer.game) });
    });
    const trouble = h("div");
    return { name, endings, matrix, form, trouble, play: h("div", {}, play) };
  }

  fill(at) {
    const read = () => this.state.settings[at];
    const write = (next, fresh) => {
      this.state.settings[at] = next;
      if (fresh) this.fill(at);
      this.look();
    };
    const chairs = SIDES.map((side) =>
      chairPart(side, read()[side], {
        persons: false,
        solved: isSolved(read()),
        told: (name) => write({ ...read(), [side]: name }, true),
      }),
    );
    const knobs = h(
      "details",
      { class: "knob-drawer" },
      h("summary", { text: say("setting.knobs") }),
      knobsPart(read, (next) => write(next, false)),
    );
    const is_open = this.seats[at].form.querySelector(".knob-drawer")?.open;
    const turned = KNOBS.some(
      (knob) => Math.abs(knobValue(read(), knob) - knobStandard(read(), knob)) > 1e-6,
    );
    knobs.open = is_open ?? (turned || matchMedia("(min-width: 58rem)").matches);
    const seat = this.seats[at];
    seat.form.replaceChildren(
      h("h2", { text: say("compare.setting", { name: seat.name }) }),
      seat.trouble,
      scenarioPart(read(), (next) => write(next, true)),
      h("div", { class: "chairs" }, chairs),
      knobs,
    );
  }

  change(values) {
    Object.assign(this.state, values);
    this.look();
  }

  async look() {
    kept = this.state;
    if (this.working) {
      this.again = true;
      return;
    }
    this.working = true;
    await Promise.all([0, 1].map((at) => this.ask(at)));
    this.render();
    await new Promise((resolve) => setTimeout(resolve, 90));
    this.working = false;
    if (this.again) {
      this.again = false;
      await this.look();
    }
  }

  async ask(at) {
    const setting = this.state.settings[at];
    const { worlds } = this.state;
    const seat = this.seats[at];
    const made_for = JSON.stringify([setting, worlds]);
    if (seat.made_for === made_for) return; // the other one has been changed
    seat.made_for = made_for;
    const game = await call({ ask: "new_game", ...setting, us: "person", cn: "person" });
    const trouble = game.error ?? unsolved(setting);
    const plans = { us_plan: setting.us, cn_plan: setting.cn };
    const answer = trouble
      ? { error: trouble }
      : await call({ ask: "forecast", game: game.game, worlds, ...plans });
    this.found[at] = answer.error ? null : answer;
    seat.trouble.replaceChildren(
      ...(answer.error ? [problemPart(say("sandbox.cannot"), answer.error)] : []),
    );
    if (!game.error) seat.matrix.update(game.matrix);
  }

  render() {
    const { side, settings, worlds } = this.state;
    keepAddress("compare", { one: packed(settings[0]), two: packed(settings[1]), worlds, side });
    this.found.forEach((found, at) => found && this.seats[at].endings.update(found, side));
    if (this.found.includes(null)) return;
    const both = this.found.map((one) => one.endings);
    const differs = differences(settings);
    const pairs = pairText(both, side);
    this.summary.replaceChildren(
      h("h2", { text: say("compare.result") }),
      h(
        "div",
        { class: "two" },
        h(
          "div",
          {},
          differs.length > 0
            ? h(
                "ul",
                { class: "plain-list" },
                differs.map((text) => h("li", { text })),
              )
            : h("p", { class: "soft", text: say("compare.same") }),
          h("p", { class: "middle", text: pairs }),
          h("p", { class: "small soft", text: say("compare.pairs_how") }),
        ),
        resultTable(both, side),
      ),
    );
    announce(pairs);
  }
}

function settingIn(text) {
  const found = { ...firstSettings().settings[0], ...unpacked(text) };
  if (!state.scenarios[found.scenario] || typeof found.values !== "object" || found.values === null)
    throw new Error("no setting");
  return found;
}

export function show(main, rest) {
  const fields = fieldsOf(rest);
  let start = kept ?? firstSettings();
  if (fields.one && fields.two) {
    try {
      start = {
        settings: [settingIn(fields.one), settingIn(fields.two)],
        worlds: fields.worlds === "200" ? 200 : 50,
        side: fields.side === "cn" ? "cn" : "us",
      };
    } catch {
      const error = { message: say("link.damaged"), problems: [] };
      main.append(
        h("h1", { text: say("views.compare") }),
        problemPart(
          say("link.title"),
          error,
          h("a", { class: "button main", href: "#/compare", text: say("link.compare") }),
        ),
      );
      return;
    }
  }
  new Comparison(main, start);
}
