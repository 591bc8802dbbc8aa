// Capability, safety gap and alarm of both sides over time, with what happened marked. Another
// course of the race can be laid over it: a future, or the same luck with another choice.
import { colour, h } from "../dom.mjs";
import { listen, state } from "../store.mjs";
import { number, say } from "../words.mjs";

const MEASURES = ["capability", "gap", "alarm"];
const HEIGHTS = { capability: 120, gap: 74, alarm: 74 };
const ROOM = 62; // for the names at the lines' ends

// The history as rows for a chart: one a year, side and measure.
export function rowsOf(view, until = Infinity) {
  const { history, now } = view;
  const rows = [];
  for (const side of ["us", "cn"]) {
    for (const measure of MEASURES) {
      const values = history[`${side}_${measure}`];
      history.year.forEach((year, at) => {
        if (year <= until + 1e-9) rows.push({ year, side, measure, value: values[at] });
      });
      if (now.year <= until + 1e-9)
        rows.push({ year: now.year, side, measure, value: now[side][measure] });
    }
  }
  return rows;
}

function marksOf(view, until = Infinity) {
  return view.happened
    .filter((one) => one.incident && one.year <= until + 1e-9)
    .map((one) => ({ year: one.year, side: one.side, kind: one.kind, measure: "capability" }));
}

// From where to where an upright axis goes: a little more than all values.
export function domainOf(values, least) {
  const low = Math.min(...values);
  const high = Math.max(...values, low + least);
  return [low === 0 ? 0 : low - 0.05 * (high - low), high + 0.05 * (high - low)];
}

function domains(rows) {
  return Object.fromEntries(
    MEASURES.map((measure) => {
      const values = rows.filter((row) => row.measure === measure).map((row) => row.value);
      return [measure, domainOf(measure === "alarm" ? [0, 1, ...values] : values, 1)];
    }),
  );
}

// A name beside the last point of each line, moved apart where they would touch.
function endsOf(rows, within) {
  return MEASURES.flatMap((measure) => {
    const own = rows.filter((row) => row.measure === measure);
    const last = ["us", "cn"].map((side) => own.filter((row) => row.side === side).at(-1));
    if (!last[0] || !last[1]) return [];
    const [low, high] = within[measure];
    const least = ((high - low) * 14) / HEIGHTS[measure];
    const [us, cn] = last.map((row) => row.value);
    const missing = Math.max(0, least - Math.abs(us - cn)) / 2;
    const up = us >= cn ? 1 : -1;
    return [
      { ...last[0], value: us + up * missing, name: say("short.us") },
      { ...last[1], value: cn - up * missing, name: say("short.cn") },
    ];
  });
}

const SIDES = () => ({ domain: ["us", "cn"], range: [colour("--us"), colour("--cn-mark")] });
const DASH = {
  domain: ["us", "cn"],
  range: [
    [1, 0],
    [6, 3],
  ],
};

function panel(measure, width) {
  const only = [{ filter: `datum.measure === '${measure}'` }];
  const year = {
    field: "year",
    type: "quantitative",
    scale: { domain: [{ expr: "begin" }, { expr: "end" }], nice: false, zero: false },
    axis: {
      format: "d",
      title: null,
      tickCount: Math.max(3, Math.floor(width / 110)),
      grid: false,
      labels: measure === "alarm",
      ticks: measure === "alarm",
    },
  };
  const value = {
    field: "value",
    type: "quantitative",
    axis: { title: null, tickCount: 3, domain: false, ticks: false },
    scale: {
      domain: [{ expr: `low_${measure}` }, { expr: `high_${measure}` }],
      nice: false,
      zero: false,
    },
  };
  const side = { field: "side", type: "nominal", scale: SIDES(), legend: null };
  const dash = { field: "side", type: "nominal", scale: DASH, legend: null };
  const line = (data, mark) => ({
    data: { name: data },
    transform: only,
    mark: { type: "line", ...mark },
    encoding: { x: year, y: value, color: side, strokeDash: dash },
  });
  const layers = [
    {
      data: { name: "marks" },
      mark: { type: "rule" },
      encoding: {
        x: year,
        color: side,
        opacity: { condition: { test: "datum.kind === 'incident'", value: 0.45 }, value: 0.9 },
        strokeWidth: {
          condition: [
            { test: "datum.kind === 'catastrophe'", value: 5 },
            { test: "datum.kind === 'Chernobyl moment'", value: 2.4 },
          ],
          value: 1,
        },
        strokeDash: { condition: { test: "datum.side === 'cn'", value: [4, 3] }, value: [1, 0] },
      },
    },
    {
      data: { name: "cuts" },
      mark: { type: "rule", strokeWidth: 1.5, color: colour("--ink"), strokeDash: [2, 3] },
      encoding: { x: year },
    },
    line("others", { strokeWidth: 1.8, opacity: 0.5 }),
    line("rows", { strokeWidth: 2.6 }),
    {
      data: { name: "ends" },
      transform: only,
      mark: {
        type: "text",
        align: "left",
        dx: 8,
        fontSize: 12,
        fontWeight: 700,
        baseline: "middle",
      },
      encoding: {
        x: year,
        y: value,
        text: { field: "name" },
        color: {
          field: "side",
          type: "nominal",
          scale: { domain: ["us", "cn"], range: [colour("--us"), colour("--cn")] },
          legend: null,
        },
      },
    },
    {
      data: { name: "tips" },
      transform: only,
      mark: { type: "point", size: 46, filled: true, strokeWidth: 2.2, opacity: 1 },
      encoding: {
        x: year,
        y: value,
        stroke: side,
        fill: {
          condition: { test: "datum.side === 'cn'", value: colour("--sheet") },
          value: colour("--us"),
        },
      },
    },
    // Keeps the picture as wide as the names need, wherever they are.
    {
      data: { values: [{}] },
      mark: { type: "point", opacity: 0, size: 1 },
      encoding: { x: { value: width + ROOM } },
    },
  ];
  return {
    title: {
      text: say(`chart.${measure}`),
      anchor: "start",
      frame: "group",
      fontSize: 12.5,
      fontWeight: 600,
      offset: 8,
    },
    width,
    height: HEIGHTS[measure],
    layer: layers,
    resolve: { scale: { color: "independent" } },
  };
}

