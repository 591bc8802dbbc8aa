"""One world in Mesa: what somebody who knows Mesa expects, and what a subclass may do."""

import copy
import pickle

import mesa
import numpy as np
import pytest
from hypothesis import given, settings

import race_sim
from race_sim import Actor, RaceModel
from race_sim.game import GAMES
from race_sim.model import Event
from race_sim.outcomes import OUTCOMES
from race_sim.policies import View
from race_sim.record import Row
from race_sim.rules.state import CN, US
from race_sim.testing import same_bits, scenarios, seeds

BASELINE = race_sim.load_scenario("baseline")
EVENTFUL = BASELINE.with_values({"incidents.base_rate": 0.3, "talks.pace": 3.0, "alarm.prior": 1.2})


def finished(scenario=BASELINE, seed=1, world=0, of=RaceModel):
    model = of(scenario, seed=seed, world=world)
    model.run()
    return model


@pytest.mark.short
def test_it_is_a_mesa_model_with_two_agents():
    model = RaceModel(BASELINE, seed=1)
    assert isinstance(model, mesa.Model)
    assert set(model.agents) == {model.us, model.cn}
    for actor, side, number in ((model.us, "us", US), (model.cn, "cn", CN)):
        assert isinstance(actor, mesa.Agent)
        assert isinstance(actor, Actor)
        assert actor.model is model
        assert (actor.side, actor.number) == (side, number)
        assert actor.policy == "logit-response"
    assert model.us.unique_id != model.cn.unique_id
    assert set(model.agents.select(lambda actor: actor.side == "cn")) == {model.cn}


@pytest.mark.short
def test_a_step_at_a_time():
    model = RaceModel(BASELINE, seed=1, world=7)
    assert (model.year, model.step_number, model.running) == (2026.0, 0, True)
    assert model.game == "Prisoner's Dilemma"
    assert model.step() is None
    assert (model.year, model.step_number) == (2026.25, 1)
    assert len(model.history) == 1
    assert model.us.state.capability > 0.0 == model.history.us_capability[0]


@pytest.mark.short
def test_a_finished_race_does_not_go_on():
    model = finished()
    before = model.history
    assert not model.running
    model.step()
    model.run()
    assert same_bits(model.history, before)
    assert model.step_number == len(before)


@pytest.mark.short
def test_running_false_stops_it():
    # As in Mesa: whoever drives the model may stop it.
    model = RaceModel(BASELINE, seed=1)
    model.step()
    model.running = False
    model.step()
    model.run()
    assert model.step_number == 1
    model.running = True
    model.run()
    assert same_bits(model.history, finished().history)


@pytest.mark.short
def test_run_is_repeated_steps():
    stepped = RaceModel(EVENTFUL, seed=3, world=1)
    while stepped.running:
        stepped.step()
    ran = finished(EVENTFUL, 3, 1)
    assert same_bits(stepped.history, ran.history)
    assert stepped.events == ran.events
    assert repr(stepped.outcome) == repr(ran.outcome)


@pytest.mark.short
def test_models_share_nothing():
    alone = finished(EVENTFUL, 3, 1)
    one, other = RaceModel(EVENTFUL, seed=3, world=1), RaceModel(EVENTFUL, seed=3, world=2)
    while one.running or other.running:
        one.step()
        other.step()
    assert same_bits(one.history, alone.history)
    assert one.events == alone.events
    assert one.events is not other.events
    assert set(one.agents).isdisjoint(other.agents)
    assert not same_bits(one.history, other.history)


@pytest.mark.short
def test_other_random_numbers_do_not_matter():
    # Luck has addresses: neither the global generators nor Mesa's own are asked.
    import random

    model = RaceModel(EVENTFUL, seed=3, world=1)
    while model.running:
        random.seed(0)
        np.random.seed(0)  # noqa: NPY002
        model.rng.random(3)
        model.step()
    assert same_bits(model.history, finished(EVENTFUL, 3, 1).history)


