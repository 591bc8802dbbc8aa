"""The reference of parameters and of scenarios, made from what the package knows of them."""

from __future__ import annotations

from itertools import groupby

from race_sim.documents import table

_PARAMETERS = """\
# Parameters

What may be set with `--set KEY=VALUE`, in a [scenario file](scenarios.md#a-scenario-file), in a
[study](../study-files.md), and by `race_sim.load_scenario("baseline", {KEY: VALUE})`. The last
column says how well a default is known; [calibration](../calibration.md) says from which data, and
[priors](../priors.md) how uncertain it is.
"""

_SCENARIOS = """\
# Scenarios

The ready-made ones, for every command that takes a scenario. `race-sim scenarios show NAME` says
what differs from the baseline in one, and lists all parameters with their sources.
"""

_FILE = """\
## A scenario file

A scenario of your own is a file in TOML ([step by step](../tutorial/5-own-scenario.md)).
Everything in it may be left out. `from` is the name of a scenario, or the path of a file, to begin
with; `title` and `question` say what it is; a table such as `[payoffs]` has
[parameters](parameters.md) of that section. What happens at a date is an entry of a list:
"""


def parameters_page() -> str:
    """All parameters, a table a section."""
    from race_sim.parameter_index import index_row
    from race_sim.parameters import Parameters, knobs

    parts = [_PARAMETERS]
    for section, members in groupby(knobs().values(), lambda knob: knob.key.split(".")[0]):
        about = type(Parameters.model_fields[section].default).__doc__ or ""
        rows = []
        for knob in members:
            key, default, unit, span, meaning, kind, source = index_row(knob)
            known = f"{kind}: {source}" if source else kind
            unit = "" if unit in ("", "1") else f" {unit}"
            rows.append(
                [
                    cell.replace("|", "\\|")
                    for cell in (key, f"{default}{unit}", span, meaning, known)
                ]
            )
        head = ("key", "default", "range", "meaning", "how well it is known")
        parts.append(f"## {section}\n\n{about.strip().splitlines()[0]}\n\n{table(head, rows)}\n")
    return "\n".join(parts)


def scenarios_page() -> str:
    """The ready-made scenarios, and what a file of one may say."""
    from race_sim.scenario import load_scenario, scenario_names

    scenarios = [load_scenario(name) for name in scenario_names()]
    rows = [(f"`{one.name}`", one.title, one.question) for one in scenarios]
    known = table(("name", "title", "question"), rows)
    return f"{_SCENARIOS}\n{known}\n\n{_FILE}\n{_events()}\n"


def _events() -> str:
    from race_sim.events import EVENT_MODELS

    rows = []
    for key, model in EVENT_MODELS.items():
        for name, field in model.model_fields.items():
            default = "" if field.is_required() else f"`{field.default}`"
            rows.append(
                (f"`[[{key}]]`", f"`{field.alias or name}`", field.description or "", default)
            )
    return table(("list", "entry", "meaning", "default"), rows)
