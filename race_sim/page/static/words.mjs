// All that a reader reads, from words.json: say("choice.accelerate"), say("year", { year: 2028 }).
let words = {};

export async function loadWords() {
  const inside = document.getElementById("words"); // in the one-file version
  if (inside) {
    words = JSON.parse(inside.textContent);
    return;
  }
  const answer = await fetch("words.json");
  words = await answer.json();
}

export function useWords(given) {
  words = given;
}

export function entry(key) {
  let found = words;
  for (const part of key.split(".")) found = found?.[part];
  return found;
}

export function say(key, values = {}) {
  const text = entry(key);
  if (typeof text !== "string") throw new Error(`no words for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    if (!(name in values)) throw new Error(`no ${name} for ${key}`);
    return `${values[name]}`;
  });
}

const SEASONS = ["first", "second", "third", "fourth"];

// "the third quarter of 2028"
export function quarterOf(year) {
  const whole = Math.floor(year + 1e-9);
  const part = Math.floor((year - whole + 1e-9) * 4);
  return say("quarter", { part: say(`ordinal.${SEASONS[part]}`), year: whole });
}

// A number for reading, with a true minus.
export function number(value, digits = 2) {
  const text = Math.abs(value) < 0.5 * 10 ** -digits ? (0).toFixed(digits) : value.toFixed(digits);
  return text.replace("-", "\u2212");
}
