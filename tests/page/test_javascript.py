"""The rule book in JavaScript: the same bits, and nothing that is guessed."""

import itertools
import json
import math
import random
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from race_sim import luck
from race_sim.ledger import Outcome
from race_sim.page import endings, game_record
from race_sim.page.browser_endings import browser_player, request_of
from race_sim.page.javascript import javascript_of, rules_script
from race_sim.page.standing import played
from race_sim.problems import InputError
from race_sim.rules import arithmetic

SCRIPT = Path(__file__).parent / "node" / "functions.mjs"


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """The rules in JavaScript, with what is otherwise inside of the module."""
    inside = ("$ldexp", "$frexp", "$philox", "$uniformPair", "$modulo", "$whole")
    inside += ("rules$arithmetic$exponential", "rules$arithmetic$logarithm")
    path = tmp_path_factory.mktemp("rules") / "rules.mjs"
    path.write_text(f"{rules_script()}\nexport {{ {', '.join(inside)} }};\n", encoding="utf-8")
    return path


def in_node(node, module, calls):
    """The numbers that functions of a module give, one after the other."""
    asked, out = module.with_name("calls.json"), module.with_name("out.bin")
    asked.write_text(json.dumps(calls), encoding="utf-8")
    subprocess.run([node, SCRIPT, module, asked, out], check=True, timeout=60)
    return out.read_bytes()


def packed(numbers):
    return struct.pack(f"<{len(numbers)}d", *numbers)


def number_of_bits(dice):
    """A finite number above 0 of any size, each exponent as likely."""
    return struct.unpack("<d", struct.pack("<Q", dice.randrange(1, 0x7FF0000000000000)))[0]


def test_scaling_and_remainders_are_pythons_bit_for_bit(node, rules):
    dice, calls, expected = random.Random(1), [], []
    extreme = [5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.0, sys.float_info.max]
    for x in extreme + [number_of_bits(dice) for _ in range(1500)]:
        calls.append(["$frexp", x])
        expected += math.frexp(x)
        _, exponent = math.frexp(x)
        if -1000 < exponent < 1000:
            for power in (-20, -1, 0, 1, dice.randrange(-20, 20), -exponent):
                calls.append(["$ldexp", x, power])
                expected.append(math.ldexp(x, power))
    for power in range(-1022, 1024):  # the whole range of normal numbers
        calls.append(["$ldexp", 1.0, power])
        expected.append(math.ldexp(1.0, power))
    for _ in range(500):
        a, b = dice.randrange(-50, 50), dice.choice([-7, -1, 1, 2, 4, 13])
        x, y = dice.uniform(-9, 9), dice.choice([-0.75, 0.1, 3.0])
        calls += [["$modulo", a, b], ["$modulo", x, y], ["$whole", x]]
        expected += [a % b, x % y, int(x)]
    assert in_node(node, rules, calls) == packed(expected)


def test_the_arithmetic_of_the_rules_is_the_same(node, rules):
    dice, calls, expected = random.Random(2), [], []
    for _ in range(1500):
        x, y = dice.uniform(-700.0, 700.0), abs(number_of_bits(dice))
        calls += [["rules$arithmetic$exponential", x], ["rules$arithmetic$logarithm", y]]
        expected += [arithmetic.exponential(x), arithmetic.logarithm(y)]
    assert in_node(node, rules, calls) == packed(expected)


def test_luck_is_the_same(node, rules):
    dice, calls, expected = random.Random(3), [], []
    for edge in (0, 1, 2**32 - 1):
        calls.append(["$philox", *[edge] * 6])
        expected += luck.philox(*[edge] * 6)
    for _ in range(1000):
        words = [dice.randrange(2**32) for _ in range(6)]
        calls.append(["$philox", *words])
        expected += luck.philox(*words)
    ends = [0, 1, 2**31 - 1, 2**32 - 1, 2**32, 2**32 + 199, 2**53]
    for _ in range(1000):
        seed = dice.choice([*ends, dice.randrange(2**53)])
        world = dice.choice([*ends, dice.randrange(2**53)])
        place = [dice.randrange(400), dice.randrange(9), dice.choice([0, 1, 65535])]
        calls.append(["$uniformPair", seed, world, *place])
        expected += luck.uniform_pair(seed, world, *place)
    assert in_node(node, rules, calls) == packed(expected)