@pytest.mark.short
def test_scenario_by_name_path_or_itself(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('from = "baseline"\n[payoffs]\nrivalry = 0.1\n')
    assert RaceModel("baseline").scenario == BASELINE
    assert RaceModel(BASELINE).scenario is BASELINE
    assert RaceModel(file).scenario["payoffs.rivalry"] == 0.1
    with pytest.raises(race_sim.ScenarioError, match="no such scenario"):
        RaceModel("basline")


@pytest.mark.short
def test_history_before_the_first_step_is_empty_with_all_its_columns():
    history = RaceModel(BASELINE).history
    assert len(history) == 0
    assert history.columns.tolist() == ["world", "step", *Row._fields]
    assert history.dtypes.equals(finished().history.dtypes)


@pytest.mark.short
def test_history_cannot_be_spoilt_from_outside():
    model = RaceModel(BASELINE, seed=1)
    model.step()
    history = model.history
    history.loc[0, "us_capability"] = 99.0
    assert model.history.us_capability[0] == 0.0


@pytest.mark.short
def test_outcome_waits_for_the_end():
    model = RaceModel(BASELINE, seed=1)
    with pytest.raises(RuntimeError, match="the race is not over"):
        _ = model.outcome
    model.run()
    assert list(model.outcome) == ["world", *(column.name for column in OUTCOMES)]
    assert model.outcome["ending"] == model.ending() == "horizon"
    assert model.outcome["world"] == 0


@pytest.mark.short
def test_a_side_sees_its_own_chair():
    model = RaceModel(BASELINE, seed=1)
    model.agents.do("look")
    us, cn = model.us.view, model.cn.view
    assert isinstance(us, View) and isinstance(cn, View)
    assert us.lead == -cn.lead == pytest.approx(0.4)
    assert us.payoffs == model.us.payoffs == model.outlook.us_payoffs != cn.payoffs
    assert model.cn.settings.freeze_depth == 0.95
    assert 0.0 < model.us.chance_of_investing() < 0.5


@pytest.mark.short
def test_both_choose_before_either_acts():
    seen = []

    class Watched(Actor):
        def choose(self):
            super().choose()
            seen.append(("choose", self.side, self.model.step_number))

        def act(self):
            seen.append(("act", self.side, self.model.step_number))
            super().act()

    class Model(RaceModel):
        actor_class = Watched

    model = Model(BASELINE, seed=1)
    model.step()
    model.step()
    order = [("choose", "us"), ("choose", "cn"), ("act", "us"), ("act", "cn")]
    assert seen == [(*what, step) for step in (0, 1) for what in order]


@pytest.mark.short
def test_an_actor_with_a_mind_of_its_own():
    class Careful(Actor):
        """Safe while its gap is above one OOM, whatever the rival does."""

        def chance_of_investing(self):
            return 1.0 if self.view.gap > 1.0 else 0.0

    class CarefulRace(RaceModel):
        actor_class = Careful

    history = finished(BASELINE, of=CarefulRace).history
    assert (history.us_invests == (history.us_gap > 1.0)).all()
    assert (history.cn_invests == (history.cn_gap > 1.0)).all()
    assert 0 < history.us_invests.sum() < len(history)
    assert finished().history.us_invests.sum() != history.us_invests.sum()


@pytest.mark.short
def test_an_actor_may_override_its_choice():
    class Stubborn(Actor):
        def choose(self):
            self.intention = 1 if self.side == "us" else 0

    class StubbornRace(RaceModel):
        actor_class = Stubborn

    own = finished(EVENTFUL, 2, 5, of=StubbornRace)
    values = {"us.policy": "always-safe", "cn.policy": "always-accelerate"}
    listed = finished(EVENTFUL.with_values(values), 2, 5)
    assert same_bits(own.history, listed.history)


@pytest.mark.short
def test_an_observer_overrides_step():
    class Observed(RaceModel):
        def __init__(self, *arguments, **names):
            super().__init__(*arguments, **names)
            self.seen = []

        def step(self):
            self.seen.append((self.year, self.game))
            super().step()

    model = finished(EVENTFUL, 1, 2, of=Observed)
    titles = {game.key: game.title for game in GAMES}
    expected = [
        (row.year, titles[row.game]) for row in model.history[["year", "game"]].itertuples()
    ]
    assert model.seen == expected
    assert same_bits(model.history, finished(EVENTFUL, 1, 2).history)


@pytest.mark.short
def test_mesa_data_collector_works():
    model = RaceModel(BASELINE, seed=1)
    collector = mesa.DataCollector(
        model_reporters={"year": "year", "game": "game"},
        agent_reporters={"gap": lambda actor: actor.state.capability - actor.state.safety},
    )
    for _ in range(3):
        collector.collect(model)
        model.step()
    assert collector.get_model_vars_dataframe()["year"].tolist() == [2026.0, 2026.25, 2026.5]
    gaps = collector.get_agent_vars_dataframe()["gap"]
    assert len(gaps) == 6
    assert gaps.iloc[0] == 0.5


def told_incidents(model):
    """From the events: number and worst severity of incidents, by step and side."""
    found = {}
    for event in model.events:
        if event.kind == "incident":
            count, worst = found.get((event.step, event.side), (0, 0.0))
            found[event.step, event.side] = (count + 1, max(worst, event.severity))
    return found


def recorded_incidents(model):
    found = {}
    for row in model.history.itertuples():
        for side in ("us", "cn"):
            count = getattr(row, f"{side}_incidents")
            if count:
                found[row.step, side] = (count, getattr(row, f"{side}_worst_severity"))
    return found


@settings(max_examples=60)
@given(scenarios(longest=30), seeds())
def test_events_agree_with_history(scenario, seed):
    model = finished(scenario, seed, 1)
    history = model.history
    assert told_incidents(model) == recorded_incidents(model)
    by_kind = {}
    for event in model.events:
        assert isinstance(event, Event)
        assert event.year == history.year[event.step]
        by_kind.setdefault(event.kind, []).append(event)
    assert [event.step for event in model.events] == sorted(event.step for event in model.events)

    def steps(mask):
        return history.step[mask].tolist()

    def told(kind):
        return [event.step for event in by_kind.get(kind, [])]

    assert told("agreement") == steps(history.treaty_signed != "none")
    assert told("agreement ends") == steps(history.treaty_ended)
    assert told("breach") == steps(history.breach != "nobody")
    assert told("catastrophe") == steps(history.catastrophe)
    assert told("transition") == steps((history.winner != "nobody") & ~history.catastrophe)
    moments = [e for e in by_kind.get("incident", []) if not e.text.startswith("incident")]
    assert len(moments) == history.us_chernobyl_moments.sum() + history.cn_chernobyl_moments.sum()


@pytest.mark.short
def test_every_kind_of_event_happens():
    # Otherwise the test above would compare empty lists.
    one_sided = {"us.policy": "always-accelerate", "cn.policy": "always-safe"}
    kinds = set()
    for world in range(12):
        kinds |= {event.kind for event in finished(EVENTFUL, 1, world).events}
        kinds |= {
            event.kind for event in finished(EVENTFUL.with_values(one_sided), 1, world).events
        }
    assert kinds == {"incident", "agreement", "agreement ends", "breach", "catastrophe"}


@pytest.mark.short
def test_events_of_shocks_pauses_and_the_finish_line():
    shocked = finished("chernobyl-2028-cn", 1, 0)
    shock = shocked.scenario.shocks[0]
    first = next(e for e in shocked.events if e.side == "cn" and e.severity == shock.severity)
    assert first.year == shock.date
    assert first.text.startswith("Chernobyl moment: ")
    ended = finished(BASELINE.with_values({"finish_line.enabled": True}), 1, 0)
    assert ended.outcome["ending"] == "transition"
    assert ended.events[-1].kind == "transition"
    assert ended.events[-1].side == ended.outcome["winner"]


@pytest.mark.short
@pytest.mark.parametrize(
    "copied",
    [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))],
    ids=["copy", "pickle"],
)
def test_a_copy_goes_its_own_way(copied):
    model = RaceModel(EVENTFUL, seed=3, world=1)
    for _ in range(10):
        model.step()
    twin = copied(model)
    twin.run()
    assert same_bits(twin.history, finished(EVENTFUL, 3, 1).history)
    assert len(model.history) == 10
    assert all(actor.model is twin for actor in twin.agents)


