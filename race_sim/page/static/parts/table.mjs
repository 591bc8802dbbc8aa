// The table at which one plays: choose, see what comes of it, look ahead, look back.
import { announce, button, calmMotion, h } from "../dom.mjs";
import { keepAddress, packed } from "../links.mjs";
import { settingOf } from "../settings.mjs";
import { quarterOf, say } from "../words.mjs";
import { Ahead } from "./ahead.mjs";
import { HOT_KEYS, choicesPart, hotSeatPart } from "./choices.mjs";
import { debriefPart, duelPart, happenedPart, sheetPart } from "./debrief.mjs";
import { dotLabel } from "./endings.mjs";
import { cardText, consequences, eventCard } from "./event_card.mjs";
import { saveHistory, saveMenu } from "./export.mjs";
import { Matrix, matrixPicture } from "./matrix.mjs";
import { OtherPath } from "./other_path.mjs";
import { problemPart } from "./problem.mjs";
import { shareButton } from "./share.mjs";
import { Timeline } from "./timeline.mjs";
import { Walk } from "./walk.mjs";
import { WhatIf } from "./what_if.mjs";
import { headPart, whoPlays } from "./where.mjs";

const MOST_CARDS = 3;

export class Table {
  constructor(main, game) {
    this.game = game;
    this.game.tell = (_, news) => this.render(news);
    this.chosen = {};
    this.main = main;
    this.build();
  }

  build() {
    this.head = h("section", { class: "sheet", "aria-label": say("play.where") });
    this.cards = h("div", { class: "stack" });
    this.controls = h("div", { class: "controls" });
    this.walk = h("div");
    this.after = h("div", { class: "stack" });
    this.setting = h("p", { class: "small soft setting-line" });
    this.timeline = new Timeline({
      more: saveMenu("race-sim-race", () => this.timeline.picture(), [
        button(say("save.csv"), () => saveHistory(this.game.view)),
      ]),
    });
    this.matrix = new Matrix();
    this.matrix.element
      .querySelector(".titled")
      .append(saveMenu("race-sim-matrix", () => matrixPicture(this.matrix.matrix)));
    this.what_if = new WhatIf((matrix, is_if) =>
      this.matrix.update(matrix, is_if ? null : this.lastMoves(), is_if),
    );
    this.ahead = new Ahead(this.game, {
      choose: (number) => this.replay(number),
      changed: () => this.render(null),
    });
    this.path = new OtherPath({
      found: (told, step, extra) => this.otherCourse(told, step, extra),
      resume: (record) => this.game.resume(record),
    });
    this.undo = button(say("play.undo"), () => this.game.undo(), { "aria-keyshortcuts": "U" });
    this.keep = button(say("play.keep"), () => this.keepOn(), {
      "aria-keyshortcuts": "K",
      title: say("play.keep_how"),
    });
    const again = button(say("play.again"), () => this.again());
    this.tools = h(
      "div",
      { class: "row tools" },
      this.keep,
      this.undo,
      again,
      shareButton(() => this.game.record),
    );
    this.sheet = h("div");
    this.left = h("div", { class: "stack" });
    this.right = h("div", { class: "stack" });
    this.narrow = matchMedia("(max-width: 58rem)");
    this.arrange = () => this.place(Boolean(this.game.view?.over));
    this.narrow.addEventListener("change", this.arrange);
    this.arrange();
    this.main.append(
      h("h1", { class: "unseen", text: say("views.play") }),
      this.setting,
      h("div", { class: "table" }, this.left, this.right),
    );
  }

  // What stands where: in one column on a narrow screen; beside the debrief when it is over.
  place(over) {
    const made_for = `${over} ${this.narrow.matches}`;
    if (this.placed_for === made_for) return;
    this.placed_for = made_for;
    const first = [this.head, this.cards, this.controls, this.tools, this.after];
    const now = [this.matrix.element, this.what_if.element, this.ahead.element];
    const back = [this.walk, this.timeline.element, this.path.element];
    const [left, right] = over ? [first, [...back, this.sheet]] : [[...first, ...back], now];
    if (this.narrow.matches && !over) this.left.replaceChildren(...first, ...now, ...back);
    else this.left.replaceChildren(...left);
    this.right.replaceChildren(...(this.narrow.matches && !over ? [] : right));
    this.right.hidden = !this.right.firstChild;
  }

