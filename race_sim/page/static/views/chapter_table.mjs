// Chapter 2: the same race as four boxes with arrows. The name comes last.
import { h } from "../dom.mjs";
import { number, say } from "../words.mjs";
import { Matrix, payoffsAt } from "../parts/matrix.mjs";

// Arrows and frames that are still to be found out.
function veil(matrix) {
  matrix.element.classList.add("veil-rest");
  for (const cell of Object.values(matrix.cells)) {
    const label = cell.getAttribute("aria-label");
    cell.setAttribute("aria-label", label.replace(`. ${say("matrix.rests")}`, ""));
  }
  for (const arrow of Object.values(matrix.arrows)) arrow.classList.add("veiled");
  matrix.name.parentNode.hidden = true;
}

function unveil(matrix, ...arrows) {
  for (const one of arrows) matrix.arrows[one].classList.remove("veiled");
}

// Where one comes to from a box, one arrow after the other: the side that gains moves.
export function walkFrom(matrix, pair) {
  const path = [pair];
  while (path.length < 6) {
    const [us, cn] = path.at(-1);
    const cn_to = matrix.cn_replies[us];
    const us_to = matrix.us_replies[cn];
    if (cn_to !== cn) path.push(us + cn_to);
    else if (us_to !== us) path.push(us_to + cn);
    else break;
  }
  return path;
}

export async function tell(stage, { race }) {
  const { matrix: table } = await stage.ask({ ask: "new_game", ...race });
  const worth = Object.fromEntries(
    ["II", "IA", "AI", "AA"].flatMap((pair) => {
      const [us, cn] = payoffsAt(table, pair[0], pair[1]);
      return [
        [`us_${pair}`, number(us)],
        [`cn_${pair}`, number(cn)],
      ];
    }),
  );
  const matrix = new Matrix({ title: stage.say("boxes"), how: false });
  stage.element.classList.add("beside-matrix");
  stage.element.append(h("div", { class: "pinned" }, matrix.element));
  matrix.update(table);
  veil(matrix);
  stage.beat(stage.texts("start"));
  await stage.press(stage.say("read"));

  const replies = async (given) => {
    for (const pair of [`${given}I`, `${given}A`]) matrix.cells[pair].classList.add("lit");
    const right = table.cn_replies[given];
    await stage.bet(`china_${given}`, { options: ["A", "I"] }, worth);
    unveil(matrix, `cn${given}`);
    for (const cell of Object.values(matrix.cells)) cell.classList.remove("lit");
    stage.beat(
      stage.came(`china_${given}`, right, stage.say(`bets.china_${given}.options.${right}`)),
      stage.texts(`china_${given}`, worth),
    );
    await stage.press(stage.say("on"));
  };
  await replies("I");
  await replies("A");
  const [if_safe, if_fast] = [table.us_replies.I, table.us_replies.A];
  const own = if_safe === if_fast ? if_safe : "depends";
  await stage.bet("own", { options: ["A", "I", "depends"] });
  unveil(matrix, "usI", "usA");
  stage.beat(
    stage.came("own", own, stage.say(`bets.own.options.${own}`)),
    stage.texts("own", worth),
  );

  const said = h("p", { role: "status" });
  await stage.press(stage.say("follow"));
  stage.beat(h("h2", { text: stage.say("follow_title") }), said);
  const path = walkFrom(table, "II");
  for (const [at, pair] of path.entries()) {
    matrix.update(table, [pair[0], pair[1]]);
    said.textContent = stage.say(`path.${pair}`);
    if (at < path.length - 1) await stage.press(stage.say("step"));
  }
  matrix.element.classList.remove("veil-rest");
  await stage.press(stage.say("why"));
  matrix.name.parentNode.hidden = false;
  stage.beat(
    h("h2", { text: stage.say("shows_title") }),
    stage.texts("shows", { ...worth, name: table.title }),
  );
}
