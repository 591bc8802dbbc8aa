"""Does a Chernobyl moment in 2028 turn the game, and how long does the window stay open?

The question. After a grave accident both sides may see their interests differently, and invest in
safety: a window in which talks can get somewhere. Alarm fades, though. How soon do they race again,
and does it matter where the accident happens and how bad it is? And is a race that has had its
shock early a safer one afterwards?

The design. A shock is forced on the baseline at the start of 2028, in China or in the United
States, with severity 10, 100 or 1000: the smallest Chernobyl moment, and ten and a hundred times
that. The same worlds are played without it. Up to the shock each pair of worlds is the same, and
after it they meet the same luck, so that every difference is the shock's doing. To see what it
works through, the shock of severity 100 is played again with freezes and scars switched off from
2028 on, and again with alarm held at its prior.

What it measures. At dates after the shock: in what share of worlds both invest, and by how much
more than without it. The time until both accelerate in the same quarter for the first time again.
The share of worlds that end in a catastrophe.

To run it: python experiments/chernobyl_window.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MultipleLocator

import race_sim
from race_sim.analysis import paired, window, wording
from race_sim.analysis.experiment import Finding, command
from race_sim.events import Change, Shock
from race_sim.outcomes import Estimate, estimate, share
from race_sim.plots import style, words
from race_sim.plots.marks import Look, draw_estimate
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet
from race_sim.scenario import Scenario
from race_sim.words import GAME_NAMES, SIDE_NAMES, listing

NAME = "chernobyl_window"
QUESTION = "Does a Chernobyl moment in 2028 turn the game, and how long does the window stay open?"
WORLDS = 10_000
DATE = 2028.0
HOSTS = ("cn", "us")
SEVERITIES = (10.0, 100.0, 1000.0)
MIDDLE = 100.0  # the severity that the sentences are about, as in chernobyl-2028-*
QUARTER = 0.25
# What is switched off at the date of the shock, to see what the shock works through. An alarm whose
# prior is worth 100 expected incidents hardly moves.
SWITCHED_OFF = {
    "freezes": {"us.freeze_depth": 0.0, "us.scar": 0.0, "cn.freeze_depth": 0.0, "cn.scar": 0.0},
    "alarm": {"alarm.strength": 100.0},
}
SHOWN_YEARS = 12.0
SAID_AFTER = (1.0, 2.0, 5.0, 10.0)  # years after the shock


class Case(NamedTuple):
    """One setting, played."""

    host: str
    severity: float
    choices: window.Choices
    worlds: pd.DataFrame

    @property
    def name(self) -> str:
        """What was forced, in words."""
        return f"a shock of severity {self.severity:g} in {SIDE_NAMES[self.host]}"

    def both_invest(self, years: float) -> Estimate:
        """The share of worlds in which both invest, so many years after the shock."""
        return window.share_at(self.choices.both_invest, self.choices, DATE + years)

    def years_open(self) -> np.ndarray:
        """How long each world goes without both accelerating, after the shock."""
        return window.years_until(self.choices.both_accelerate, self.choices, DATE)


class Played(NamedTuple):
    """The baseline, and the cases with a shock."""

    without: Case
    cases: tuple[Case, ...]
    switched_off: dict[tuple[str, str], window.Choices]  # by host, and what is switched off

    def case(self, host: str, severity: float = MIDDLE) -> Case:
        """The case of this host and severity."""
        return next(case for case in self.cases if (case.host, case.severity) == (host, severity))

    def excess(self, case: Case, years: float) -> Estimate:
        """By how much the share in which both invest is larger than without the shock."""
        own, other = case.choices, self.without.choices
        return window.excess_at(own.both_invest, own, other.both_invest, other, DATE + years)


def with_shock(host: str, severity: float, switched_off: str = "") -> Scenario:
    """The baseline with a shock at the start of 2028, and perhaps something switched off then."""
    update: dict[str, object] = {"shocks": (Shock(date=DATE, side=host, severity=severity),)}
    if switched_off:
        values = SWITCHED_OFF[switched_off]
        update["changes"] = (Change.model_validate({"date": DATE, "set": values}),)
    return race_sim.load_scenario("baseline").model_copy(update=update)


def play(worlds: int, seed: int) -> Played:
    """Play the baseline, and every host and severity."""

    def case(host: str, severity: float, scenario: Scenario) -> Case:
        table = race_sim.simulate(scenario, worlds=worlds, seed=seed)
        return Case(host, severity, window.choices_of(scenario, worlds, seed), table)

    return Played(
        case("nobody", 0.0, race_sim.load_scenario("baseline")),
        tuple(
            case(host, severity, with_shock(host, severity))
            for host in HOSTS
            for severity in SEVERITIES
        ),
        {
            (host, what): window.choices_of(with_shock(host, MIDDLE, what), worlds, seed)
            for host in HOSTS
            for what in SWITCHED_OFF
        },
    )


def shares_over_time(played: Played) -> pd.DataFrame:
    """Shares of worlds in which one side or both invest, by quarters since the shock.

    For both, with the paired difference from the same worlds without a shock.
    """
    rows = []
    for case in (played.without, *played.cases):
        first, last = (case.choices.step_at(DATE + years) for years in (0.0, SHOWN_YEARS))
        for year in case.choices.year[first : last + 1]:
            row: dict[str, object] = {
                "host": case.host,
                "severity": case.severity,
                "years_after": year - DATE,
                "worlds": int(case.choices.played[:, case.choices.step_at(year)].sum()),
            }
            found = {
                what: window.share_at(getattr(case.choices, what), case.choices, year)
                for what in ("both_invest", "us_invests", "cn_invests")
            }
            found["both_invest_difference"] = played.excess(case, year - DATE)
            for name, shown in found.items():
                row |= paired.columns(name, shown)
            rows.append(row)
    return pd.DataFrame(rows)


def summary_of(played: Played) -> pd.DataFrame:
    """One row a case: how long the window stays open, and what comes after."""
    rows = []
    for case in (played.without, *played.cases):
        years = case.years_open()
        still = share(int((years > 5.0).sum()), len(years))
        row: dict[str, object] = {"host": case.host, "severity": case.severity}
        for name, found in (
            ("median_years_until_both_accelerate", window.median_years(years)),
            ("share_open_after_5_years", still),
            ("catastrophe", estimate(case.worlds, "catastrophe")),
            (
                "catastrophe_difference",
                paired.difference(played.without.worlds, case.worlds, "catastrophe"),
            ),
            ("binding_treaty", estimate(case.worlds, "binding_treaty_year")),
        ):
            row |= paired.columns(name, found)
        rows.append(row | {"worlds": len(case.worlds)})
    return pd.DataFrame(rows)


def mechanisms_of(played: Played) -> pd.DataFrame:
    """What both sides do a quarter after the shock, with freezes or alarm switched off, or not."""
    rows = []
    for host in HOSTS:
        settings = {"nothing": played.case(host).choices}
        settings |= {what: played.switched_off[host, what] for what in SWITCHED_OFF}
        for what, choices in settings.items():
            row: dict[str, object] = {"host": host, "switched_off": what}
            for choice in ("us_invests", "cn_invests", "both_invest"):
                found = window.share_at(getattr(choices, choice), choices, DATE + QUARTER)
                row |= paired.columns(choice, found)
            rows.append(row)
    return pd.DataFrame(rows)


def sentences_on(played: Played, mechanisms: pd.DataFrame) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the worlds."""
    for host in HOSTS:
        yield _on_turn(played, played.case(host))
        yield _on_mechanism(played, mechanisms, host)
    for host in HOSTS:
        yield _on_window(played, played.case(host))
    yield _on_severity(played)
    for host in HOSTS:
        yield _on_later(played, played.case(host))


