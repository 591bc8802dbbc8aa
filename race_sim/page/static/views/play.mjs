// A game is played, resumed from a link, or taken up against one from a link.
import { h } from "../dom.mjs";
import { call } from "../engine.mjs";
import { Game } from "../game.mjs";
import { fieldsOf, unpacked } from "../links.mjs";
import { settingOf, usualSetting } from "../settings.mjs";
import { number, say } from "../words.mjs";
import { problemPart } from "../parts/problem.mjs";
import { Table } from "../parts/table.mjs";

let kept = null; // the game, while other views are looked at

function badLink(main, error) {
  const ways = h(
    "div",
    { class: "row" },
    h("a", { class: "button main", href: "#/play", text: say("link.fresh") }),
    h("a", { class: "button", href: "#/sandbox", text: say("views.sandbox") }),
  );
  main.replaceChildren(
    h("h1", { text: say("views.play") }),
    problemPart(say("link.title"), error, ways),
  );
}

// The record in a link, or null where it holds none that can be read.
function recordIn(text) {
  try {
    return unpacked(text);
  } catch {
    return null; // the caller says so to the reader
  }
}

// What the door tells of a game in a link, or an error.
async function told(text) {
  const game = recordIn(text);
  if (game === null) return { error: { message: say("link.damaged"), problems: [] } };
  return call({ ask: "replay", game });
}

// A link holds a game, a game to beat, or both.
async function open(main, table, fields) {
  const names = ["game", "beat"].filter((name) => fields[name] !== undefined);
  if (names.length === 0) {
    if (kept?.game.view) table.render([]);
    else await table.game.start(usualSetting());
    return;
  }
  const found = {};
  for (const name of names) {
    found[name] = await told(fields[name]);
    if (found[name].error) {
      badLink(main, found[name].error);
      return;
    }
  }
  table.game.past = found.beat ?? null;
  if (found.game) await table.game.resume(found.game.game);
  else await begin(table, found.beat);
}

// The same world as in a game of before, from its start.
async function begin(table, past) {
  await table.game.start(settingOf(past.game));
  table.cards.prepend(
    h(
      "p",
      { class: "card" },
      h("span", { class: "card-sign", "aria-hidden": "true", text: "\u2691" }),
      h("span", {
        text: say(past.over ? "duel.begin" : "duel.begin_open", {
          welfare: number(past.outcome?.[`${table.game.side}_welfare`] ?? 0),
        }),
      }),
    ),
  );
}

export async function show(main, rest) {
  const fields = fieldsOf(rest);
  if (fields.game !== undefined || fields.beat !== undefined) kept = null;
  const table = new Table(main, kept?.game ?? new Game(() => {}));
  const pressed = (event) => table.pressed(event);
  document.addEventListener("keydown", pressed);
  await open(main, table, fields);
  if (table.game.view) kept = { game: table.game };
  return () => {
    document.removeEventListener("keydown", pressed);
    table.close();
  };
}
