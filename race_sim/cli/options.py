"""Options and arguments that several commands share, and what they are read into."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from race_sim.scenario import Scenario, Value

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="Name of a scenario, or path of a scenario file.", show_default=False
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Another value for a parameter. May be repeated.",
        show_default=False,
    ),
]
But = Annotated[
    list[str] | None,
    typer.Option(
        "--but",
        metavar="KEY=VALUE",
        help="Play the world again under the same luck with this value, and show where the two "
        "part. May be repeated.",
        show_default=False,
    ),
]
Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="[SIDE=]NAME",
        help="Who sits in the chairs: a policy's name, or path.py:function for one of your own. "
        "In both chairs, unless us= or cn= stands in front. May be repeated.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Seed = Annotated[int, typer.Option("--seed", metavar="NUMBER", help="Seed of luck.")]
World = Annotated[int, typer.Option("--world", metavar="NUMBER", help="Number of the world.")]
Worlds = Annotated[int, typer.Option("--worlds", metavar="NUMBER", help="Worlds a point.")]
Threads = Annotated[
    int | None,
    typer.Option(
        "--threads",
        metavar="NUMBER",
        min=1,
        help="Threads; as many as there are processors unless set. Results do not depend on it.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", help="Where to put the files.", show_default=False),
]
StudyFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="A study file, or the name of a ready-made study.", show_default=False
    ),
]
StudyFolder = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="The folder of a study.", show_default=False),
]
EngineName = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="serial, threads, processes or dask. By default threads, or processes for a model "
        "in Python. Results do not depend on it.",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="NUMBER",
        min=1,
        help="Threads, processes or Dask workers; as many as there are processors unless set.",
        show_default=False,
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Of a Dask scheduler, such as tcp://10.0.0.1:8786, for --engine dask.",
        show_default=False,
    ),
]
ChunkSize = Annotated[
    int | None,
    typer.Option(
        "--chunk",
        metavar="NUMBER",
        help="Worlds in a unit of work: a multiple of 256. Follows from the study unless set.",
        show_default=False,
    ),
]
NoReport = Annotated[
    bool, typer.Option("--no-report", help="Leave analyses, figures and report for later.")
]


def values_of(
    settings: list[str] | None, option: str = "--set", keys: Collection[str] | None = None
) -> dict[str, Value]:
    """The keys and values that an option of the form KEY=VALUE gives, all its uses together.

    A key that names a group of `keys`, those of a scenario unless given, is refused.

    Raises
    ------
    InputError
        With all that cannot be read. Whether keys and values are allowed is checked with the
        scenario.
    """
    from race_sim.parameters import knobs
    from race_sim.problems import InputError, Problem
    from race_sim.study.design import parse_setting

    keys = knobs() if keys is None else keys
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for text in settings or []:
        try:
            key, value = parse_setting(text)
        except InputError as error:
            problems.extend(error.problems)
            continue
        if key in values:
            problems.append(Problem(key, "set twice"))
        elif any(known.startswith(f"{key}.") for known in keys):
            inside = [known for known in keys if known.startswith(f"{key}.")]
            problems.append(Problem(key, "is a group of parameters", ", ".join(inside)))
        values[key] = value
    if problems:
        raise InputError(option, problems)
    return values


def policies_of(policies: list[str] | None) -> dict[str, Value]:
    """The policies that `--policy` seats, by the keys of the scenario.

    Raises
    ------
    InputError
        If two are to sit in the same chair.
    """
    from race_sim.problems import InputError, Problem

    values: dict[str, Value] = {}
    for text in policies or []:
        side, equals, name = text.partition("=")
        if equals and side not in ("us", "cn"):
            raise InputError("--policy", [Problem(text, f"no side {side!r}", "us=NAME, cn=NAME")])
        keys = [f"{side}.policy"] if equals else ["us.policy", "cn.policy"]
        for key in keys:
            if key in values:
                raise InputError("--policy", [Problem(key, "two policies for one chair")])
            values[key] = name if equals else text
    return values


def scenario_of(
    name: str, settings: list[str] | None, policies: list[str] | None = None
) -> Scenario:
    """The scenario that a command line names, with the values and policies that it sets.

    Raises
    ------
    InputError
        With all that is wrong with it.
    """
    from race_sim.problems import InputError, Problem
    from race_sim.scenario import load_scenario

    values, seated = values_of(settings), policies_of(policies)
    twice = sorted(values.keys() & seated.keys())
    if twice:
        problems = [Problem(key, "set by --set and by --policy") for key in twice]
        raise InputError("--policy", problems)
    return load_scenario(name, values | seated)
