"""The random engine against closed forms: competing hazards, Poisson counts, growing hazards.

What is printed is checked to its last digit, in fifty-digit arithmetic and a second way. What is
played is tested at |z| < 3.9 or at a p-value above 1e-4: for a right rule, one test in ten thousand
fails; seeds are fixed. A wrong rule is shown to be found out.

With steps of length dt, catastrophes in the United States are counted before those in China, as a
disaster before a win: of two events in one step the first counts. So the engine must show the very
bias that the algebra of such a race says, and none in the chance that nothing happens.
"""

import math
from decimal import Decimal, localcontext
from functools import cache

import numpy as np
import pytest
from scipy import integrate, linalg, stats

from race_sim import RaceModel, load_scenario, simulate
from race_sim.rules import incidents

Z = 3.9
FALSE_ALARM = 1e-4

# Two wins with hazards h1 and h2 and a disaster with hazard m until T (memoryless patent races:
# Loury, 1979, Quarterly Journal of Economics 93, 395-410; Lee and Wilde, 1980, the same 94,
# 429-436). P(1), P(2), P(disaster), P(nothing), E[time | event]; and P(1), P(2), P(disaster) in
# steps of a year and of a quarter, the disaster resolved first and simultaneous wins split.
COMPETING = {
    (".2", ".1", ".05", "10"): (
        ("0.554173", "0.277086", "0.138543", "0.030197", "2.545766"),
        {
            "1": ("0.539312", "0.270329", "0.160162"),
            ".25": ("0.550645", "0.275365", "0.143792"),
        },
    ),
    (".1", ".1", ".02", "20"): (
        ("0.448965", "0.448965", "0.089793", "0.012277", "4.296856"),
        {
            "1": ("0.444342", "0.444342", "0.099038"),
            ".25": ("0.447834", "0.447834", "0.092055"),
        },
    ),
    (".3", ".1", ".1", "5"): (
        ("0.550749", "0.183583", "0.183583", "0.082085", "1.552873"),
        {
            "1": ("0.521068", "0.174844", "0.222002"),
            ".25": ("0.543723", "0.181317", "0.192875"),
        },
    ),
}
ROWS = pytest.mark.parametrize("row", COMPETING, ids=lambda row: " ".join(row))
STEPS = pytest.mark.parametrize("step", ["1", ".25"])
# h0, g, T and P(event by T) under the hazard h0 exp(g t).
GROWING = [
    (".01", ".5", "10", "0.947569"),
    (".02", ".2", "10", "0.472130"),
    (".05", "-.1", "20", "0.351006"),
]


def printed(value):
    """Six decimals, as in the table."""
    return str(Decimal(value).quantize(Decimal("0.000001")))


def in_continuous_time(h1, h2, m, horizon):
    """The closed form, in decimals."""
    total = h1 + h2 + m
    happens = 1 - (-total * horizon).exp()
    time = (1 - (-total * horizon).exp() * (1 + total * horizon)) / (total * happens)
    return h1 * happens / total, h2 * happens / total, m * happens / total, 1 - happens, time


def chances_in_a_step(h1, h2, m, step):
    """P(1), P(2), P(disaster) in one step: the disaster first, simultaneous wins split."""
    one, two, lost = (1 - (-rate * step).exp() for rate in (h1, h2, m))
    return (1 - lost) * one * (1 - two / 2), (1 - lost) * two * (1 - one / 2), lost


def in_steps(h1, h2, m, horizon, step):
    """The closed form for steps: a geometric sum, in decimals."""
    chances = chances_in_a_step(h1, h2, m, step)
    survives = 1 - sum(chances)
    total = (1 - survives ** int(horizon / step)) / (1 - survives)
    return tuple(chance * total for chance in chances)


@ROWS
def test_competing_hazards_to_all_printed_digits(row):
    with localcontext(prec=50):
        found = in_continuous_time(*map(Decimal, row))
        assert tuple(map(printed, found)) == COMPETING[row][0]