def test_endings_have_the_bits_of_plain_python(node, rules, make_games):
    calls, expected = [], []
    for game in make_games(12, seed=12):
        record = game_record.read_record(game, "game")
        standing = played(record)
        if standing.outcome is None:
            plan = endings.continued(record, standing, {"us": "keep", "cn": "keep"})
            asked = (plan, standing.race, standing.ledger, standing.step, record.seed, 2**32, 2)
            calls.append(["playEndings", request_of(*asked)])
            expected += [number for one in endings.plainly(*asked) for number in one]
    assert len(calls) > 5
    found = np.frombuffer(in_node(node, rules, calls))
    assert np.array_equal(found, expected, equal_nan=True)
    assert np.array_equal(np.signbit(found), np.signbit(expected))


def test_the_player_of_a_browser_reads_what_it_is_given(ask):
    game = ask("new_game")["game"]
    standing = played(game_record.read_record(game, "game"))
    size = len(Outcome._fields)
    asked = []

    def play_endings(text):
        asked.append(json.loads(text))
        return [float(number) for number in range(2 * size)]

    play = browser_player(play_endings)
    found = play(standing.plan, standing.race, standing.ledger, 0, 5, 2**32, 2)
    assert found == [Outcome(*range(size)), Outcome(*range(size, 2 * size))]
    assert asked[0]["first"] == 2**32 and asked[0]["seed"] == 5
    assert None in asked[0]["ledger"]  # NaN, which JSON has not