def _on_turn(played: Played, case: Case) -> str:
    before, share_before = window.most_played(case.choices, DATE)
    after, share_after = window.most_played(case.choices, DATE + QUARTER)
    both, without = case.both_invest(QUARTER), played.without.both_invest(QUARTER)
    turns = "turns" if before != after else "does not turn"
    return (
        f"{words.first_capital(case.name)} {turns} the game: before it is "
        f"{GAME_NAMES[before]} in {wording.percent(share_before)} of worlds, a quarter later "
        f"{GAME_NAMES[after]} in {wording.percent(share_after)}. Both then invest in "
        f"{wording.percent(both)} of worlds, against {wording.percent(without)} without the shock."
    )


def _on_mechanism(played: Played, mechanisms: pd.DataFrame, host: str) -> str:
    rows = mechanisms[mechanisms["host"] == host].set_index("switched_off")

    def said(what: str) -> str:
        us, cn = (paired.from_columns(rows.loc[what], f"{side}_invests") for side in ("us", "cn"))
        return f"{wording.percent(us)} and {wording.percent(cn)}"

    losses = {what: _lost(rows, what) for what in SWITCHED_OFF}
    larger = max(losses, key=lambda what: losses[what])
    verdict = {
        "freezes": "It is above all the freezes that make both invest at once",
        "alarm": "It is above all alarm that makes both invest at once",
    }[larger]
    if wording.direction(played.excess(played.case(host), QUARTER)) <= 0:
        verdict = "The two sides do not begin to invest together at once"
    elif losses[larger] <= 0.0:
        verdict = "Neither freezes nor alarm make both invest at once"
    return (
        f"{verdict}. A quarter after {played.case(host).name} the United States and China invest "
        f"in {said('nothing')} of worlds; without freezes and scars in {said('freezes')}; with "
        f"alarm held at its prior in {said('alarm')}."
    )


