// The door in Pyodide, as the page's worker has it: node door.mjs SITE REQUESTS OUT
// A request a line, an answer a line.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [site, requests, out] = process.argv.slice(2);
const from = (name) => import(pathToFileURL(join(site, name)).href);
const { loadPyodide } = await from("pyodide/pyodide.mjs");
const { doorIn } = await from("python.mjs");
const { example, playEndings } = await from("rules.mjs");

playEndings(example);
const python = await loadPyodide({ indexURL: join(site, "pyodide") });
const answer = doorIn(python, readFileSync(join(site, "race_sim.zip")), playEndings);
const lines = readFileSync(requests, "utf-8").split("\n").filter(Boolean);
let slowest = 0;
const answers = lines.map((line) => {
  const begin = performance.now();
  const found = answer(line);
  slowest = Math.max(slowest, performance.now() - begin);
  return found;
});
writeFileSync(out, answers.map((one) => `${one}\n`).join(""));
console.log(JSON.stringify({ slowest, python: python.version }));
