"""Requests to the door, made by hypothesis: right, nearly right, and anything at all."""

import math
import random

from hypothesis import strategies as st

from race_sim import MODEL_VERSION
from race_sim.page import scenario_data
from race_sim.page.door import ASKS
from race_sim.page.endings import KEEP
from race_sim.policies.catalogue import NUMBERS


def _odd_value(dice, depth=0):
    """Anything that JSON can hold, and a little that it cannot."""
    kind = dice.randrange(9 if depth < 4 else 7)
    if kind == 0:
        return dice.choice([None, True, False])
    if kind in (1, 2):
        return dice.choice([0, 1, -1, 7, 199, 400, 2**31, 2**53, 2**63, -(10**40), 10**400])
    if kind in (3, 4):
        return dice.choice([0.0, -0.0, 0.5, -1.5, 1e-320, 1e308, math.nan, math.inf, -math.inf])
    if kind in (5, 6):
        return dice.choice(["", "A", "us", "cn", "person", "baseline", "\ud800", "\x00", "é" * 99])
    inner = [_odd_value(dice, depth + 1) for _ in range(dice.randrange(4))]
    return inner if kind == 7 else {_odd_name(dice): one for one in inner}


def _odd_name(dice):
    return dice.choice(
        ["ask", "game", "values", "us", "seed", "model", "", "x" * 99, "payoffs.rivalry"]
    )


_dice = random.Random(1)
# Drawn from a pool, since hypothesis takes long over values within values.
anything = st.sampled_from([_odd_value(_dice) for _ in range(2000)])
numbers = st.sampled_from([0, 1, 2, 0.1, 0.5, 0.9, -1, 1.5, 10, 300, 1e6, math.nan, 10**400])
keys = st.sampled_from(sorted(scenario_data.knobs()))
values = st.dictionaries(keys, numbers, max_size=2)
seats = st.sampled_from(["person", *NUMBERS])
shocks = st.lists(
    st.fixed_dictionaries(
        {"date": st.floats(2024, 2050), "side": st.sampled_from(["us", "cn"]), "severity": numbers},
        optional={"kind": anything},
    ),
    max_size=3,
)
letters = st.text("AI", max_size=6)
setting = {
    "scenario": st.sampled_from(scenario_data.scenario_names()),
    "values": st.just({}) | values,
    "shocks": st.just([]) | shocks,
    "seed": st.integers(0, 2**31 - 1),
    "world": st.integers(0, 2**31 - 1),
    "us": st.just("person") | seats,
    "cn": seats,
}
games = st.fixed_dictionaries(
    {"model": st.just(MODEL_VERSION)}, optional={**setting, "us_moves": letters}
)
plans = {"us_plan": st.sampled_from([KEEP, *NUMBERS]), "cn_plan": st.just(KEEP)}
fields = {
    "new_game": setting,
    "move": {"game": games, "us": st.sampled_from("AI")},
    "undo": {"game": games, "moves": st.integers(1, 6)},
    "replay": {"game": games},
    "matrix": {"game": games, "values": values},
    "forecast": {"game": games, "worlds": st.sampled_from([50, 200]), **plans},
    "ending": {"game": games, "number": st.integers(0, 199), **plans},
    "counterfactual": {
        "game": games,
        "side": st.sampled_from(["us", "cn"]),
        "decision": st.integers(0, 6),
    },
    "debrief": {"game": games},
}


@st.composite
def nearly_right(draw):
    """A request as it should be, with up to two of its parts, or parts of its game, spoilt."""
    ask = draw(st.sampled_from(sorted(ASKS)))
    request = {"ask": ask, **draw(st.fixed_dictionaries({}, optional=fields.get(ask, {})))}
    for _ in range(draw(st.integers(0, 2))):
        place = request
        if isinstance(request.get("game"), dict) and draw(st.booleans()):
            place = request["game"] = dict(request["game"])
        name = draw(st.sampled_from([*sorted(place), "extra"]))
        place[name] = draw(anything)
    return request


unstructured = anything | st.dictionaries(
    st.sampled_from(["ask", "game", "values", "us", "scenario", "x"]),
    anything | st.sampled_from(sorted(ASKS)),
    max_size=4,
)
