"""All claims put to the test: played, judged, and told in tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from race_sim.address import LARGEST_ENSEMBLE, check_address, whole_number
from race_sim.claims.claim import Claim
from race_sim.claims.claim_file import load_claims
from race_sim.claims.deciding import Decision, decide
from race_sim.claims.effect import Effect
from race_sim.claims.judging import BASELINE_BLOCKS, Share, in_baseline, over_points
from race_sim.claims.telling import about, measured, needed, quantity
from race_sim.outcomes import Estimate
from race_sim.plots import naming
from race_sim.priors import load_prior
from race_sim.problems import InputError

if TYPE_CHECKING:
    from race_sim.plots.picture import Picture

HOLDS, FAILS, DEPENDS = "holds", "fails", "depends"
# The rule, fixed beforehand: see docs/claims.md.
NEEDED_SHARE = 0.9
HALF = 0.5

POINTS = 1024
WORLDS = 512
BASELINE_WORLDS = 10_000
DESIGN_SEED = 1
LEAST_WORLDS = 32

Progress = Callable[[int, int], None]


def verdict_of(effects: Sequence[Effect], share: float) -> str:
    """The verdict on a claim.

    It holds if all its tests hold in the baseline, beyond their intervals, and it does so in at
    least nine tenths of the plausible space. It fails if a test fails in the baseline, beyond its
    interval, and it holds in less than half of the space. Else it depends.

    Parameters
    ----------
    effects : sequence of Effect
        Of its tests, in the baseline.
    share : float
        Of the decided points of the prior at which it holds; NaN if none is decided.
    """
    state = min(found.state for found in effects)
    if state == 1 and share >= NEEDED_SHARE:
        return HOLDS
    if state == -1 and share < HALF:
        return FAILS
    return DEPENDS


@dataclass(frozen=True)
class ClaimResult:
    """A claim, what was found of it, and the verdict.

    Attributes
    ----------
    claim : Claim
    effects : tuple of Effect
        Of its tests in the baseline, in order.
    share : Share
    decision : Decision or None
        Which parameter tells points at which it holds from those at which it fails.
    """

    claim: Claim
    effects: tuple[Effect, ...]
    share: Share
    decision: Decision | None

    @property
    def verdict(self) -> str:
        """One of "holds", "fails" and "depends"."""
        return verdict_of(self.effects, self.share.share.value)

    @property
    def verdict_text(self) -> str:
        """The verdict with the parameter that decides."""
        if self.verdict != DEPENDS:
            return self.verdict
        if not self.deciding:
            return "depends on no single parameter"
        return f"depends on {naming.listed(list(self.deciding))}"

    @property
    def deciding(self) -> tuple[str, ...]:
        """Keys of the parameters that decide; none if none stands out."""
        return () if self.decision is None else self.decision.keys

    @property
    def weakest(self) -> int:
        """The number of the test that comes out weakest in the baseline."""
        return min(range(len(self.effects)), key=lambda place: self.effects[place].scaled.value)


@dataclass(frozen=True)
class ClaimsResult:
    """All claims, and how they were played.

    Attributes
    ----------
    results : tuple of ClaimResult
    prior : str
    points, worlds, baseline_worlds, seed, design_seed : int
        As `run_claims` has them.
    """

    results: tuple[ClaimResult, ...]
    prior: str
    points: int
    worlds: int
    baseline_worlds: int
    seed: int
    design_seed: int

    def source(self) -> str:
        """How it was made, in one line."""
        return (
            f"{self.baseline_worlds:,} worlds a scenario in the baseline; {self.points:,} points "
            f"of the prior {self.prior} (Latin hypercube, design seed {self.design_seed}), up to "
            f"{self.worlds:,} worlds each, common luck, seed {self.seed}"
        )

    def verdicts(self) -> dict[str, str]:
        """The verdict on each claim in words, by its identifier."""
        return {one.claim.id: one.verdict_text for one in self.results}

    def table(self) -> pd.DataFrame:
        """One row a claim: its weakest test in the baseline, its share and its verdict."""
        return pd.DataFrame([_row(one) for one in self.results])

    def tests(self) -> pd.DataFrame:
        """One row a test: what it compares, and what was found."""
        rows = [
            {"id": one.claim.id, "test": place, "says": test.says}
            | {"compares": quantity(test, found)}
            | _effect_columns(one, place)
            | _counts("points", one.share.of_tests[place])
            for one in self.results
            for place, (test, found) in enumerate(zip(one.claim.tests, one.effects, strict=True))
        ]
        return pd.DataFrame(rows)

    def boxes(self) -> pd.DataFrame:
        """One row a limit of a box in which a claim fails, or holds where that is rarer."""
        return pd.DataFrame(
            [row for one in self.results for row in _box_rows(one)],
            columns=[
                "id",
                "box_of",
                "parameter",
                "low",
                "high",
                "coverage",
                "density",
                "base",
                "p_value",
            ],
        )

    def scores(self, top: int = 5) -> pd.DataFrame:
        """The parameters with the best scores of every claim."""
        frames = []
        for one in self.results:
            if one.decision is not None:
                best = one.decision.scores.head(top)
                frames.append(best.assign(id=one.claim.id, rank=best.index + 1))
        columns = ["id", "rank", "parameter", "score"]
        return pd.concat(frames)[columns] if frames else pd.DataFrame(columns=columns)

    def picture(self) -> Picture:
        """The claims at a glance."""
        from race_sim.plots.claims import draw

        return draw(self.table(), NEEDED_SHARE, self.source())


def run_claims(
    claims: Sequence[Claim] | Path | None = None,
    points: int = POINTS,
    worlds: int = WORLDS,
    baseline_worlds: int = BASELINE_WORLDS,
    seed: int = 1,
    design_seed: int = DESIGN_SEED,
    prior: str | Path = "plausible",
    progress: Progress | None = None,
) -> ClaimsResult:
    """Put claims to the test.

    Parameters
    ----------
    claims : sequence of Claim, or Path, optional
        Those of a file; of `seeds/claims.toml` unless given.
    points : int
        Points of the prior: a Latin hypercube.
    worlds : int
        The most at a point, of every scenario: see `race_sim.claims.judging.over_points`.
    baseline_worlds : int
        Of every scenario in the baseline; rounded up to a multiple of twenty.
    seed : int
        Of the luck.
    design_seed : int
        Of the points: they are the same whatever the luck.
    prior : str or Path
    progress : callable, optional
        Called with what is done of a stage and its total.

    Raises
    ------
    InputError
        If an argument, the file or the prior cannot be used.
    """
    check_address("claims", seed, LEAST_WORLDS, 0)
    wrong = [
        whole_number("points", points, 2, 1_000_000),
        whole_number("worlds", worlds, LEAST_WORLDS, 2**30),
        whole_number("baseline worlds", baseline_worlds, 1, LARGEST_ENSEMBLE),
        whole_number("design seed", design_seed, 0, 2**63 - 1),
    ]
    problems = [problem for problem in wrong if problem is not None]
    if problems:
        raise InputError("claims", problems)
    chosen = tuple(load_claims(claims) if claims is None or isinstance(claims, Path) else claims)
    laws = load_prior(prior)
    drawn = laws.points(points, design_seed)
    baseline_worlds = -(-baseline_worlds // BASELINE_BLOCKS) * BASELINE_BLOCKS
    effects = in_baseline(chosen, baseline_worlds, seed, progress)
    shares = over_points(chosen, drawn, worlds, seed, progress)
    results = tuple(
        ClaimResult(
            claim,
            tuple(effects[test] for test in claim.tests),
            share,
            decide(drawn, share.states, share.chances, design_seed),
        )
        for claim, share in zip(chosen, shares, strict=True)
    )
    return ClaimsResult(results, laws.name, points, worlds, baseline_worlds, seed, design_seed)


def _effect_columns(one: ClaimResult, place: int) -> dict[str, Any]:
    found, test = one.effects[place], one.claim.tests[place]
    return {
        "about": about(test),
        "effect_text": measured(test, found),
        "needed_text": needed(test, found),
        "kind": found.kind,
        **_columns("measured", found.measured),
        "needed": found.needed,
        **_columns("effect", found.scaled),
        "baseline": ("fails", "open", "holds")[found.state + 1],
    }


def _columns(name: str, estimate: Estimate) -> dict[str, float]:
    return {f"{name}_{part}": value for part, value in estimate._asdict().items()}


def _counts(name: str, states: Any) -> dict[str, int]:
    parts = (("held", 1), ("failed", -1), ("open", 0))
    return {f"{name}_{part}": int((states == state).sum()) for part, state in parts}


def _row(one: ClaimResult) -> dict[str, Any]:
    decision = one.decision
    return {
        "id": one.claim.id,
        "claim": one.claim.name,
        "weakest_test": one.weakest,
        **_effect_columns(one, one.weakest),
        **_columns("share", one.share.share),
        **_counts("points", one.share.states),
        "verdict": one.verdict,
        "decides": ", ".join(one.deciding),
        "score": float("nan") if decision is None else float(decision.scores["score"].iloc[0]),
        "verdict_text": one.verdict_text,
    }


def _box_rows(one: ClaimResult) -> list[dict[str, Any]]:
    if one.decision is None or one.decision.box is None or not one.decision.box.is_found:
        return []
    box = one.decision.box
    return [
        {
            "id": one.claim.id,
            "box_of": "failures" if box.of_failures else "successes",
            "parameter": limit.key,
            "low": limit.low,
            "high": limit.high,
            **box.trial._asdict(),
        }
        for limit in box.limits
    ]
