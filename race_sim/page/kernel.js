// What the rules in JavaScript stand on: luck, and scaling by powers of two.
const $word = new DataView(new ArrayBuffer(8));

function $length(values) {
  return values.length;
}

// As Python's int and %: no minus zero, and the sign of the divisor.
function $whole(value) {
  return Math.trunc(value) + 0;
}

function $modulo(value, divisor) {
  const rest = value % divisor;
  if (rest === 0) return 0;
  return rest < 0 !== divisor < 0 ? rest + divisor : rest;
}

// x times 2 to the power exponent, exact as long as the result is a normal number. In two steps,
// since 2^exponent itself may be too large or too small.
function $ldexp(x, exponent) {
  const half = Math.trunc(exponent / 2);
  return x * $powerOfTwo(half) * $powerOfTwo(exponent - half);
}

function $powerOfTwo(exponent) {
  $word.setUint32(0, (exponent + 1023) << 20);
  $word.setUint32(4, 0);
  return $word.getFloat64(0);
}

// The fraction in [1/2, 1) and the exponent of 2 of a number above 0.
function $frexp(x) {
  let extra = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54: a number below the normal ones
    extra = -54;
  }
  $word.setFloat64(0, x);
  const high = $word.getUint32(0);
  const exponent = ((high >>> 20) & 0x7ff) - 1022;
  $word.setUint32(0, (high & 0x800fffff) | (1022 << 20));
  return [$word.getFloat64(0), exponent + extra];
}

function $noOwnPolicy() {
  throw new Error("users' own policies are not played here");
}

function $replace(value, changes) {
  const kind = value.constructor;
  return new kind(...kind.fields.map((name) => (name in changes ? changes[name] : value[name])));
}

// The upper 32 bits of the product of two unsigned 32-bit numbers.
function $high(a, b) {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + Math.floor((aLow * bLow) / 65536);
  const lower = (middle % 65536) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(lower / 65536)) >>> 0;
}

// Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, 2011), as in race_sim/luck.py.
function $philox(counter0, counter1, counter2, counter3, key0, key1) {
  for (let round = 0; round < 10; round += 1) {
    const high0 = $high(0xd2511f53, counter0);
    const low0 = Math.imul(0xd2511f53, counter0) >>> 0;
    const high1 = $high(0xcd9e8d57, counter2);
    const low1 = Math.imul(0xcd9e8d57, counter2) >>> 0;
    counter0 = (high1 ^ counter1 ^ key0) >>> 0;
    counter1 = low1;
    counter2 = (high0 ^ counter3 ^ key1) >>> 0;
    counter3 = low0;
    key0 = (key0 + 0x9e3779b9) >>> 0;
    key1 = (key1 + 0xbb67ae85) >>> 0;
  }
  return [counter0, counter1, counter2, counter3];
}

// Seeds and worlds up to 2^53, which JavaScript's whole numbers reach.
function $uniformPair(seed, world, step, purpose, index) {
  const words = $philox(
    world >>> 0,
    Math.floor(world / 4294967296) >>> 0,
    step >>> 0,
    (purpose | (index << 16)) >>> 0,
    seed >>> 0,
    Math.floor(seed / 4294967296) >>> 0,
  );
  return [
    ((words[0] >>> 5) * 67108864 + (words[1] >>> 6)) / 9007199254740992,
    ((words[2] >>> 5) * 67108864 + (words[3] >>> 6)) / 9007199254740992,
  ];
}

// A NamedTuple from its parts in a list, as Python's JSON writes it.
function $from(kind, list) {
  return new kind(
    ...kind.fields.map((name, number) =>
      name in kind.parts ? $from(kind.parts[name], list[number]) : list[number],
    ),
  );
}

// And back.
function $list(value) {
  if (Array.isArray(value)) return value.map($list);
  const kind = value === null ? undefined : value.constructor;
  return kind && kind.fields ? kind.fields.map((name) => $list(value[name])) : value;
}

// Endings of a game from where it stands, as race_sim.page.endings.plainly plays them: what each
// comes to, number after number. `request` is JSON, see race_sim/page/browser_endings.py.
export function playEndings(request) {
  const asked = JSON.parse(request);
  const settings = asked.settings.map((one) => $from(rules$settings$RaceSettings, one));
  const race = $from(rules$state$Race, asked.race);
  const kept = $from(ledger$Ledger, asked.ledger.map($number));
  const size = ledger$Outcome.fields.length;
  const found = new Float64Array(asked.count * size);
  for (let number = 0; number < asked.count; number += 1) {
    const outcome = page$playing$play_on(
      asked.first_steps,
      settings,
      asked.strategies,
      race,
      kept,
      asked.step,
      asked.steps,
      asked.seed,
      asked.first + number,
    );
    ledger$Outcome.fields.forEach((name, place) => {
      found[number * size + place] = outcome[name];
    });
  }
  return found;
}

// JSON has no NaN: a year that never came is null there.
function $number(value) {
  if (value === null) return NaN;
  return Array.isArray(value) ? value.map($number) : value;
}
