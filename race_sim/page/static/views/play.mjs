// The table at which one plays: choose, see what comes of it, look ahead.
import { announce, h } from "../dom.mjs";
import { Game } from "../game.mjs";
import { number, quarterOf, say } from "../words.mjs";
import { choicesPart } from "../parts/choices.mjs";
import { endingsPart } from "../parts/endings.mjs";
import { cardText, eventCard } from "../parts/event_card.mjs";
import { matrixPart } from "../parts/matrix.mjs";
import { drawTimeline, timelinePart } from "../parts/timeline.mjs";

function gauge(side, now) {
  const line = (key, value) => [h("dt", { text: say(`gauge.${key}`) }), h("dd", { text: value })];
  return h(
    "div",
    { class: `gauge of-${side}` },
    h("strong", { class: side }, h("span", { class: `sign ${side}` }), say(`side.${side}`)),
    h(
      "dl",
      {},
      line("capability", number(now.capability)),
      line("gap", number(now.gap)),
      line("alarm", number(now.alarm, 1)),
      now.restriction > 0.005 ? line("restriction", `${number(100 * now.restriction, 0)} %`) : [],
    ),
  );
}

function head(view) {
  const { now } = view;
  return h(
    "section",
    { class: "sheet" },
    h(
      "div",
      { class: "head" },
      h("div", {}, h("div", { class: "soft small", text: say("play.now") }), h("div", { class: "date", text: quarterOf(now.year) })),
      h("div", { class: "soft small", text: say("play.left", { count: view.steps - view.step }) }),
    ),
    h("div", { class: "passed", "aria-hidden": "true" }, h("span", { style: null, "data-part": view.step / view.steps })),
    h("div", { class: "gauges", style: null }, gauge("us", now.us), gauge("cn", now.cn)),
  );
}

function lastMoves(view) {
  if (view.step === 0) return null;
  return [view.now.us.last, view.now.cn.last];
}

function closing(view) {
  const { outcome } = view;
  return h(
    "section",
    { class: "sheet", "aria-label": say("over.title") },
    h("h2", { text: say(`over.${outcome.ending}.title`) }),
    h("p", { text: say(`over.${outcome.ending}.text`, { year: number(outcome.end_year, 0) }) }),
  );
}

export async function show(main) {
  const seats = { left: h("div", { class: "stack" }), right: h("div", { class: "stack" }) };
  main.append(h("h1", { class: "unseen", text: say("views.play") }), h("div", { class: "table" }, seats.left, seats.right));
  const endings = h("div", {});
  const timeline = timelinePart();
  const cards = h("div", { class: "stack", "aria-live": "off" });

  const choose = (letter) => {
    const { view } = game;
    if (view && view.waits_for.length > 0) game.move({ [view.waits_for[0]]: letter });
  };
  const render = async (now, news) => {
    if (now.problem) {
      seats.left.replaceChildren(h("div", { class: "problem", role: "alert", text: now.problem.message }));
      return;
    }
    const { view } = now;
    cards.replaceChildren(...news.map(eventCard));
    const controls = view.over ? closing(view) : choicesPart(now.side, choose);
    const back = h("button", { class: "button", type: "button", text: say("play.undo"), disabled: view.decision === 0, onclick: () => game.undo() });
    const again = h("button", { class: "button", type: "button", text: say("play.again"), onclick: () => fresh() });
    const held = document.activeElement?.dataset?.letter;
    seats.left.replaceChildren(head(view), cards, controls, h("div", { class: "row" }, back, again), timeline.part);
    seats.right.replaceChildren(matrixPart(view.matrix, lastMoves(view)), endings);
    seats.left.querySelector("[data-part]").style.width = `${100 * (view.step / view.steps)}%`;
    if (held) seats.left.querySelector(`[data-letter="${held}"]`)?.focus();
    const told = news.map((one) => cardText(one).title);
    announce([quarterOf(view.now.year), ...told, view.matrix.title].join(". "));
    const drawn = drawTimeline(timeline.holder, view);
    const ahead = await now.look_ahead();
    endings.replaceChildren(...(ahead ? [endingsPart(ahead, now.side, (at) => at)] : []));
    await drawn;
  };
  const game = new Game(render);
  const fresh = () => game.start({ scenario: "baseline", us: "person", cn: "logit-response", seed: 1, world: Math.floor(Math.random() * 2 ** 31) });
  document.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const key = event.key.toUpperCase();
    if (key === "A" || key === "I") choose(key);
    if (key === "U" && game.view?.decision > 0) game.undo();
  };
  await fresh();
}
