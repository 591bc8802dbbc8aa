// What cannot be done, and why: the door's words, one problem a line.
import { h } from "../dom.mjs";
import { say } from "../words.mjs";

export function problemLines(error) {
  if (!error.problems || error.problems.length === 0) {
    return [error.message === "unreachable" ? say("problem.unreachable") : error.message];
  }
  return error.problems.map((one) => {
    const text = [one.where.replace(/^game\./, ""), one.what].filter(Boolean).join(": ");
    return one.allowed ? `${text} (${say("problem.allowed", { allowed: one.allowed })})` : text;
  });
}

export function problemPart(title, error, ...more) {
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("h2", { text: title }),
    h(
      "ul",
      {},
      problemLines(error).map((text) => h("li", { text })),
    ),
    more,
  );
}