  lastMoves() {
    const { view } = this.game;
    return view.step === 0 ? null : [view.now.us.last, view.now.cn.last];
  }

  choose(side, letter) {
    const { view, running } = this.game;
    if (!view || running || !view.waits_for.includes(side)) return;
    this.chosen[side] = letter;
    if (view.waits_for.some((one) => !this.chosen[one])) {
      announce(say("hot.chosen", { side: say(`side.${side}`) }));
      this.showControls();
      return;
    }
    const letters = this.chosen;
    this.chosen = {};
    this.last = letters;
    this.game.move(letters);
  }

  keepOn() {
    const { game } = this;
    if (game.running) {
      game.running = false;
      return;
    }
    const [side] = game.persons;
    const moves = game.record?.[`${side}_moves`];
    if (game.persons.length === 1 && moves && !game.view.over)
      game.keep_on({ [side]: moves.at(-1) });
  }

  again() {
    const start = () => this.game.start({ ...settingOf(this.game.record), world: null });
    this.game.past = null;
    this.chosen = {};
    return start();
  }

  // Draw what changes with every answer; `news` is null where nothing has happened, and only the
  // endings are missing.
  async render(news) {
    const { game } = this;
    if (game.problem) {
      this.cards.replaceChildren(problemPart(say("problem.title"), game.problem));
      return;
    }
    const { view } = game;
    const side = game.side;
    if (news !== null) this.showNews(view, news, side);
    else this.showControls();
    if (game.running) return;
    const beat = game.past ? { beat: packed(game.past.game) } : {};
    keepAddress("play", { game: packed(game.record), ...beat });
    this.path.update(view, side);
    if (view.over) return;
    if (await game.look_ahead()) this.ahead.update();
  }

  showNews(view, news, side) {
    const before = this.game.before;
    const grave = news.slice(-MOST_CARDS);
    const last = grave.findLastIndex((one) => one.incident);
    const follows = last >= 0 && before ? consequences(before.now, view.now) : [];
    this.head.replaceChildren(...headPart(view));
    this.cards.replaceChildren(
      ...grave.map((one, at) => eventCard(one, at === last ? follows : [])),
    );
    this.setting.textContent = whoPlays(view.game);
    if (!this.game.running) this.closeWalk(false);
    this.showControls();
    this.showOver(view, side);
    this.matrix.update(view.matrix, this.lastMoves());
    this.what_if.update(view);
    this.timeline.draw(this.course());
    if (news.length > 0 && this.narrow.matches && !view.over) this.bringUpNews();
    const told = news.map((one) => cardText(one).title);
    announce(
      [
        quarterOf(view.now.year),
        ...told,
        ...follows,
        say("play.game_is", { game: view.matrix.title }),
      ].join(". "),
    );
  }

  // On a narrow screen: the head at the top, or further up if a card would reach below the buttons.
  bringUpNews() {
    this.head.scrollIntoView({ block: "start" });
    const cards = this.cards.getBoundingClientRect();
    const room = this.controls.getBoundingClientRect().top - 12;
    const top = document.getElementById("top").getBoundingClientRect().bottom + 12;
    const up = Math.min(cards.bottom - room, cards.top - top);
    if (this.controls.querySelector(":scope > .choices") && up > 0) window.scrollBy(0, up);
  }

  showControls() {
    const { view, running } = this.game;
    const [side, other] = this.game.persons;
    this.undo.disabled = view.decision === 0 || !side;
    this.keep.hidden = Boolean(other) || !side || view.over;
    this.keep.disabled = view.decision === 0;
    this.keep.replaceChildren(
      running ? say("play.stop") : say("play.keep"),
      h("kbd", { "aria-hidden": "true", text: "K" }),
    );
    const kind = view.over
      ? "over"
      : other
        ? `hot ${this.chosen.us ? 1 : 0}${this.chosen.cn ? 1 : 0}`
        : side;
    if (kind === this.kind) return;
    const held = document.activeElement?.closest?.("[data-letter]");
    this.kind = kind;
    const choose = (one, letter) => this.choose(one, letter);
    if (view.over) this.controls.replaceChildren();
    else if (other) this.controls.replaceChildren(hotSeatPart(this.chosen, choose));
    else this.controls.replaceChildren(choicesPart(side, (letter) => choose(side, letter)));
    if (held)
      this.controls
        .querySelector(`[data-side="${held.dataset.side}"][data-letter="${held.dataset.letter}"]`)
        ?.focus();
  }

