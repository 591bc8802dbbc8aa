"""Users' own policies: found, played in both engines, and blamed clearly when they go wrong."""

import pickle
import textwrap

import pytest

import race_sim
from race_sim.compiled import own_numbers
from race_sim.own_policy import load_own, number_of, own_policy, own_sources, policy_of
from race_sim.plain_loop import play_plainly
from race_sim.policies import FIRST_OWN, NUMBERS
from race_sim.problems import InputError, PolicyError, ScenarioError
from race_sim.resolve import plan_of
from race_sim.study.chunk import point_digest
from race_sim.testing import PolicyContract, differing_columns
from race_sim.testing.policies import NOTHING
from race_sim.tournament.repeated import STANDARD, Chair

FILE = '''
from race_sim import policy
from race_sim.rules.state import INVEST, Memory


@policy(looks_at=("alarm",), stochastic=False, memory=0)
def cautious(view, memory):
    """Invests when a little alarmed."""
    return view.alarm > 0.8


def count(view, memory, own_action, rival_action):
    if own_action == INVEST:
        return Memory(memory.first + 1, memory.second, 0, 0)
    return Memory(memory.first, memory.second + 1, 0, 0)


@policy(remember=count)
def even_handed(view, memory):
    """Does what it has done less."""
    if memory.first > memory.second:
        return 0
    return 1


@policy
def too_sure(view, memory):
    if view.decisions == 7:
        return 1.5
    return 0.5


@policy
def divides(view, memory):
    return 1 / (6 - view.decisions) if view.decisions > 5 else 0.5


def forget(view, memory, own_action, rival_action):
    return None


@policy(remember=forget)
def forgetful(view, memory):
    return 0.5


@policy(time_limit=0.2)
def endless(view, memory):
    while view.decisions == 3:
        pass
    return 1.0


@policy
def wordy(view, memory):
    return {"yes": 1.0, "no": 0.0}[f"{'yes' if view.lead > 0 else 'no'}"]


def plain(view, memory):
    return 0.5
'''


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "mine.py"
    path.write_text(textwrap.dedent(FILE), encoding="utf-8")
    return path


def scenario_with(file, function, **values):
    return race_sim.load_scenario("baseline", {"us.policy": f"{file}:{function}", **values})


def line_of(text):
    return FILE.splitlines().index(text) + 1


@pytest.fixture(scope="module")
def contract(file):
    """The published contract, as a user would hold a policy of theirs to it."""

    class Held(PolicyContract):
        name = f"{file}:cautious"

    return Held()


@pytest.mark.parametrize("test", [name for name in dir(PolicyContract) if name.startswith("test_")])
def test_the_contract_is_for_users_too(contract, test):
    getattr(contract, test)()


def test_a_broken_promise_is_found(tmp_path):
    path = tmp_path / "liar.py"
    path.write_text(
        "from race_sim import policy\n\n\n"
        "@policy(looks_at=('alarm',), stochastic=False, memory=0)\n"
        "def liar(view, memory):\n"
        "    return 0.5 if view.lead > 0.0 else 1.0\n",
        encoding="utf-8",
    )

    class Held(PolicyContract):
        name = f"{path}:liar"

    class Drawn:
        """Draws what a policy without memory has: nothing."""

        def draw(self, strategy):
            return NOTHING

    ahead, behind = (Chair("random", STANDARD, STANDARD).view._replace(lead=x) for x in (1.0, -1.0))
    looks = PolicyContract.test_looks_only_at_what_it_declares.hypothesis.inner_test
    with pytest.raises(AssertionError):
        looks(Held(), Drawn(), ahead, behind, 0, 1)
    gives = PolicyContract.test_gives_a_chance.hypothesis.inner_test
    gives(Held(), Drawn(), behind)
    with pytest.raises(AssertionError):
        gives(Held(), Drawn(), ahead)


