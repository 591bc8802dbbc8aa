"""The window after a shock: the finding against paths counted another way."""

import math

import numpy as np
import pytest

import race_sim

WORLDS, SEED = 250, 5


@pytest.fixture(scope="module")
def module(experiment):
    return experiment("chernobyl_window")


@pytest.fixture(scope="module")
def played(module):
    return module.play(WORLDS, SEED)


@pytest.fixture(scope="module")
def shares(module, played):
    return module.shares_over_time(played).set_index(["host", "severity", "years_after"])


def test_middle_cases_are_the_named_scenarios(played):
    for host in ("us", "cn"):
        named = race_sim.simulate(f"chernobyl-2028-{host}", worlds=WORLDS, seed=SEED)
        assert played.case(host).worlds.equals(named)


@pytest.mark.parametrize("host", ["us", "cn"])
def test_shares_by_counting_paths(shares, host):
    paths = race_sim.trajectories(f"chernobyl-2028-{host}", worlds=WORLDS, seed=SEED)
    plain = race_sim.trajectories("baseline", worlds=WORLDS, seed=SEED)
    for years in (0.25, 2.0, 10.0):
        now, then = (table[table.year == 2028.0 + years] for table in (paths, plain))
        both = now.set_index("world").eval("us_invests and cn_invests")
        without = then.set_index("world").eval("us_invests and cn_invests")
        row = shares.loc[(host, 100.0, years)]
        assert row.worlds == len(both)
        assert row.both_invest_value == pytest.approx(both.mean())
        assert row.us_invests_value == pytest.approx(now.us_invests.mean())
        assert row.cn_invests_value == pytest.approx(now.cn_invests.mean())
        paired = (both.astype(float) - without.astype(float)).dropna()
        assert row.both_invest_difference_value == pytest.approx(paired.mean())


def test_summary_by_counting_paths(module, played):
    summary = module.summary_of(played).set_index(["host", "severity"])
    paths = race_sim.trajectories("chernobyl-2028-cn", worlds=WORLDS, seed=SEED)
    times = []
    for _, path in paths[paths.year > 2028].groupby("world"):
        races = path.year[~path.us_invests & ~path.cn_invests] - 2028
        times.append(races.iloc[0] if len(races) else math.inf)
    row = summary.loc[("cn", 100.0)]
    assert row.median_years_until_both_accelerate_value == np.median(times)
    assert row.share_open_after_5_years_value == pytest.approx((np.array(times) > 5).mean())
    shocked = race_sim.simulate("chernobyl-2028-cn", worlds=WORLDS, seed=SEED)
    plain = race_sim.simulate("baseline", worlds=WORLDS, seed=SEED)
    assert row.catastrophe_difference_value == pytest.approx(
        shocked.catastrophe.mean() - plain.catastrophe.mean()
    )
    assert row.binding_treaty_value == pytest.approx(shocked.binding_treaty_year.notna().mean())
    assert summary.loc[("nobody", 0.0)].catastrophe_difference_value == 0.0


def test_what_is_switched_off_is_off(module):
    for host in ("us", "cn"):
        frozen = race_sim.trajectories(module.with_shock(host, 100.0), worlds=40, seed=SEED)
        free = race_sim.trajectories(
            module.with_shock(host, 100.0, "freezes"), worlds=40, seed=SEED
        )
        calm = race_sim.trajectories(module.with_shock(host, 100.0, "alarm"), worlds=40, seed=SEED)
        after = "year == 2028.25"
        column = f"{host}_restriction"
        assert (frozen.query(after)[column] > 0.05).mean() > 0.9
        # What a world brought with it from before 2028 stays.
        before = frozen.query("year == 2028.0").set_index("world")[column]
        assert (free.query(after).set_index("world")[column] <= before + 1e-12).all()
        assert (frozen.query(after).us_alarm > 1.0).mean() > 0.9
        assert calm.query(after).us_alarm.between(0.55, 0.75).all()


def said(module, played, plain) -> list[str]:
    return [plain(text) for text in module.sentences_on(played, module.mechanisms_of(played))]


def test_the_text_says_what_the_worlds_show(module, played, plain):
    text = " ".join(said(module, played, plain))
    median = module.summary_of(played).set_index(["host", "severity"]).loc[("cn", 100.0)]
    value = median.median_years_until_both_accelerate_value
    assert f"half of worlds see both sides accelerate again within {value:.3g} years" in text
    assert "A shock of severity 100 in China turns the game: before it is a Prisoner's Dil" in text


def test_text_turns_when_the_numbers_do(module, played, plain):
    """The shocks do nothing: so says the text."""
    idle = played._replace(
        cases=tuple(
            case._replace(choices=played.without.choices, worlds=played.without.worlds)
            for case in played.cases
        ),
        switched_off=dict.fromkeys(played.switched_off, played.without.choices),
    )
    text = " ".join(said(module, idle, plain))
    assert text.count("does not turn the game") == 2
    assert text.count("The two sides do not begin to invest together at once") == 2
    assert text.count("a catastrophe neither rises nor falls measurably") == 2
    for claim in ("more than without", "less than without", "falls by", "rises by", "above all"):
        assert claim not in text


def test_text_turns_when_shock_and_none_change_places(module, played, plain):
    shocked = played.case("cn")
    other = played._replace(
        without=shocked,
        cases=tuple(
            case._replace(choices=played.without.choices, worlds=played.without.worlds)
            for case in played.cases
        ),
    )
    text = " ".join(said(module, other, plain))
    assert "after 1 year, less than without the shock" in text
    assert "falls by" not in text