@ROWS
@STEPS
def test_competing_hazards_in_steps_to_all_printed_digits(row, step):
    with localcontext(prec=50):
        found = in_steps(*map(Decimal, row), Decimal(step))
        assert tuple(map(printed, found)) == COMPETING[row][1][step]


@ROWS
def test_competing_hazards_a_second_way(row):
    """The matrix exponential of the generator of a chain with three absorbing states."""
    h1, h2, m, horizon = map(float, row)
    generator = np.zeros((4, 4))
    generator[0] = [-(h1 + h2 + m), h1, h2, m]
    nothing, *events = linalg.expm(generator * horizon)[0]
    expected = [float(text) for text in COMPETING[row][0]]
    np.testing.assert_allclose([*events, nothing], expected[:4], atol=5.1e-7)
    density, _ = integrate.quad(
        lambda t: t * (h1 + h2 + m) * linalg.expm(generator * t)[0, 0], 0.0, horizon
    )
    assert density / (1.0 - nothing) == pytest.approx(expected[4], abs=5.1e-7)


@ROWS
@STEPS
def test_competing_hazards_in_steps_a_second_way(row, step):
    """A power of the transition matrix of a step."""
    *rates, horizon = map(float, row)
    chances = [float(chance) for chance in chances_in_a_step(*map(Decimal, row[:3]), Decimal(step))]
    matrix = np.eye(4)
    matrix[0] = [1.0 - sum(chances), *chances]
    after = np.linalg.matrix_power(matrix, round(horizon / float(step)))[0]
    expected = [float(text) for text in COMPETING[row][1][step]]
    np.testing.assert_allclose(after[1:], expected, atol=5.1e-7)
    assert after[0] == pytest.approx(math.exp(-sum(rates) * horizon), rel=1e-9)


@pytest.mark.parametrize(("h0", "g", "horizon", "expected"), GROWING)
def test_growing_hazards_to_all_printed_digits(h0, g, horizon, expected):
    with localcontext(prec=50):
        rate, growth, years = map(Decimal, (h0, g, horizon))
        found = 1 - (-rate * ((growth * years).exp() - 1) / growth).exp()
        assert printed(found) == expected
    integral, _ = integrate.quad(
        lambda t: float(h0) * math.exp(float(g) * t), 0.0, float(horizon), epsabs=1e-12
    )
    assert -math.expm1(-integral) == pytest.approx(float(found), rel=1e-12)


@pytest.mark.parametrize(("h0", "g", "horizon", "expected"), GROWING)
def test_the_rule_that_extrapolates_a_hazard_is_the_closed_form(h0, g, horizon, expected):
    """`expected_incidents` is (h0/g)(exp(g T) - 1): what actors expect, for a gap that moves."""
    elasticity = 0.18
    gap_rate = float(g) / (elasticity * math.log(10.0))
    mean = incidents.expected_incidents(float(h0), elasticity, gap_rate, float(horizon))
    assert -math.expm1(-mean) == pytest.approx(float(expected), abs=5.1e-7)


# The engines


def memoryless(rates, exponent, ceiling, years, step=0.25, **more):
    """A race without choice, backlash or growth: incidents at two constant rates a year."""
    ours, theirs = rates
    values = {
        "incidents.base_rate": ours,
        "cn.applications": theirs / ours,
        "cn.scale": 1.0,
        "cn.capability": 0.0,
        "cn.research": 1.0,
        "cn.chips": 1.0,
        "cn.data": 1.0,
        "incidents.gap_elasticity": 0.0,
        "incidents.severity_exponent": exponent,
        "incidents.severity_ceiling": ceiling,
        "export_control.level": 0.0,
        "learning.lesson": 0.0,
        "time.end": 2026.0 + years,
        "time.step": step,
        "time.decision_period": step,
    }
    for side in ("us", "cn"):
        values |= {f"{side}.policy": "always-accelerate", f"{side}.freeze_depth": 0.0}
        values |= {f"{side}.scar": 0.0}
    return load_scenario("baseline", {**values, **more})


