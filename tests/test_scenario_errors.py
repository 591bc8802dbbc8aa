"""Scenario files with values that cannot be used: one clear error for all that is wrong."""

from pathlib import Path

import pytest

from race_sim import load_scenario
from race_sim.problems import ScenarioError

pytestmark = pytest.mark.short


@pytest.fixture
def write(tmp_path):
    """Write a scenario file and give its path."""

    def write_file(text: str | bytes, name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_file


def refusal(path) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    return caught.value


NUMBER = "payoffs.rivalry: {}; allowed: a number from 0 to 10 (payoff a year)"
BAD_VALUES = {
    "unknown key": (
        "payoffs.rivalri = 1",
        "payoffs.rivalri: unknown key, did you mean payoffs.rivalry?",
    ),
    "unknown section": (
        "payofs.rivalry = 1",
        "payofs.rivalry: unknown key, did you mean payoffs.rivalry?",
    ),
    "no section": ("rivalry = 1", "rivalry: unknown key, did you mean payoffs.rivalry?"),
    "nothing like it": ("zzz = 1", "zzz: unknown key"),
    "empty unknown section": ("[zzz]", "zzz: unknown key"),
    "text for a number": ('payoffs.rivalry = "1"', NUMBER.format("'1'")),
    "switch for a number": ("payoffs.rivalry = true", NUMBER.format("True")),
    "list for a number": ("payoffs.rivalry = [1, 2]", NUMBER.format("[1, 2]")),
    "date for a number": (
        "payoffs.rivalry = 2028-01-01",
        NUMBER.format("datetime.date(2028, 1, 1)"),
    ),
    "table for a number": ("payoffs.rivalry = { low = 1 }", NUMBER.format("a table")),
    "empty table for a number": ("[payoffs.rivalry]", NUMBER.format("a table")),
    "not a number": ("payoffs.rivalry = nan", NUMBER.format("nan")),
    "infinite": ("payoffs.rivalry = inf", NUMBER.format("inf")),
    "above its range": ("payoffs.rivalry = 10.5", NUMBER.format("10.5")),
    "below its range": ("payoffs.rivalry = -1", NUMBER.format("-1")),
    "number for a switch": (
        "finish_line.enabled = 1",
        "finish_line.enabled: 1; allowed: true or false",
    ),
    "text for a switch": (
        'finish_line.enabled = "yes"',
        "finish_line.enabled: 'yes'; allowed: true or false",
    ),
    "unknown policy": (
        'cn.policy = "always-fast"',
        "cn.policy: 'always-fast' is no policy, did you mean always-safe?; allowed: one of logit-",
    ),
    "number for a section": (
        "payoffs = 3",
        "payoffs: 3; allowed: a table with payoffs.prosperity, payoffs.rivalry",
    ),
    "list for a section": (
        "payoffs = [1, 2]",
        "payoffs: [1, 2]; allowed: a table with payoffs.prosperity",
    ),
    "tables for a section": (
        "[[payoffs]]\nrivalry = 1",
        "payoffs: [{'rivalry': 1}]; allowed: a table with payoffs.prosperity",
    ),
    "number for a section in a section": (
        "incidents.misaligned_system = 1",
        "incidents.misaligned_system: 1; allowed: a table with incidents.misaligned_system.weight",
    ),
    "given twice": (
        '"payoffs.rivalry" = 1.0\n[payoffs]\nrivalry = 0.5',
        "payoffs.rivalry: given twice in one file",
    ),
    "number for a text": ("title = 3", "title: 3; allowed: text in quotes"),
    "number for events": ("shocks = 3", "shocks: 3; allowed: tables, each written [[shocks]]"),
    "table for events": (
        "[pauses]\nfrom = 2027",
        "pauses: a table; allowed: tables, each written [[pauses]]",
    ),
    "numbers for events": ("changes = [1]", "changes[0]: 1; allowed: a table with date, set"),
}


@pytest.mark.parametrize(("text", "message"), BAD_VALUES.values(), ids=BAD_VALUES)
def test_bad_value_is_named_with_what_is_allowed(write, text, message):
    path = write(text)
    error = refusal(path)
    assert error.source == str(path)
    assert len(error.problems) == 1
    assert str(error).startswith(f"{path}: {message}")
    assert "\n" not in str(error)


def test_an_empty_section_that_exists_is_no_problem(write):
    path = write("[payoffs]\n[incidents.misaligned_system]\n")
    assert load_scenario(path).parameters == load_scenario("baseline").parameters


def test_long_values_are_shown_short(write):
    path = write(f'payoffs.rivalry = "{"x" * 10_000}"\nalarm.prior = {list(range(1000))}\n')
    assert len(str(refusal(path))) < 500 + len(str(path))


def test_all_problems_in_one_message(write):
    path = write(
        """
        title = 1
        payoffs.rivalry = "high"
        alarm.prior = -1
        nonsense = true
        [[changes]]
        date = 2050
        set = { "alarm.prior" = 1.0 }
        [[changes]]
        date = 2030
        set = { "us.capability" = 1.0, "talks.pase" = 1.0, "talks.pace" = "fast" }
        [[shocks]]
        date = "2028"
        side = "us"
        severity = 100
        [[shocks]]
        date = 2020
        side = "cn"
        severity = 100
        [[pauses]]
        sides = "both"
        from = 2027
        until = 2028
        """
    )
    error = refusal(path)
    assert str(error) == "\n  ".join(
        [
            f"{path}: 11 problems",
            "title: 1; allowed: text in quotes",
            "shocks[0].date: '2028'; allowed: a year such as 2028.25, or a date such as 2028-04-01",
            "pauses[0].sides: 'both'; allowed: a list of us and cn",
            "payoffs.rivalry: 'high'; allowed: a number from 0 to 10 (payoff a year)",
            "alarm.prior: -1; allowed: a number from 0.01 to 50 (1)",
            "nonsense: unknown key",
            "changes[1].set.us.capability: is read only at the start of a race",
            "changes[1].set.talks.pase: unknown key, did you mean talks.pace?",
            "changes[1].set.talks.pace: 'fast'; allowed: a number from 0 to 20 (a year)",
            "changes[0].date: 2050; allowed: from 2026, before 2046",
            "shocks[1].date: 2020; allowed: from 2026, before 2046",
        ]
    )


def test_problems_of_another_file_are_named_with_that_file(write):
    ground = write(
        'payoffs.rivalry = 99\nalarm.prior = 99\ntitle = 3\n[[shocks]]\nside = "us"\n', "a.toml"
    )
    path = write('from = "a.toml"\nalarm.prior = 1.0\ntalks.pace = 99\n', "b.toml")
    error = refusal(path)
    assert error.source == str(path)
    assert [problem.where for problem in error.problems] == [
        f"{ground}: title",
        f"{ground}: shocks[0].date",
        f"{ground}: shocks[0].severity",
        f"{ground}: payoffs.rivalry",
        "talks.pace",
    ]