@pytest.mark.parametrize("function", ["cautious", "even_handed"])
def test_both_engines_and_the_plain_loop_play_the_same_world(file, function):
    scenario = scenario_with(file, function, **{"incidents.base_rate": 0.3, "time.end": 2036.0})
    model = race_sim.RaceModel(scenario, seed=5, world=3)
    model.run()
    assert model.us.policy == f"{file}:{function}"
    assert differing_columns(model.history, race_sim.trajectories(scenario, [3], seed=5)) == []
    assert pickle.dumps(play_plainly(plan_of(scenario), 5, 3)) == pickle.dumps(
        [float(value) for value in model.outcome_values()]
    )


def test_it_does_what_it_says(file):
    path = race_sim.trajectories(scenario_with(file, "cautious"), [7], seed=1)
    assert (path.us_invests == (path.us_alarm > 0.8)).all()
    path = race_sim.trajectories(scenario_with(file, "even_handed"), [7], seed=1)
    assert path.us_invests.tolist() == [step % 2 == 0 for step in range(len(path))]


def test_two_of_them_meet(file):
    scenario = scenario_with(file, "cautious", **{"cn.policy": f"{file}:even_handed"})
    assert len(own_numbers(plan_of(scenario))) == 2
    model = race_sim.RaceModel(scenario, seed=1, world=7)
    model.run()
    assert differing_columns(model.history, race_sim.trajectories(scenario, [7], seed=1)) == []


@pytest.mark.parametrize(
    ("function", "line", "what", "step"),
    [
        ("too_sure", "    return 0.5", "gave 1.5, not a chance from 0 to 1", 7),
        (
            "divides",
            "    return 1 / (6 - view.decisions) if view.decisions > 5 else 0.5",
            "ZeroDiv",
            6,
        ),
        ("forgetful", None, "gave None, not a Memory of four numbers", 0),
        ("endless", "        pass", "took more than 0.2 s", 3),
    ],
)
def test_what_goes_wrong_is_told_with_policy_file_line_world_and_quarter(
    file, function, line, what, step
):
    model = race_sim.RaceModel(scenario_with(file, function), seed=3, world=12)
    with pytest.raises(PolicyError) as caught:
        model.run()
    error = caught.value
    assert error.policy == f"{file}:{function}"
    assert error.file == str(file)
    assert what in error.what
    year, quarter = 2026 + step // 4, step % 4 + 1
    assert error.where == f"seed 3, world 12, step {step}, quarter {quarter} of {year}"
    for part in (f"{file}:{function}", what, f"line {error.line}", error.where):
        assert part in str(error)
    if function == "endless":  # any line of the loop
        assert error.line in (line_of("    while view.decisions == 3:"), line_of(line))
    elif function == "divides":
        assert error.line == line_of(line)
    assert model.step_number == step  # the world stands where it went wrong
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.where) == (str(error), error.where)


@pytest.mark.parametrize("function", ["too_sure", "divides"])
def test_the_compiled_loop_tells_the_same_story(file, function):
    """World 0 passes the trial; a later world goes wrong, and is played again to say where."""
    with pytest.raises(PolicyError, match=rf"mine.py:{function}: .*line \d+ \(seed 0, world 0"):
        race_sim.simulate(scenario_with(file, function), worlds=3, seed=0)


def test_a_policy_that_goes_wrong_in_a_late_world_only(tmp_path):
    path = tmp_path / "late.py"
    path.write_text(
        "from race_sim import policy\n\n\n"
        "@policy\n"
        "def late(view, memory):\n"
        "    if view.alarm > 2.0:\n"
        "        return 2.0\n"
        "    return 0.0\n",
        encoding="utf-8",
    )
    scenario = race_sim.load_scenario("baseline", {"us.policy": f"{path}:late"})
    paths = race_sim.trajectories("all-out-race", 40, seed=0)
    with pytest.raises(PolicyError, match=r"gave 2\.0.*world (\d+)") as caught:
        race_sim.simulate(scenario, worlds=400, seed=0)
    world = int(caught.value.where.split("world ")[1].split(",")[0])
    assert world > 0
    assert len(paths) > 0
    model = race_sim.RaceModel(scenario, seed=0, world=world)
    with pytest.raises(PolicyError, match=f"world {world}"):
        model.run()