EXPONENT, CEILING = 0.05, 100.0
CATASTROPHE = CEILING**-EXPONENT  # chance that an incident is one


def as_a_race(row, step):
    """Disaster: a catastrophe in the United States. A win of either: one in China."""
    h1, h2, m, horizon = map(float, row)
    rates = m / CATASTROPHE, (h1 + h2) / CATASTROPHE
    return memoryless(rates, EXPONENT, CEILING, horizon, float(step))


@cache
def worlds_of(row, step, worlds=40_000):
    return simulate(as_a_race(row, step), worlds, seed=31)


def off(count, total, chance):
    """How many standard errors a count is from what is expected."""
    return (count - total * chance) / math.sqrt(total * chance * (1.0 - chance))


def hosts(row, step):
    table = worlds_of(row, step)
    return (
        table,
        (table["catastrophe_host"] == "us").sum(),
        (table["catastrophe_host"] == "cn").sum(),
    )


@ROWS
@STEPS
def test_compiled_engine_is_the_race_of_competing_hazards(row, step):
    """With the printed bias of its step, and none in the chance that nothing happens."""
    table, disasters, wins = hosts(row, step)
    one, two, lost = map(float, COMPETING[row][1][step])
    nothing = float(COMPETING[row][0][3])
    total = len(table)
    assert abs(off(disasters, total, lost)) < Z
    assert abs(off(wins, total, one + two)) < Z
    assert abs(off((table["ending"] == "horizon").sum(), total, nothing)) < Z


@ROWS
def test_a_disaster_that_is_resolved_first_is_told_from_one_drawn_at_once(row):
    """The bias of a yearly step is no artefact of the test: the value without it is refused."""
    table, disasters, _ = hosts(row, "1")
    assert abs(off(disasters, len(table), float(COMPETING[row][0][2]))) > Z


@ROWS
@STEPS
def test_compiled_engine_ends_when_it_should(row, step):
    """Mean time of the ends of steps with an event; half a step earlier it is nearly E[time]."""
    *rates, horizon = map(float, row)
    length, total = float(step), sum(rates)
    number = np.arange(1, round(horizon / length) + 1)
    weight = np.exp(-total * length * (number - 1)) * -math.expm1(-total * length)
    mean = (number * length * weight).sum() / weight.sum()
    table = worlds_of(row, step)
    times = table.loc[table["ending"] == "catastrophe", "end_year"].to_numpy() - 2026.0
    assert abs(times.mean() - mean) < Z * times.std() / math.sqrt(len(times))
    continuous = float(COMPETING[row][0][4])
    assert mean - length / 2.0 == pytest.approx(continuous, abs=0.05 * length)


def test_mesa_engine_is_the_race_of_competing_hazards():
    """Fewer worlds, and the very ones that the compiled engine plays."""
    row, step, total = (".3", ".1", ".1", "5"), "1", 400
    ends = []
    for world in range(total):
        model = RaceModel(as_a_race(row, step), seed=31, world=world)
        model.run()
        ends.append(model.outcome["catastrophe_host"])
    assert ends == list(worlds_of(row, step)["catastrophe_host"][:total])
    one, two, lost = map(float, COMPETING[row][1][step])
    expected = {"us": lost, "cn": one + two, "nobody": 1.0 - lost - one - two}
    seen = [ends.count(host) for host in expected]
    assert stats.chisquare(seen, np.array(list(expected.values())) * total).pvalue > FALSE_ALARM


