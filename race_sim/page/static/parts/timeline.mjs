// Capability, safety gap and alarm of both sides over time, with what happened marked.
import { h } from "../dom.mjs";
import { state } from "../store.mjs";
import { number, say } from "../words.mjs";

const ROWS = ["capability", "gap", "alarm"];

function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}

// The history as rows for a chart: one a year, side and measure.
export function rowsOf(view) {
  const { history, now } = view;
  const rows = [];
  for (const side of ["us", "cn"]) {
    for (const measure of ROWS) {
      const values = history[`${side}_${measure}`];
      history.year.forEach((year, at) => rows.push({ year, side, measure, value: values[at] }));
      rows.push({ year: now.year, side, measure, value: now[side][measure] });
    }
  }
  return rows;
}

function marksOf(view) {
  return view.happened
    .filter((one) => one.incident)
    .map((one) => ({ year: one.year, side: one.side, kind: one.kind, severity: one.severity }));
}

function panel(measure, view, colour, width) {
  const from = view.history.year[0] ?? view.now.year;
  const to = from + view.steps * 0.25;
  const data = rowsOf(view).filter((row) => row.measure === measure);
  const sides = { domain: ["us", "cn"], range: [colour("--us"), colour("--cn-mark")] };
  const layers = [
    {
      data: { values: data },
      mark: { type: "line", strokeWidth: 2.4 },
      encoding: {
        x: {
          field: "year",
          type: "quantitative",
          scale: { domain: [from, to], nice: false },
          axis: { format: "d", title: null, tickCount: 5, grid: false },
        },
        y: {
          field: "value",
          type: "quantitative",
          axis: { title: null, tickCount: 3 },
          scale: measure === "alarm" ? { domainMin: 0 } : { zero: false },
        },
        color: { field: "side", scale: sides, legend: null },
        strokeDash: { field: "side", scale: { domain: ["us", "cn"], range: [[1, 0], [6, 3]] }, legend: null },
      },
    },
  ];
  const marks = marksOf(view);
  if (marks.length > 0) {
    layers.push({
      data: { values: marks },
      mark: { type: "rule", opacity: 0.75 },
      encoding: {
        x: { field: "year", type: "quantitative" },
        color: { field: "side", scale: sides, legend: null },
        strokeWidth: {
          field: "kind",
          scale: { domain: ["incident", "Chernobyl moment", "catastrophe"], range: [1, 3, 5] },
          legend: null,
        },
      },
    });
  }
  return {
    title: { text: say(`chart.${measure}`), anchor: "start", fontSize: 12.5, fontWeight: 600, offset: 6 },
    width,
    height: measure === "capability" ? 130 : 78,
    layer: layers,
  };
}

export function specOf(view, width) {
  const colour = colours();
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: altOf(view),
    background: "transparent",
    spacing: 14,
    vconcat: ROWS.map((measure) => panel(measure, view, colour, width)),
    config: {
      font: "system-ui, sans-serif",
      view: { stroke: null },
      axis: {
        labelColor: colour("--soft"),
        titleColor: colour("--soft"),
        gridColor: colour("--line"),
        domainColor: colour("--line"),
        tickColor: colour("--line"),
        labelFontSize: 11.5,
      },
      title: { color: colour("--ink") },
    },
  };
}

export function altOf(view) {
  const { now } = view;
  return say("chart.alt", {
    year: number(now.year, 2),
    us: number(now.us.capability),
    cn: number(now.cn.capability),
    us_gap: number(now.us.gap),
    cn_gap: number(now.cn.gap),
    us_alarm: number(now.us.alarm),
    cn_alarm: number(now.cn.alarm),
    incidents: view.happened.filter((one) => one.incident).length,
  });
}

// Draw into an element; gives the Vega view, whose picture can be saved.
export async function drawTimeline(holder, view) {
  const { embed } = await import("../vega.mjs");
  const width = Math.max(220, holder.clientWidth - 48);
  const result = await embed(holder, specOf(view, width));
  holder.firstElementChild?.setAttribute("aria-label", altOf(view));
  return result;
}

export function timelinePart() {
  const holder = h("div", { class: "chart", role: "img", "aria-label": say("chart.title") });
  const key = h(
    "p",
    { class: "small" },
    h("span", { class: "us" }, h("span", { class: "sign us" }), say("side.us")),
    "\u2003",
    h("span", { class: "cn" }, h("span", { class: "sign cn" }), say("side.cn")),
    h("span", { class: "soft", text: `\u2003${say("chart.marks")}` }),
  );
  return { part: h("section", { class: "sheet" }, key, holder), holder, theme: state.theme };
}