def test_the_script_is_the_same_each_time_and_in_every_process():
    code = (
        "import hashlib; from race_sim.page.javascript import rules_script; "
        "print(hashlib.sha256(rules_script().encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1 and rules_script() == rules_script()


# What is refused: a line of a module, and what the error says. It stands in line 3.
REFUSED = {
    "a power": ("def f(x):\n    return x ** 2", "operator Pow"),
    "whole division": ("def f(x):\n    return x // 2", "operator FloorDiv"),
    "bits": ("def f(x):\n    return x & 2", "operator BitAnd"),
    "a bitwise not": ("def f(x):\n    return ~x", "operator Invert"),
    "identity": ("def f(x):\n    return x is None", "comparison Is"),
    "membership": ("def f(x):\n    return x in (1, 2)", "comparison In"),
    "None": ("def f(x):\n    return None", "the constant None"),
    "a list": ("def f(x):\n    return [x]", "List"),
    "a table": ("def f(x):\n    return {1: x}", "Dict"),
    "a comprehension": ("def f(x):\n    return sum(y for y in x)", "a call of what is no rule"),
    "a function in an expression": ("def f(x):\n    return lambda: x", "Lambda"),
    "a built-in function": ("def f(x):\n    return abs(x)", "a call of what is no rule"),
    "a function from elsewhere": ("def f(x):\n    return math.exp(x)", "math.exp"),
    "an unknown name": ("def f(x):\n    return y", "unknown name y"),
    "a number too large": ("def f(x):\n    return x + 9007199254740993", "too large"),
    "a test of a number": ("def f(x):\n    return 1 if x else 2", "neither true nor false"),
    "not of a number": ("def f(x):\n    return 1 if not x else 2", "neither true nor false"),
    "or of numbers": ("def f(x):\n    return x or 2", "neither true nor false"),
    "a term worked out twice": ("def f(x):\n    return 1 < x + 1 < 3", "worked out twice"),
    "an argument by name": ("def f(x):\n    return g(x=x)\ndef g(x):\n    return x", "by name"),
    "arguments unpacked": ("def f(x):\n    return g(*x)\ndef g(x):\n    return x", "unpacked"),
    "an assertion": ("def f(x):\n    assert x > 1", "Assert"),
    "an error": ("def f(x):\n    raise ValueError(x)", "Raise"),
    "in passing": ("def f(x):\n    return (y := x)", "NamedExpr"),
    "addition in place": ("def f(x):\n    x += 1", "AugAssign"),
    "an attribute set": ("def f(x):\n    x.y = 1", "an assignment to what is no name"),
    "an else of a loop": ("def f(x):\n    while x > 1: x = 1\n    else: x = 2", "While"),
    "a try": ("def f(x):\n    try: x = 1\n    finally: x = 2", "Try"),
    "a with": ("def f(x):\n    with x: pass", "With"),
    "a function in a function": ("def f(x):\n    def g(): pass", "FunctionDef"),
    "a range with a step": ("def f(x):\n    for y in range(0, 9, 2): pass", "a range with a step"),
    "a loop over pairs": ("def f(x):\n    for y, z in x: pass", "a loop over what is no name"),
}
REFUSED_ABOVE = {
    "a default": ("def f(x=1):\n    return x", "arguments with defaults"),
    "any number of arguments": ("def f(*x):\n    return x", "arguments with defaults"),
    "a decorator": ("@f\ndef g(x):\n    return x", "a decorator"),
    "a class": ("class A:\n    x = 1", "a class that is no NamedTuple"),
    "a method": ("class A(NamedTuple):\n    x: int\n    def f(self): pass", "no NamedTuple"),
    "a branch outside": ("if math:\n    pass", "If outside of a function"),
    "a table that is used": ("A = {}\ndef f(x):\n    return A", "the constant {}"),
}


@pytest.fixture
def translated(tmp_path, monkeypatch):
    """Translates a module of the package `race_sim` that a test makes up."""

    def translate(text):
        path = tmp_path / "made_up.py"
        path.write_text(f"import math\nfrom typing import NamedTuple\n{text}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "made_up", raising=False)
        monkeypatch.setattr("sys.dont_write_bytecode", True)
        return javascript_of(["made_up"])

    return translate


@pytest.mark.parametrize("text, what", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_translated_is_refused_with_its_line(translated, text, what):
    with pytest.raises(InputError) as caught:
        translated(text)
    (problem,) = caught.value.problems
    assert problem.where == "made_up.py, line 4" and what in problem.what


@pytest.mark.parametrize("text, what", REFUSED_ABOVE.values(), ids=REFUSED_ABOVE)
def test_what_cannot_stand_outside_is_refused_with_its_line(translated, text, what):
    text = text.replace("@f\n", "def f(x):\n    return x\n@f\n")
    with pytest.raises(InputError, match=r"made_up\.py, line [3-6]: ") as caught:
        translated(text)
    assert what in caught.value.problems[0].what


EXAMPLE = '''
HALF = 0.5
NAMES = ("a", "it's")
class Pair(NamedTuple):
    """Two numbers."""
    new: float
    other: float
def is_large(x: float) -> bool:
    """Whether it is."""
    return x > HALF and not x >= 100.0
def total(count: int, pair: Pair) -> float:
    found = 0.0
    large = is_large(pair.new) or pair.other < 0.0
    for number in range(1, count + 1):
        if number % 2 == 0:
            continue
        found = found + number * (pair.new if large else -pair.new)
        if found > 1000.0:
            break
    while found < -3.0:
        found = found + 1.5
    first, second = (found, int(-2.7))
    for one in (first, second):
        found = found + one
    return found
def replaced(x: float, y: float) -> float:
    pair = Pair(x, other=y)._replace(other=math.sqrt(y))
    return pair.new / pair.other + len(NAMES)
def compared(a: int, b: int) -> float:
    found = 0.0
    if a < b:
        found = found + 1.0
    elif a > b:
        found = found + 2.0
    else:
        found = found + 4.0
    found = found + (8.0 if a <= b else 16.0) + (32.0 if a >= b else 64.0)
    found = found + (128.0 if a == b else 256.0) + (512.0 if a != b else 1024.0)
    found = found + (2048.0 if -2 < a <= 2 else 4096.0)
    for number in range(a, b):
        found = found * 1.5 + number % 3 - a % -5
    return found
def run(count: int, x: float, y: float) -> float:
    return total(count, Pair(x, y)) + replaced(x, y)
'''


def test_what_is_translated_does_the_same(node, translated, tmp_path):
    text = translated(EXAMPLE)
    module = tmp_path / "made_up.mjs"
    helpers = rules_script().partition("// race_sim.")[0]
    helpers = helpers[: helpers.index("// Endings of a game")]
    module.write_text(
        f"{helpers}\n{text}\nexport {{ made_up$run, made_up$compared }};\n", encoding="utf-8"
    )
    import made_up

    dice, calls, expected = random.Random(4), [], []
    for _ in range(200):
        values = (dice.randrange(90), dice.uniform(-2.0, 120.0), dice.uniform(0.1, 3.0))
        calls.append(["made_up$run", *values])
        expected.append(made_up.run(*values))
    for pair in itertools.product(range(-4, 5), repeat=2):
        calls.append(["made_up$compared", *pair])
        expected.append(made_up.compared(*pair))
    assert in_node(node, module, calls) == packed(expected)