@pytest.mark.parametrize("step", [1.0, 0.25, 0.0625])
def test_counts_are_poisson_whatever_the_step(step):
    """Incidents at 1.5 a year on one side and 0.5 on the other, for four years."""
    quiet = memoryless((1.5, 0.5), 1.0, 1e9, 4.0, step)
    table = simulate(quiet, 20_000, seed=33)
    for column, mean in (
        ("us_incidents", 6.0),
        ("cn_incidents", 2.0),
        ("incidents", 8.0),
        ("chernobyl_moments", 0.8),
    ):
        counts = table[column].to_numpy()
        most = int(stats.poisson(mean).ppf(0.999))
        seen = np.bincount(np.minimum(counts, most), minlength=most + 1)
        chances = np.append(stats.poisson(mean).pmf(range(most)), stats.poisson(mean).sf(most - 1))
        assert stats.chisquare(seen, chances * len(counts)).pvalue > FALSE_ALARM
    both = np.corrcoef(table["us_incidents"], table["cn_incidents"])[0, 1]
    assert abs(both) * math.sqrt(len(table)) < Z  # two sides, two processes


def test_the_first_moment_is_an_exponential_time():
    """The step of the first Chernobyl moment against the geometric law that it comes to."""
    table = simulate(memoryless((1.0, 1.0), 1.0, 1e9, 10.0), 20_000, seed=34)
    first = table["first_chernobyl_year"].to_numpy()
    edges = np.arange(41) * 0.25
    seen = [int((first == 2026.0 + edge).sum()) for edge in edges[:-1]] + [
        int(np.isnan(first).sum())
    ]
    chances = np.append(-np.diff(np.exp(-0.2 * edges)), math.exp(-2.0))
    assert sum(seen) == len(table)
    assert stats.chisquare(seen, chances * len(table)).pvalue > FALSE_ALARM


def test_a_finish_line_against_a_constant_hazard():
    """Crossed after 3.25 years unless a catastrophe comes first; then lost with chance 1 - 1/e."""
    more = {
        "finish_line.enabled": True,
        "finish_line.transformative": 0.68 * 3.2,  # 0.68 OOM a year, at the end of a quarter
        "finish_line.risk": 1.0,
        "finish_line.elasticity": 0.0,
    }
    rates = 0.1 / CATASTROPHE, 0.1 / CATASTROPHE
    table = simulate(memoryless(rates, EXPONENT, CEILING, 10.0, **more), 20_000, seed=35)
    crossed = table["ending"] == "transition"
    assert abs(off(crossed.sum(), len(table), math.exp(-0.2 * 3.25))) < Z
    assert set(table.loc[crossed, "end_year"]) == {2029.25}
    lost = table.loc[crossed, "lost_at_finish"]
    assert abs(off(lost.sum(), len(lost), 1.0 - math.exp(-1.0))) < Z
    assert not (table["ending"] == "horizon").any()


@pytest.mark.parametrize(("h0", "g", "horizon", "expected"), GROWING)
@pytest.mark.parametrize("step", [1.0, 0.25])
def test_compiled_engine_under_a_growing_hazard(h0, g, horizon, expected, step):
    """The hazard at the middle of a step: within (g dt)^2/24 of the closed form, and counted so."""
    rate, growth, years = float(h0), float(g), float(horizon)
    base_rate = 0.701 if growth > 0.0 else 0.03
    elasticity = growth / (math.log(10.0) * (base_rate * 0.97 - 2.2 * 0.03))
    sides = 0.5 * rate / CATASTROPHE / 10.0 ** (elasticity * 0.5)
    more = {"incidents.gap_elasticity": elasticity, "progress.base_rate": base_rate}
    more |= {"exchange.openness": 0.0, "progress.diffusion": 0.0}
    table = simulate(
        memoryless((sides, sides), EXPONENT, CEILING, years, step, **more), 20_000, seed=36
    )
    middles = (np.arange(round(years / step)) + 0.5) * step
    in_steps = -math.expm1(-rate * step * np.exp(growth * middles).sum())
    assert abs(off(table["catastrophe"].sum(), len(table), in_steps)) < Z
    mean = -math.log1p(-float(expected))
    assert -math.log1p(-in_steps) == pytest.approx(mean, rel=(growth * step) ** 2 / 23.0)
