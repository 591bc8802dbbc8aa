"""What does governing by command cost after an accident, and what does it buy?

The question. After a grave accident a state that rules by command may stop nearly everything, for
long, and leave a mark on the field; one that leaves more to the market stops less. What do depth,
length and scar of such a freeze cost the host in capability, talent and lead, and how much of the
danger do they take away?

The design. A shock of severity 100 is forced at the start of 2028 on China, and then on the
United States. The host answers as it does in the baseline: China by command, the United States by
the market. Then it takes over from its rival the depth of freezes, their length, the scar, or all
three, for the whole race. China is also played with a total shutdown: three years without any
progress, and later freezes as deep and as long. Each host is also played without a forced shock,
with its own temper and with its rival's.

What it measures. From 2028 on, the chance of a catastrophe; in the end, the host's capability and
its lead; and the talent that has left it.

To run it: python experiments/command_or_market.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import race_sim
from race_sim.analysis import arms, measures
from race_sim.analysis.arm_results import Results
from race_sim.analysis.experiment import Finding, command
from race_sim.analysis.wording import direction
from race_sim.plots import arms as picture
from race_sim.words import RIVAL, SIDE_NAMES

NAME = "command_or_market"
QUESTION = "What does governing by command cost after an accident, and what does it buy?"
WORLDS = 20_000
DATE = 2028.0
SIDES = ("cn", "us")
SHORT = {"us": "US", "cn": "China"}
# What a temper is made of, and what each part is called in a row of the figure.
PARTS = {"freeze_depth": "depth", "freeze_median": "length", "scar": "scar"}
WAYS = {"cn": ("command", "the market"), "us": ("the market", "command")}  # own, the rival's
SHUTDOWN = "command-and-control-shutdown"
RISK = measures.LATER_RISK.key


def _own(side: str) -> tuple[measures.Measure, measures.Measure]:
    """What a host pays with: its capability, and its talent."""
    name, short = SIDE_NAMES[side], SHORT[side]
    return (
        measures.column(
            f"{side}_capability", f"{short} capability, end", f"what {name} can do in the end"
        ),
        measures.column(
            f"{side}_talent_lost",
            f"Talent that left {short}",
            f"the talent that leaves {name}, of that of 2026,",
            measures.PERCENT,
        ),
    )


OWN = {side: _own(side) for side in SIDES}
MEASURES = (measures.LATER_RISK, *OWN["cn"], *OWN["us"], measures.LEAD)
_BASELINE = race_sim.load_scenario("baseline")


def temper_of(rival: str, host: str, parts: Iterable[str]) -> dict[str, object]:
    """Parts of one side's temper, given to another."""
    return {f"{host}.{part}": _BASELINE[f"{rival}.{part}"] for part in parts}


def _arms_of(host: str) -> Iterator[arms.Arm]:
    rival = RIVAL[host]
    own, other = WAYS[host]
    shocked = (arms.shock(DATE, host),)
    group = f"After a shock in {SIDE_NAMES[host]}"
    first = f"{host}_own"
    yield arms.Arm(first, f"{own}, as it is", shocks=shocked, group=group, since=DATE)
    changed = {f"{part}": (part,) for part in PARTS} | {"all": tuple(PARTS)}
    for key, parts in changed.items():
        label = f"{PARTS.get(key, 'all three')} as under {other}"
        values = temper_of(rival, host, parts)
        yield arms.Arm(
            f"{host}_{key}", label, values, shocks=shocked, against=first, group=group, since=DATE
        )
    if host == "cn":
        yield arms.Arm(
            "cn_shutdown",
            "total shutdown",
            scenario=SHUTDOWN,
            against=first,
            group=group,
            since=DATE,
        )
    group = "Without a shock"
    yield arms.Arm(f"{host}_calm", f"{own}, as it is", group=group, since=DATE)
    yield arms.Arm(
        f"{host}_calm_all",
        f"all three as under {other}",
        temper_of(rival, host, tuple(PARTS)),
        against=f"{host}_calm",
        group=group,
        since=DATE,
    )


ARMS = tuple(arm for host in SIDES for arm in _arms_of(host))


def sentences_on(found: Results) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the results."""
    for host in SIDES:
        yield _on_all(found, host)
        yield _on_parts(found, host)
    yield _on_shutdown(found)
    for host in SIDES:
        yield _on_calm(found, host)


def _rest(found: Results, arm: str, host: str) -> str:
    """What an arm changes for its host besides the danger."""
    return "; ".join(found.clause(arm, measure.key) for measure in (*OWN[host], measures.LEAD))


def _on_all(found: Results, host: str) -> str:
    arm = f"{host}_all"
    return (
        f"After a shock in {SIDE_NAMES[host]} that it answers as {WAYS[host][1]} would, "
        f"{found.clause(arm, RISK)}; {_rest(found, arm, host)}."
    )


def _on_parts(found: Results, host: str) -> str:
    told = []
    for key, name in PARTS.items():
        told.append(f"its {name} alone, the chance {found.moved(f'{host}_{key}', RISK)}")
    sizes = {key: found.change(f"{host}_{key}", RISK) for key in PARTS}
    most = max(sizes, key=lambda key: abs(sizes[key].value) if direction(sizes[key]) else 0.0)
    verdict = (
        f"the {PARTS[most]} matters most"
        if direction(sizes[most])
        else "no part matters measurably"
    )
    return (
        f"Of what {SIDE_NAMES[host]} then takes over, {verdict} for the danger: with "
        f"{'; with '.join(told)}."
    )


def _on_shutdown(found: Results) -> str:
    return (
        "A total shutdown in China, against the ordinary answer to the same shock: "
        f"{found.clause('cn_shutdown', RISK)}; {_rest(found, 'cn_shutdown', 'cn')}."
    )


def _on_calm(found: Results, host: str) -> str:
    arm = f"{host}_calm_all"
    return (
        f"Without a forced shock, if {SIDE_NAMES[host]} answers those that chance brings as "
        f"{WAYS[host][1]} would: "
        f"{found.clause(arm, RISK)}; {_rest(found, arm, host)}."
    )


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    found = arms.play(ARMS, MEASURES, worlds, seed)
    pictures = tuple(
        picture.draw(
            found.only(
                [RISK, *(measure.key for measure in OWN[host]), measures.LEAD.key],
                [arm.key for arm in ARMS if arm.key.startswith(host)],
            ),
            NAME if host == "cn" else f"{NAME}_{host}",
            f"Command or market: what {SIDE_NAMES[host]} pays, and what it buys",
            "A shock of severity 100 at the start of 2028, and none",
        )
        for host in SIDES
    )
    return Finding(NAME, QUESTION, tuple(sentences_on(found)), pictures, worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