def test_what_does_not_compile_says_so_and_runs_in_mesa(tmp_path):
    path = tmp_path / "wordy.py"
    path.write_text(
        "from race_sim import policy\n\n\n"
        "@policy\n"
        "def wordy(view, memory):\n"
        "    with open(__file__) as file:\n"
        "        return 1.0 if file.read(4) == 'from' else 0.0\n",
        encoding="utf-8",
    )
    scenario = race_sim.load_scenario("baseline", {"us.policy": f"{path}:wordy"})
    model = race_sim.RaceModel(scenario, seed=1)
    model.run()
    assert model.history.us_invests.all()
    with pytest.raises(
        InputError, match=r"wordy.py:wordy: does not compile, so only Mesa"
    ) as error:
        race_sim.simulate(scenario, worlds=2)
    assert len(str(error.value)) < 900


@pytest.mark.short
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("tit-for-tt", "is no policy, did you mean tit-for-tat"),
        ("nowhere.py:mine", "nowhere.py cannot be read"),
        ("mine.py", "is no policy"),
        ("mine.py:not a name", "is no name of a policy"),
    ],
)
def test_unknown_policies(name, message):
    with pytest.raises(InputError, match=message):
        number_of(name)
    with pytest.raises(ScenarioError, match=message):
        race_sim.load_scenario("baseline", {"cn.policy": name})


@pytest.mark.short
@pytest.mark.parametrize(
    ("function", "message"),
    [("plain", "is not decorated"), ("absent", "has no policy of that name")],
)
def test_functions_that_are_no_policies(file, function, message):
    with pytest.raises(InputError, match=rf"{message}.*; allowed: cautious, even_handed"):
        load_own(f"{file}:{function}")


@pytest.mark.short
def test_a_file_that_cannot_be_run(tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("import race_sim\n\nx = = 3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.py, line 3: cannot be run: SyntaxError"):
        load_own(f"{broken}:x")
    broken.write_text("import race_sim\n\nx = 1 / 0\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.py, line 3: cannot be run: ZeroDivisionError"):
        load_own(f"{broken}:x")


@pytest.mark.short
def test_a_changed_file_is_another_policy(tmp_path):
    path = tmp_path / "changing.py"
    text = "from race_sim import policy\n\n\n@policy\ndef mine(view, memory):\n    return {}\n"
    numbers = []
    for answer in ("0.0", "1.0", "0.0"):
        path.write_text(text.format(answer), encoding="utf-8")
        numbers.append(load_own(f"{path}:mine"))
    assert numbers[0] == numbers[2] != numbers[1]
    assert min(numbers) >= FIRST_OWN
    assert own_policy(numbers[0]).sha256 != own_policy(numbers[1]).sha256
    assert policy_of(numbers[1]).choose(None, None) == 1.0
    assert policy_of(NUMBERS["pavlov"]).name == "pavlov"


@pytest.mark.short
def test_a_study_knows_whether_the_file_has_changed(tmp_path):
    """The key of a point's worlds changes with the text of a policy that is played, only then."""
    path = tmp_path / "studied.py"
    text = "from race_sim import policy\n\n\n@policy\ndef mine(view, memory):\n    return {}\n"
    path.write_text(text.format("0.0"), encoding="utf-8")
    scenario = race_sim.load_scenario("baseline", {"cn.policy": f"{path}:mine"})
    assert list(own_sources(scenario)) == [f"{path}:mine"]
    before = point_digest(scenario, 1, [], "rules", None)
    assert point_digest(scenario, 1, [], "rules", None) == before
    path.write_text(text.format("1.0"), encoding="utf-8")
    assert point_digest(scenario, 1, [], "rules", None) != before
    assert own_sources(race_sim.load_scenario("baseline")) == {}