def _lost(rows: pd.DataFrame, what: str) -> float:
    """How much of the share in which both invest is lost without it; 0 if not measurably."""
    with_it = paired.from_columns(rows.loc["nothing"], "both_invest")
    without = paired.from_columns(rows.loc[what], "both_invest")
    return with_it.value - without.value if without.high < with_it.low else 0.0


def _on_window(played: Played, case: Case) -> str:
    median = window.median_years(case.years_open())
    without = window.median_years(played.without.years_open())
    parts = []
    for after in SAID_AFTER:
        than = {
            1: "more than",
            0: "no more and no less, so far as can be seen, than",
            -1: "less than",
        }[wording.direction(played.excess(case, after))]
        noun = "year" if after == 1.0 else "years"
        now = wording.percent(case.both_invest(after))
        parts.append(f"{now} after {after:g} {noun}, {than} without the shock")
    return (
        f"After {case.name}, half of worlds see both sides accelerate again within "
        f"{wording.years(median)}; without a shock it is "
        f"{wording.years(without)}. The share of worlds in which both invest "
        f"is {'; '.join(parts)}."
    )


def _on_severity(played: Played) -> str:
    parts = []
    for host in HOSTS:
        cases = [played.case(host, severity) for severity in SEVERITIES]
        times = [wording.years(window.median_years(case.years_open())) for case in cases]
        parts.append(f"{listing(times)} when it is in {SIDE_NAMES[host]}")
    sizes = listing([f"{severity:g}" for severity in SEVERITIES])
    return (
        f"The size of the shock and its place: for severities {sizes} the median time until both "
        f"accelerate again is {'; '.join(parts)}."
    )


def _on_later(played: Played, case: Case) -> str:
    change = paired.difference(played.without.worlds, case.worlds, "catastrophe")
    return (
        f"After {case.name}, the share of worlds that end in a catastrophe "
        f"{wording.points(change)} against the same worlds without it, from "
        f"{wording.percent(estimate(played.without.worlds, 'catastrophe'))} to "
        f"{wording.percent(estimate(case.worlds, 'catastrophe'))}."
    )


_LOOKS = {
    0.0: (style.FAINT_INK, (0, (1.0, 1.2)), ""),
    10.0: (style.ORANGE, (0, (6.0, 1.5, 1.0, 1.5)), "o"),
    100.0: (style.BLUE, (0, (6.0, 2.0)), "s"),
    1000.0: (style.BLACK, "-", "^"),
}


