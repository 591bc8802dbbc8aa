// The chapters: the list of them, or one of them being told.
import { button, h } from "../dom.mjs";
import { say } from "../words.mjs";
import {
  CHAPTERS,
  addressOfChapter,
  beginPart,
  betsOf,
  chapterSettings,
  forget,
  isDone,
  markDone,
  titleOf,
} from "../parts/chapter_list.mjs";
import { Stage } from "../parts/chapter_stage.mjs";

const STORIES = {
  buttons: () => import("./chapter_buttons.mjs"),
  table: () => import("./chapter_table.mjs"),
  luck: () => import("./chapter_luck.mjs"),
  futures: () => import("./chapter_futures.mjs"),
  shock: () => import("./chapter_shock.mjs"),
  talks: () => import("./chapter_talks.mjs"),
  others: () => import("./chapter_others.mjs"),
  change: () => import("./chapter_change.mjs"),
};

function doorOf(name, at) {
  const bets = betsOf(name);
  return h(
    "li",
    {},
    h(
      "a",
      { class: "door chapter-door", href: addressOfChapter(at + 1) },
      h("span", { class: "chapter-number", "aria-hidden": "true", text: `${at + 1}` }),
      h(
        "div",
        {},
        h("strong", { text: say(`chapters.${name}.question`) }),
        h("span", {
          text: say("chapters.about", {
            title: say(`chapters.${name}.title`),
            minutes: say(`chapters.${name}.minutes`),
          }),
        }),
        bets.length > 0
          ? h("span", {
              text: say("chapters.bet.tally", {
                right: bets.filter((one) => one.right).length,
                of: bets.length,
              }),
            })
          : null,
      ),
      isDone(name) ? h("span", { class: "badge good", text: say("chapters.done") }) : null,
    ),
  );
}

function list(main) {
  const again = button(say("chapters.forget"), () => {
    forget();
    main.replaceChildren();
    list(main);
    main.querySelector("a.button").focus();
  });
  main.append(
    h("h1", { text: say("chapters.heading") }),
    h("p", { class: "lead", text: say("chapters.lead") }),
    beginPart(),
    h("ol", { class: "chapter-doors" }, CHAPTERS.map(doorOf)),
    CHAPTERS.some(isDone) ? h("div", { class: "row" }, again) : "",
  );
}

function stepsPart(number) {
  const link = (name, at) =>
    h(
      "li",
      {},
      h("a", {
        href: addressOfChapter(at + 1),
        class: isDone(name) ? "done" : null,
        "aria-current": at + 1 === number ? "step" : null,
        "aria-label": titleOf(at + 1) + (isDone(name) ? `, ${say("chapters.done")}` : ""),
        title: titleOf(at + 1),
        text: `${at + 1}`,
      }),
    );
  return h(
    "nav",
    { class: "chapter-steps", "aria-label": say("chapters.all") },
    h("ol", {}, CHAPTERS.map(link)),
  );
}

// What stands at the end of a chapter: where to go on.
function closing(number) {
  const next = number < CHAPTERS.length;
  return h(
    "div",
    { class: "row onward" },
    next
      ? h("a", {
          class: "button main large",
          href: addressOfChapter(number + 1),
          text: say("chapters.go_on", {
            number: number + 1,
            title: say(`chapters.${CHAPTERS[number]}.title`),
          }),
        })
      : h("a", { class: "button main large", href: "#/sandbox", text: say("chapters.sandbox") }),
    next ? null : h("a", { class: "button large", href: "#/play", text: say("chapters.play") }),
    h("a", { class: "button large", href: "#/chapters", text: say("chapters.all") }),
  );
}

async function tell(stage, number) {
  const [story, settings] = await Promise.all([STORIES[stage.name](), chapterSettings()]);
  await story.tell(stage, settings[stage.name]);
  markDone(stage.name);
  document.querySelector(".chapter-steps")?.replaceWith(stepsPart(number));
  stage.parts.at(-1).append(closing(number));
}

export function show(main, rest) {
  const number = Number(/^\/(\d+)$/.exec(rest)?.[1]);
  const name = CHAPTERS[number - 1];
  if (!name) {
    list(main);
    return null;
  }
  const holder = h("div", { class: "chapter" });
  main.append(holder);
  holder.append(
    stepsPart(number),
    h("p", { class: "small soft", text: titleOf(number) }),
    h("h1", { tabindex: -1, text: say(`chapters.${name}.question`) }),
  );
  holder.querySelector("h1").focus({ preventScroll: true });
  const stage = new Stage(holder, name);
  const pressed = (event) => stage.pressed(event);
  document.addEventListener("keydown", pressed);
  tell(stage, number);
  return () => {
    document.removeEventListener("keydown", pressed);
    stage.leave();
  };
}
