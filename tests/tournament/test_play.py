"""Playing a tournament: every number is that of the races themselves."""

import numpy as np
import pytest

import race_sim
from race_sim.compiled import OUTCOME_COLUMNS
from race_sim.ensemble import blocks
from race_sim.outcomes import estimate, mean
from race_sim.policies import FIRST_OWN, NUMBERS
from race_sim.problems import InputError
from race_sim.resolve import plan_of
from race_sim.scenario import Change, load_scenario
from race_sim.tournament import play as playing
from race_sim.tournament.entrants import Entrant, entrants_of, seated
from race_sim.tournament.play import KEPT, PAYOFFS, play, races_of

NAMES = ("always-safe", "tit-for-tat", "always-accelerate", "logit-response")
pytestmark = pytest.mark.short


def worlds_of(us, cn, worlds=60, seed=5):
    scenario = load_scenario("baseline", {"us.policy": us, "cn.policy": cn})
    return race_sim.simulate(scenario, worlds=worlds, seed=seed)


def test_what_is_scored_is_the_expected_payoff():
    assert PAYOFFS == ("us_expected_payoff", "cn_expected_payoff")


@pytest.mark.parametrize("us", [0, 3])
@pytest.mark.parametrize("cn", [1, 2])
def test_every_pair_is_its_own_simulation(small, us, cn):
    table = worlds_of(NAMES[us], NAMES[cn])
    found = small.played.bimatrix.pair(us, cn)
    for one, column in zip(found, PAYOFFS, strict=True):
        assert one == pytest.approx(mean(table[column].to_numpy()))
    row = small.pairs.set_index(["us_policy", "cn_policy"]).loc[(NAMES[us], NAMES[cn])]
    for name in KEPT:
        expected = estimate(table, name)
        shown = [row[f"{name}_{part}"] for part in ("value", "low", "high")]
        assert shown == pytest.approx(list(expected), abs=1e-12), name
    assert row["played_by"] == "compiled loop" and row["worlds"] == 60


def test_threads_and_blocks_make_no_difference(small, monkeypatch):
    one = play(NAMES, worlds=60, seed=5, threads=1)
    assert (one.bimatrix.moments.products == small.played.bimatrix.moments.products).all()
    monkeypatch.setattr(playing, "BLOCK", 7)
    cut = play(NAMES, worlds=60, seed=5, threads=2)
    assert cut.bimatrix.us == pytest.approx(small.played.bimatrix.us, rel=1e-12)
    assert cut.bimatrix.moments.products == pytest.approx(
        small.played.bimatrix.moments.products, rel=1e-9, abs=1e-6
    )


def test_conduct_is_the_mean_of_a_policys_races(small):
    for place, name in enumerate(NAMES):
        risks, shares = [], []
        for other in NAMES:
            as_us, as_cn = worlds_of(name, other), worlds_of(other, name)
            risks += [as_us["catastrophe_risk"].mean(), as_cn["catastrophe_risk"].mean()]
            shares += [as_us["us_accelerating"].mean(), as_cn["cn_accelerating"].mean()]
        row = small.ranking.set_index("policy").loc[name]
        assert row["catastrophe_risk_value"] == pytest.approx(np.mean(risks))
        assert row["accelerating_value"] == pytest.approx(np.mean(shares))
        assert small.played.conduct.estimate(place).value == row["catastrophe_risk_value"]


def test_the_plan_of_every_pair_is_that_of_its_scenario():
    scenario = load_scenario("chernobyl-2028-cn")
    entrants = entrants_of(NAMES, scenario)
    plans = iter(races_of(scenario, entrants))
    for us in entrants:
        for cn in entrants:
            values = {"us.policy": us.name, "cn.policy": cn.name}
            assert next(plans) == plan_of(load_scenario("chernobyl-2028-cn", values))


def test_dated_changes_of_policy_are_overridden():
    scenario = load_scenario("baseline")
    dated = Change.model_validate(
        {"date": 2030.0, "set": {"us.policy": "always-safe", "payoffs.rivalry": 0.1}}
    )
    scenario = scenario.model_copy(update={"changes": (dated,)})
    accelerate = Entrant("always-accelerate", "always-accelerate")
    pair = seated(scenario, accelerate, accelerate)
    assert [dict(change.values) for change in pair.changes] == [{"payoffs.rivalry": 0.1}]
    outcomes = next(blocks(plan_of(pair), 5, 1))[1]
    assert (outcomes[:, OUTCOME_COLUMNS.index("us_accelerating")] == 1.0).all()


def test_all_policies_take_part_unless_some_are_named():
    everybody = entrants_of((), load_scenario("baseline"))
    assert [entrant.name for entrant in everybody] == list(NUMBERS)


def test_policies_from_files_take_part(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(
        "from race_sim import policy\n\n\n@policy\ndef cautious(view, memory):\n    return 1.0\n"
    )
    scenario = load_scenario("baseline")
    own, other = entrants_of([f"{file}:cautious", "always-safe"], scenario)
    assert own.name == f"{file}:cautious" and not own.in_python
    settings = plan_of(seated(scenario, own, other)).settings_at(0)
    assert settings.us.policy >= FIRST_OWN > settings.cn.policy


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["always-safe"], "1 policy; allowed: from 2 to 40"),
        (["always-safe", "always-safe"], "always-safe: named twice"),
        (["always-safe", "tit-for-tot", "nobody"], "2 problems"),
        (["always-safe", "missing.py:mine"], "missing.py:mine: missing.py cannot be read"),
    ],
)
def test_bad_entrants_are_refused(names, said):
    with pytest.raises(InputError, match=said):
        play(names, worlds=2)


@pytest.mark.parametrize("argument", [{"worlds": 0}, {"seed": -1}, {"threads": 0}])
def test_bad_arguments_are_refused(argument):
    with pytest.raises(InputError, match=next(iter(argument))):
        play(NAMES, **argument)
