"""The reference of the Python interface: which module stands on which page.

The pages hold no text of their own but a first line: all the rest is read from the docstrings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Part(NamedTuple):
    """A page of the reference."""

    name: str  # of the page
    title: str
    about: str
    of: tuple[str, ...]  # objects or modules; "package.*" is every public module of a package


PARTS = (
    Part(
        "scenarios-and-worlds",
        "Scenarios and worlds",
        "Load a scenario, play one world step by step, or many at once.",
        (
            "race_sim.load_scenario",
            "race_sim.scenario_names",
            "race_sim.Scenario",
            "race_sim.RaceModel",
            "race_sim.Actor",
            "race_sim.simulate",
            "race_sim.trajectories",
            "race_sim.summarise",
        ),
    ),
    Part(
        "studies",
        "Sweeps and studies",
        "Vary something, and keep what came out. [How a study runs](../../studies.md).",
        (
            "race_sim.sweep",
            "race_sim.Study",
            "race_sim.StudyResult",
            "race_sim.open_study",
            "race_sim.study_names",
        ),
    ),
    Part(
        "policies",
        "Policies of one's own",
        "What a policy sees and keeps. [Add a policy](../../how-to/add-a-policy.md) tells how.",
        ("race_sim.policy", "race_sim.policies.view.View", "race_sim.rules.state.Memory"),
    ),
    Part(
        "games",
        "The stage game",
        "What game theory says of one decision. [The stage game](../../stage-game.md) explains it.",
        ("race_sim.StageGame", "race_sim.games.*"),
    ),
    Part(
        "tournament",
        "Tournaments",
        "Every policy against every policy. [Tournaments](../../tournaments.md) tells more.",
        (
            "race_sim.tournament.tournament",
            "race_sim.tournament.entrants",
            "race_sim.tournament.ranking",
            "race_sim.tournament.evolution",
            "race_sim.tournament.repeated",
        ),
    ),
    Part(
        "page",
        "The page's door",
        "What the page in the browser asks, as JSON in and JSON out.",
        ("race_sim.page.door", "race_sim.page.links"),
    ),
    Part(
        "literature",
        "Published models",
        "A module a model. [Published models](../../literature/README.md) tells what they say.",
        ("race_sim.literature", "race_sim.literature.*"),
    ),
    Part(
        "experiments",
        "Experiments",
        "Arms, measures and sentences. [Add an experiment](../../how-to/add-an-experiment.md).",
        (
            "race_sim.analysis.arms",
            "race_sim.analysis.measures",
            "race_sim.analysis.arm_results",
            "race_sim.analysis.experiment",
        ),
    ),
    Part(
        "claims-and-priors",
        "Claims and priors",
        "Verdicts on claims, and how uncertain each parameter is.",
        (
            "race_sim.claims.claim",
            "race_sim.claims.claim_file",
            "race_sim.claims.run",
            "race_sim.priors.prior",
            "race_sim.priors.prior_file",
        ),
    ),
    Part(
        "plots",
        "Pictures",
        "Each module draws one picture, with its table and its words.",
        ("race_sim.plots", "race_sim.plots.picture"),
    ),
    Part(
        "lessons",
        "Lessons",
        "What the notebooks use besides all this.",
        ("race_sim.lessons.*",),
    ),
    Part(
        "testing",
        "Testing",
        "For tests of your own policies, rules and engines.",
        (
            "race_sim.testing.contract",
            "race_sim.testing.comparison",
            "race_sim.testing.policies",
            "race_sim.testing.scenarios",
            "race_sim.testing.states",
        ),
    ),
    Part(
        "problems",
        "Errors",
        "What is raised when input cannot be used: all problems at once, each with its place.",
        ("race_sim.InputError", "race_sim.ScenarioError", "race_sim.PolicyError"),
    ),
)


def _is_there(name: str) -> bool:
    """Whether a module or an object of it is in the package: some come and go with extras."""
    path = ROOT.joinpath(*name.split("."))
    return (
        path.is_dir()
        or path.with_suffix(".py").is_file()
        or path.parent.with_suffix(".py").is_file()
        or name.count(".") == 1  # what race_sim itself exports
    )


def names_of(part: Part) -> Iterator[str]:
    """The modules and objects that a part documents, in order, each once."""
    for name in part.of:
        if name.endswith(".*"):
            package = name.removesuffix(".*")
            folder = ROOT.joinpath(*package.split("."))
            for path in sorted(folder.glob("[a-z]*.py")):
                module = f"{package}.{path.stem}"
                if module not in _EXPORTED:
                    yield module
        elif _is_there(name):
            yield name


# What stands on a page by the name under which race_sim exports it.
_EXPORTED = ("race_sim.games.stage_game",)


def _exports() -> dict[str, str]:
    """Where each object that race_sim exports has its home, without importing that."""
    import race_sim

    return race_sim._HOME


def pages() -> Iterator[tuple[str, str]]:
    """Each page with its Markdown, by its path in the site."""
    homes = _exports()
    there = []
    for part in PARTS:
        blocks = []
        for name in names_of(part):
            package, _, last = name.rpartition(".")
            home = f"{homes[last]}.{last}" if package == "race_sim" and last in homes else name
            level = "\n    options:\n      heading_level: 2"
            if not home.rpartition(".")[2][0].isupper() and home == name:
                level += "\n      show_root_full_path: true"  # a module
            blocks.append(f"::: {home}{level}\n")
        if blocks:
            text = f"# {part.title}\n\n{part.about}\n\n" + "\n".join(blocks)
            there.append(part)
            yield f"reference/python/{part.name}.md", text
    lines = [f"- [{part.title}]({part.name}.md): {part.about.split('. [')[0]}" for part in there]
    yield "reference/python/index.md", _INDEX + "\n".join(line.rstrip(".") for line in lines) + "\n"


_INDEX = """\
# Python

Read from the docstrings. What `race_sim` itself exports is imported when it is first used, so that
`import race_sim` costs nothing; `race_sim.MODEL_VERSION` and `race_sim.__version__` say what made
a result.

"""
