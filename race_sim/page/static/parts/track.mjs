// The race as two lanes: how far each side has come, and how much of that is not safe.
import { h, styled } from "../dom.mjs";
import { number, say } from "../words.mjs";

const LEVELS = [0.8, 1.5, 2.5]; // of alarm: from which on it is low, high, very high

function alarmBars(alarm) {
  const lit = 1 + LEVELS.filter((level) => alarm >= level).length;
  return h(
    "span",
    { class: "bars", "aria-hidden": "true" },
    [1, 2, 3, 4].map((one) => h("i", { class: one <= lit ? "lit" : null })),
  );
}

function lane(side, now, far) {
  const safe = Math.max(now.capability - Math.max(now.gap, 0), far.low);
  const part = (value) => `${(100 * Math.max(value - far.low, 0)) / (far.high - far.low)}%`;
  const figure = (key, value, extra = null) =>
    h("div", {}, h("dt", { text: say(`gauge.${key}`) }), h("dd", {}, value, extra));
  const frozen = now.restriction > 0.005;
  return h(
    "div",
    { class: `lane of-${side}` },
    h(
      "div",
      { class: "lane-name" },
      h("strong", { class: side }, h("span", { class: `sign ${side}` }), say(`side.${side}`)),
    ),
    h(
      "div",
      { class: "road", "aria-hidden": "true" },
      styled(h("div", { class: "safe" }), { width: part(safe) }),
      styled(h("div", { class: "unsafe" }), {
        left: part(safe),
        width: `calc(${part(now.capability)} - ${part(safe)})`,
      }),
      styled(h("div", { class: `runner ${side}` }), { left: part(now.capability) }),
    ),
    h(
      "dl",
      {},
      figure("capability", number(now.capability)),
      figure("gap", number(now.gap)),
      figure("alarm", number(now.alarm, 1), alarmBars(now.alarm)),
      frozen ? figure("restriction", `${number(100 * now.restriction, 0)} %`) : null,
    ),
  );
}

export function trackPart(now) {
  const front = Math.max(now.us.capability, now.cn.capability);
  const back = Math.min(now.us.capability - now.us.gap, now.cn.capability - now.cn.gap);
  const far = {
    low: Math.min(-1, Math.floor(back)),
    high: Math.max(4, Math.ceil((front + 1.2) / 2) * 2),
  };
  return h(
    "div",
    { class: "track" },
    lane("us", now.us, far),
    lane("cn", now.cn, far),
    h(
      "p",
      { class: "small soft track-key" },
      ["safe", "unsafe"].map((one) =>
        h("span", {}, h("i", { class: `swatch ${one}` }), say(`track.${one}`)),
      ),
    ),
  );
}
