"""The application as a whole: version, help, and how little it takes to show them."""

import json
import subprocess
import sys

import pytest

import race_sim

STUDY_COMMANDS = (
    "list",
    "plan",
    "run",
    "status",
    "resume",
    "retry",
    "verify",
    "replay",
    "report",
    "export",
)
COMMANDS = [
    (),
    ("scenarios",),
    ("scenarios", "show"),
    ("run",),
    ("game",),
    ("policies",),
    ("policies", "show"),
    ("tournament",),
    ("regret",),
    ("hindcast",),
    ("sweep",),
    ("plot",),
    ("demo",),
    ("play",),
    ("page",),
    ("page", "build"),
    ("export",),
    ("export", "otree"),
    ("calibrate",),
    ("claims",),
    ("study",),
    *(("study", name) for name in STUDY_COMMANDS),
    ("literature",),
    *(("literature", name) for name in ("models", "show", "sweep", "regions", "check")),
]
HEAVY = ("numpy", "pandas", "numba", "mesa", "matplotlib", "scipy", "pyarrow", "pydantic", "rich")

PROBE = """
import json, sys
from race_sim.cli import main
for words in json.loads(sys.argv[1]):
    sys.argv = ["race-sim", *words]
    try:
        main()
    except SystemExit as end:
        assert not end.code, words
print(json.dumps([name for name in json.loads({heavy!r}) if name in sys.modules]), file=sys.stderr)
"""


def modules_after(command_lines):
    """The heavy modules that a process has loaded after running command lines."""
    code = PROBE.format(heavy=json.dumps(HEAVY))
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(command_lines)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stderr.splitlines()[-1])


@pytest.mark.short
def test_help_loads_nothing_heavy():
    assert modules_after([["--help"]]) == []
    # Typer itself reads some kinds of options with pydantic.
    every = modules_after([[*words, "--help"] for words in COMMANDS] + [["--version"]])
    assert set(every) <= {"pydantic"}


@pytest.mark.short
def test_scenarios_and_games_do_without_arrays():
    loaded = modules_after([["scenarios", "--json"], ["game", "baseline", "--json"]])
    assert set(loaded) <= {"pydantic"}


@pytest.mark.parametrize("words", COMMANDS)
def test_help_fits_80_columns_and_shows_every_option(type_in, words):
    text = type_in(*words, "--help").stdout
    assert text.startswith("Usage: race-sim")
    assert max(map(len, text.splitlines())) <= 80
    assert "--help" in text


def test_commands_are_listed_in_the_order_of_use(type_in):
    text = type_in("--help").stdout
    listed = [line.split()[0] for line in text.partition("Commands:\n")[2].splitlines() if line]
    assert listed[:5] == ["demo", "play", "scenarios", "run", "game"]
    assert listed[5:13] == [
        "policies",
        "tournament",
        "regret",
        "hindcast",
        "sweep",
        "plot",
        "study",
        "literature",
    ]


def test_study_commands_are_listed_in_the_order_of_use_each_on_one_line(type_in):
    text = type_in("study", "--help").stdout
    listed = text.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert [line.split()[0] for line in listed] == list(STUDY_COMMANDS)
    assert not any("..." in line for line in listed)


def test_without_a_command_there_is_help(type_in):
    result = type_in(code=2)
    assert "Commands:" in result.stdout + result.stderr


def test_version(type_in):
    expected = f"race-sim {race_sim.__version__}, model version {race_sim.MODEL_VERSION}\n"
    assert type_in("--version").stdout == expected
