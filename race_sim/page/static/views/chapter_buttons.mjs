// Chapter 1: two buttons, and nothing explained before they have been pressed.
import { h } from "../dom.mjs";
import { number } from "../words.mjs";
import { ShortRace, bothStrips, countOf, lettersOf } from "../parts/chapter_race.mjs";
import { trackPart } from "../parts/track.mjs";

const REASONS = ["lead", "fear", "safe", "curious"];

export async function tell(stage, { race, quarters }) {
  const start = await stage.ask({ ask: "new_game", ...race });
  const first = new ShortRace(stage, start, { bare: true, strip: quarters });
  stage.beat(stage.texts("start"), first.element);
  for (let at = 0; at < quarters; at += 1) await first.quarter();
  first.end();

  await stage.bet("china", { low: 0, high: quarters, value: quarters / 2 }, { quarters });
  const second = new ShortRace(stage, first.view, { bare: true, strip: quarters });
  stage.beat(stage.texts("again"), second.element);
  for (let at = 0; at < quarters; at += 1) await second.quarter();
  second.end();
  const end = second.view;
  const china = countOf(lettersOf(end, "cn", quarters), "A");
  stage.beat(stage.came("china", china), h("p", { text: stage.say("asked") }));

  const reason = await stage.bet("why", { options: REASONS, question: true });
  const own = countOf(lettersOf(end, "us"), "A");
  stage.beat(
    h("p", { text: stage.say(`answer.${reason}`) }),
    bothStrips(end, 0, 2 * quarters),
    h("p", {
      text: stage.say("counts", {
        us: own,
        cn: countOf(lettersOf(end, "cn"), "A"),
        of: 2 * quarters,
      }),
    }),
  );
  await stage.press(stage.say("names"));
  stage.beat(
    h("h2", { text: stage.say("shows_title") }),
    trackPart(end.now),
    stage.texts("shows", {
      before: number(start.now.us.gap),
      gap: number(end.now.us.gap),
      cn_gap: number(end.now.cn.gap),
    }),
  );
}
