// Calls functions of a module: node functions.mjs MODULE CALLS OUT
// CALLS is JSON, a list of [name, argument, ...]; OUT gets the numbers that come back, as doubles.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [place, calls, out] = process.argv.slice(2);
const module = await import(pathToFileURL(place).href);
const numbers = JSON.parse(readFileSync(calls, "utf-8")).flatMap(([name, ...values]) => {
  const found = module[name](...values);
  return typeof found === "object" ? [...found] : [Number(found)];
});
writeFileSync(out, Buffer.from(new Float64Array(numbers).buffer));