export function specOf(data, width) {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    background: "transparent",
    padding: { left: 2, right: 0, top: 6, bottom: 4 },
    spacing: 12,
    params: Object.entries(data.signals).map(([name, value]) => ({ name, value })),
    datasets: data.sets,
    vconcat: MEASURES.map((measure) => panel(measure, width)),
    config: {
      aria: false,
      font: "system-ui, sans-serif",
      view: { stroke: null },
      axis: {
        labelColor: colour("--soft"),
        gridColor: colour("--line"),
        domainColor: colour("--soft"),
        tickColor: colour("--soft"),
        labelFontSize: 11.5,
        minExtent: 26,
        maxExtent: 26,
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

// One chart that stays on the page. `draw` takes what the door tells of a game.
export class Timeline {
  constructor({ title = say("chart.title"), more = null } = {}) {
    this.holder = h("div", { class: "chart", role: "img", "aria-label": title });
    this.other_key = h("p", { class: "small soft", hidden: true });
    const sign = (side) =>
      h("span", { class: side }, h("span", { class: `sign ${side}` }), say(`side.${side}`));
    this.element = h(
      "section",
      { class: "sheet", "aria-label": title },
      h("div", { class: "titled" }, h("h2", { text: title }), more),
      h(
        "p",
        { class: "small key-line" },
        sign("us"),
        sign("cn"),
        h("span", { class: "soft", text: say("chart.marks") }),
      ),
      this.other_key,
      this.holder,
    );
    this.result = null;
    this.drawn = null;
    this.work = Promise.resolve();
    let timer = 0;
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.drawn && this.holder.isConnected && this.draw(this.drawn), 120);
    };
    this.forget = listen(again);
    this.watch = new ResizeObserver(again);
    this.watch.observe(this.holder);
  }

  // other: { told, name, until, cuts }: another course, its name, up to which year it is shown,
  // and years at which an upright line stands.
  draw(drawn) {
    this.drawn = drawn;
    this.holder.setAttribute(
      "aria-label",
      [altOf(drawn.view), drawn.other?.name].filter(Boolean).join(" "),
    );
    this.other_key.hidden = !drawn.other;
    this.other_key.textContent = drawn.other ? say("chart.other", { name: drawn.other.name }) : "";
    this.work = this.work.then(() => this.render());
    return this.work;
  }

  data() {
    const { view, other = null, from = null } = this.drawn;
    const rows = rowsOf(view);
    const begin = from ?? view.history.year[0] ?? view.now.year;
    const steps = view.steps ?? view.history.year.length;
    const others = other ? rowsOf(other.told, other.until) : [];
    const within = domains([...rows, ...others]);
    const signals = { begin, end: this.drawn.end ?? begin + steps * 0.25 };
    for (const measure of MEASURES)
      [signals[`low_${measure}`], signals[`high_${measure}`]] = within[measure];
    return {
      signals,
      sets: {
        rows,
        others,
        marks: [
          ...marksOf(view),
          // Of another past nothing is marked, which would be taken for one's own.
          ...(other?.after === undefined
            ? []
            : marksOf(other.told, other.until).filter((one) => one.year >= other.after)),
        ],
        cuts: (other?.cuts ?? []).map((year) => ({ year })),
        ends: endsOf(rows, within),
        tips: ["us", "cn"].flatMap((side) =>
          MEASURES.map((measure) =>
            rows.filter((row) => row.side === side && row.measure === measure).at(-1),
          ).filter(Boolean),
        ),
      },
    };
  }

  async render() {
    if (!this.holder.isConnected) return;
    const width = Math.max(180, Math.floor(this.holder.clientWidth - 40 - ROOM));
    const data = this.data();
    const made_for = `${width} ${state.theme}`;
    if (this.result && this.made_for === made_for) {
      const { view } = this.result;
      for (const [name, value] of Object.entries(data.signals)) view.signal(name, value);
      for (const [name, values] of Object.entries(data.sets)) view.data(name, values);
      await view.runAsync();
      return;
    }
    const { embed } = await import("../vega.mjs");
    this.result?.finalize();
    this.made_for = made_for;
    this.result = await embed(this.holder, specOf(data, width));
    this.holder.querySelector("svg")?.setAttribute("aria-hidden", "true");
  }

  async picture() {
    await this.work;
    return new DOMParser().parseFromString(await this.result.view.toSVG(), "image/svg+xml")
      .documentElement;
  }

  close() {
    this.forget();
    this.watch.disconnect();
    this.result?.finalize();
    this.result = null;
  }
}
