// A short race inside a chapter: the date, both lanes, what both have done, and the two buttons.
import { announce, h } from "../dom.mjs";
import { quarterOf, say } from "../words.mjs";
import { consequences, eventCard, cardText } from "./event_card.mjs";
import { trackPart } from "./track.mjs";

const SIGNS = { A: "\u25B2", I: "\u25CF" };

export function lettersOf(view, side, from = 0) {
  return view.history[`${side}_invests`].slice(from).map((invests) => (invests ? "I" : "A"));
}

export function countOf(letters, letter) {
  return letters.filter((one) => one === letter).length;
}

// A row of choices, a sign each; blanks for those to come.
export function stripPart(rows, length) {
  return h(
    "div",
    { class: "strip" },
    rows.map(({ name, letters, look = "" }) =>
      h(
        "div",
        {
          class: "strip-row",
          role: "img",
          "aria-label": say("chapters.strip", {
            name,
            what: letters.map((one) => say(`action.${one}`)).join(", ") || say("chapters.nothing"),
          }),
        },
        h("span", { class: `strip-name ${look}`, text: name }),
        Array.from({ length }, (_, at) =>
          h("span", {
            class: `mark ${letters[at] ?? "none"}`,
            text: SIGNS[letters[at]] ?? "\u00B7",
          }),
        ),
      ),
    ),
  );
}

export function bothStrips(view, from, length) {
  return stripPart(
    [
      { name: say("chapters.you"), letters: lettersOf(view, "us", from), look: "us" },
      { name: say("side.cn"), letters: lettersOf(view, "cn", from), look: "cn" },
    ],
    length,
  );
}

export class ShortRace {
  // `bare`: lanes without their numbers, for before the words are known; `matrix`: a Matrix that
  // is kept up to date; `strip`: how many quarters the row of choices shows.
  constructor(stage, view, { bare = false, matrix = null, strip = 0, from = view.step } = {}) {
    Object.assign(this, { stage, view, matrix, strip, from });
    this.date = h("div", { class: "date" });
    this.lanes = h("div", { class: bare ? "bare" : null });
    this.row = h("div");
    this.cards = h("div", { class: "stack" });
    this.controls = h("div", { class: "controls" });
    this.element = h(
      "div",
      { class: "short-race stack" },
      h("div", {}, this.date, this.lanes),
      this.row,
      this.cards,
      this.controls,
    );
    this.draw([]);
  }

  draw(news, follows = []) {
    const { view } = this;
    this.date.textContent = quarterOf(view.now.year);
    this.lanes.replaceChildren(trackPart(view.now));
    if (this.strip) this.row.replaceChildren(bothStrips(view, this.from, this.strip));
    this.cards.replaceChildren(
      ...news.map((one, at) => eventCard(one, at === news.length - 1 ? follows : [])),
    );
    const last = view.step === 0 ? null : [view.now.us.last, view.now.cn.last];
    this.matrix?.update(view.matrix, last);
  }

  // One quarter: wait for a choice and make it.
  async quarter() {
    const letter = await this.stage.choice(this.controls);
    await this.move(letter);
    return letter;
  }

  async move(letter) {
    const before = this.view;
    this.view = await this.stage.ask({ ask: "move", game: before.game, us: letter });
    const news = this.view.happened.filter((one) => one.step >= before.step);
    const follows = news.length > 0 ? consequences(before.now, this.view.now) : [];
    this.draw(news, follows);
    announce(
      [
        say("chapters.did", {
          when: quarterOf(before.now.year),
          us: say(`doing.${this.view.now.us.last}`),
          cn: say(`doing.${this.view.now.cn.last}`),
        }),
        ...news.map((one) => cardText(one).title),
      ].join(". "),
    );
  }

  // The buttons go; what was played stays to be looked at.
  end() {
    this.controls.replaceChildren();
  }
}