def _draw_shares(axes: Axes, shares: pd.DataFrame, host: str) -> None:
    for severity in (0.0, *SEVERITIES):
        chosen = host if severity else "nobody"
        rows = shares[(shares["host"] == chosen) & (shares["severity"] == severity)]
        colour, dash, marker = _LOOKS[severity]
        years = rows["years_after"].to_numpy()
        low, high = rows["both_invest_low"], rows["both_invest_high"]
        axes.fill_between(years, low, high, color=colour, alpha=0.18, linewidth=0)
        axes.plot(
            years,
            rows["both_invest_value"],
            color=colour,
            linestyle=dash,
            marker=marker,
            markevery=slice(4, None, 4),
            markersize=5.5,
            markeredgecolor="white",
            label=f"severity {severity:g}" if severity else "no shock",
        )
    axes.set(title=f"Shock in {SIDE_NAMES[host]}", xlabel="years after the start of 2028")
    axes.set(xlim=(0.0, SHOWN_YEARS), ylim=(0.0, 1.0))
    axes.xaxis.set_major_locator(MultipleLocator(2.0))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
    axes.grid()


def _draw_times(axes: Axes, summary: pd.DataFrame, name: str, factor: float, digits: str) -> None:
    """One row a case: an estimate with its interval, told apart as in the curves above."""
    for place, (_, row) in enumerate(summary.iterrows()):
        shown = wording.scaled(paired.from_columns(row, name), factor)
        colour, _, marker = _LOOKS[float(row["severity"])]
        look = Look(colour, marker or "X")
        draw_estimate(axes, -place, shown, digits.format(shown.value), look, above=False)
    axes.set(ylim=(-len(summary) + 0.5, 0.5), xlim=(0.0, axes.get_xlim()[1] * 1.08))
    axes.grid(axis="x")


def _row_name(row: pd.Series) -> str:
    if row["severity"] == 0.0:
        return "no shock"
    return f"{style.SIDE_NAMES[row['host']]}, {row['severity']:g}"


@style.drawing()
def draw(shares: pd.DataFrame, summary: pd.DataFrame, seed: int) -> Picture:
    """Shares of worlds in which both invest, over time; and what every case comes to."""
    headline = "How long the window stays open"
    title = "The baseline with a Chernobyl moment at the start of 2028, and without"
    note = "The same luck in every case. Bands and brackets: 95 % Monte-Carlo intervals"
    source = words.source_line(int(summary["worlds"].iloc[0]), seed, note)
    figure = new_sheet(headline, title, source, 6.4)
    upper, lower = figure.subfigures(2, 1, height_ratios=(1.0, 0.95))
    curves = upper.subplots(1, len(HOSTS), sharey=True)
    for axes, host in zip(curves, HOSTS, strict=True):
        _draw_shares(axes, shares, host)
    curves[0].set_ylabel("worlds in which both invest, %")
    curves[-1].legend(loc="upper right", handlelength=3.4)
    bottom = lower.subplots(1, 2, sharey=True)
    _draw_times(bottom[0], summary, "median_years_until_both_accelerate", 1.0, "{:.3g}")
    bottom[0].set(title="Median time until both accelerate again", xlabel="years")
    _draw_times(bottom[1], summary, "catastrophe", 100.0, "{:.1f}")
    bottom[1].set(title="Catastrophe by 2046", xlabel="share of worlds, %")
    names = [_row_name(row) for _, row in summary.iterrows()]
    bottom[0].set_yticks([-place for place in range(len(names))], names)
    bottom[0].set_ylabel("place and severity of the shock")
    for axes in bottom:
        axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    alt = words.sentence(
        words.headed(headline, title),
        *(
            f"{words.first_capital(_row_name(row))}: median time until both accelerate again "
            f"{wording.years(paired.from_columns(row, 'median_years_until_both_accelerate'))}, "
            f"catastrophe in {wording.percent(paired.from_columns(row, 'catastrophe'))} of worlds"
            for _, row in summary.iterrows()
        ),
    )
    return Picture(NAME, figure, shares, alt, words.headed(headline, title))


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    played = play(worlds, seed)
    tables = {"windows": summary_of(played), "mechanisms": mechanisms_of(played)}
    picture = draw(shares_over_time(played), tables["windows"], seed)
    sentences = tuple(sentences_on(played, tables["mechanisms"]))
    return Finding(NAME, QUESTION, sentences, (picture,), worlds, seed, tables)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