  showOver(view, side) {
    this.place(view.over);
    if (!view.over) {
      this.after.replaceChildren();
      this.sheet.replaceChildren();
      return;
    }
    const past = this.game.past;
    const walk = button(say("over.walk"), () =>
      this.openWalk({
        told: view,
        title: say("over.walk_title"),
        show: (step) => this.drawUntil(step),
      }),
    );
    this.after.replaceChildren(
      ...[
        happenedPart(view),
        past ? duelPart(view, past, side) : null,
        h("div", { class: "row no-print" }, walk),
        debriefPart(view, side),
      ].filter(Boolean),
    );
    this.sheet.replaceChildren(sheetPart(view));
    this.after.querySelector("h2").focus({ preventScroll: true });
  }

  // What the chart shows now: the present, and a past game in the same world beside it.
  course() {
    const { view, past } = this.game;
    return past
      ? { view, other: { told: past, name: say("duel.name"), until: view.now.year } }
      : { view };
  }

  async replay(number) {
    const { game } = this;
    const { view } = game;
    const ending = game.forecast?.endings[number];
    const told = await game.ending(number);
    if (game.view !== view || told.error) return;
    this.ahead.update(number);
    const title = say("walk.future", { number: number + 1 });
    const show = (step) => {
      const until = told.history.year[step] ?? told.now.year;
      this.timeline.draw({
        view,
        other: { told, name: title, until, after: view.now.year, cuts: [until] },
      });
    };
    this.openWalk({
      told,
      title,
      text: ending ? `${dotLabel(ending, game.side)}.` : null,
      from: told.from_step,
      show,
    });
  }

  otherCourse(told, step, extra) {
    const { view } = this.game;
    const cuts = told.parts_at === null ? [] : [view.history.year[told.parts_at]];
    const show = (at) =>
      this.timeline.draw({
        view,
        other: {
          told,
          name: say("path.other"),
          until: told.history.year[at] ?? told.now.year,
          cuts,
        },
      });
    this.openWalk({
      told,
      title: say("path.walk"),
      from: told.parts_at ?? step,
      show,
      extra,
      play: false,
    });
  }

  drawUntil(step) {
    const { view } = this.game;
    this.timeline.draw({
      view,
      other: {
        told: view,
        name: say("over.walk_title"),
        until: view.history.year[step] ?? view.now.year,
        cuts: [view.history.year[step] ?? view.now.year],
      },
    });
  }

  openWalk(options) {
    this.walking?.pause();
    this.walking = new Walk({ ...options, close: () => this.closeWalk(true) });
    this.walk.replaceChildren(this.walking.element);
    this.walking.heading.focus({ preventScroll: true });
    this.walking.element.scrollIntoView({
      block: "nearest",
      behavior: calmMotion() ? "auto" : "smooth",
    });
  }

  closeWalk(draw) {
    if (!this.walking) return;
    this.walking.pause();
    this.walking = null;
    this.walk.replaceChildren();
    if (draw) {
      this.timeline.draw(this.course());
      this.ahead.update();
      this.timeline.element.scrollIntoView({ block: "nearest" });
    }
  }

  close() {
    this.game.running = false;
    this.walking?.pause();
    this.timeline.close();
    this.narrow.removeEventListener("change", this.arrange);
    this.game.tell = () => {};
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.matches?.("input, select, textarea") || document.querySelector("dialog[open]"))
      return;
    const { game } = this;
    if (event.key === "Escape") this.closeWalk(true);
    if (!game.view || game.view.over) return;
    const key = event.key.toUpperCase();
    if (game.persons.length === 2) {
      for (const side of ["us", "cn"]) {
        for (const [letter, own] of Object.entries(HOT_KEYS[side]))
          if (key === own) this.choose(side, letter);
      }
    } else if (key === "A" || key === "I") this.choose(game.side, key);
    if (key === "K") this.keepOn();
    if (key === "U" && game.view.decision > 0) game.undo();
  }
}
