// Which chapters there are, what each is played in, and how far one has come.
import { h } from "../dom.mjs";
import { say } from "../words.mjs";

export const CHAPTERS = [
  "buttons",
  "table",
  "luck",
  "futures",
  "shock",
  "talks",
  "others",
  "change",
];
const KEPT = "race-sim-chapters";

let settings = null;

// The worlds and settings of the chapters, from chapters.json.
export async function chapterSettings() {
  if (settings) return settings;
  const inside = document.getElementById("chapters"); // in the one-file version
  settings = inside ? JSON.parse(inside.textContent) : await (await fetch("chapters.json")).json();
  return settings;
}

let progress = null;

function fresh() {
  return { done: [], bets: {} };
}

// What was kept by an earlier visit, where the browser lets us.
function read() {
  if (progress) return progress;
  progress = fresh();
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    if (Array.isArray(kept?.done) && typeof kept.bets === "object" && kept.bets !== null)
      progress = kept;
  } catch {
    progress = fresh(); // nowhere to keep it, or not ours
  }
  return progress;
}

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(progress));
  } catch {
    // a page opened from a file may have nowhere to keep it
  }
}

export function isDone(name) {
  return read().done.includes(name);
}

export function markDone(name) {
  if (!isDone(name)) read().done.push(name);
  keep();
}

// A bet in words and, once it is known, what came and whether the bet was right.
export function recordBet(name, key, bet, came = null, right = false) {
  const bets = read().bets;
  bets[name] = { ...bets[name], [key]: { bet, came, right } };
  keep();
}

// The bets of a chapter that have been settled.
export function betsOf(name) {
  return Object.values(read().bets[name] ?? {}).filter((one) => typeof one?.came === "string");
}

export function forget() {
  progress = fresh();
  keep();
}

// The first chapter that has not been played; the first of all if every one has.
export function nextChapter() {
  const at = CHAPTERS.findIndex((name) => !isDone(name));
  return at < 0 ? 1 : at + 1;
}

export function addressOfChapter(number) {
  return `#/chapters/${number}`;
}

export function titleOf(number) {
  return say("chapters.numbered", {
    number,
    title: say(`chapters.${CHAPTERS[number - 1]}.title`),
  });
}

// The way to the chapter that comes next.
export function beginPart() {
  const number = nextChapter();
  const title = say(`chapters.${CHAPTERS[number - 1]}.title`);
  const text = number === 1 ? say("chapters.begin") : say("chapters.resume", { number, title });
  const link = h("a", { class: "button main large", href: addressOfChapter(number), text });
  return h("div", { class: "row chapters-begin" }, link);
}