@pytest.mark.short
def test_seed_and_world_are_kept_and_matter():
    model = RaceModel(EVENTFUL, seed=2**63 - 1, world=2**40)
    assert (model.seed, model.world) == (2**63 - 1, 2**40)
    model.run()
    assert (model.history.world == 2**40).all()
    others = [finished(EVENTFUL, 2**63 - 1, 2**40 + 1), finished(EVENTFUL, 2**63 - 2, 2**40)]
    assert not any(same_bits(model.history, other.history) for other in others)


@pytest.mark.short
def test_a_scenario_cannot_be_changed_under_way():
    model = RaceModel(BASELINE)
    with pytest.raises(AttributeError, match="make another model"):
        model.scenario = EVENTFUL
    assert model.scenario is BASELINE


@pytest.mark.short
def test_numpy_integers_are_integers():
    # A world's number is often taken from a table.
    table = race_sim.simulate(BASELINE, 3, seed=1)
    model = finished(BASELINE, np.int64(1), table.world.to_numpy()[2])
    assert same_bits(model.history, finished(BASELINE, 1, 2).history)


@pytest.mark.short
@pytest.mark.parametrize(
    "address", [{"seed": 2**63}, {"seed": -1}, {"world": -1}, {"world": 2**63}, {"world": "a"}]
)
def test_bad_addresses_are_refused(address):
    with pytest.raises(race_sim.InputError):
        finished(BASELINE, **address)
