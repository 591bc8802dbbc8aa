"""How a study was done and where it comes from, in sentences and tables for its report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from race_sim.plots import naming, words

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.study import Study

_SHORT_HASH = 12


def design_sentences(study: Study) -> list[str]:
    """The design in words."""
    levers, uncertainties = study.number_of_points()
    said = [_points_sentence(study, uncertainties)]
    if levers > 1:
        said.append(f"Each of {words.counted(levers, 'setting')} of the levers is tried at each.")
    if study.stopping is None:
        said.append(f"{words.counted(study.worlds, 'world')} are played at every point.")
    else:
        rule = study.stopping
        said.append(
            f"At every point worlds are played until the {100 * rule.confidence:g}"
            f"{words.NO_BREAK}% interval on {naming.quantity(rule.outcome)} is no wider than "
            f"{rule.width:g}, at least {rule.first:,} and at most {rule.ceiling:,}."
        )
    if study.independent:
        said.append("Every point has luck of its own.")
    else:
        said.append(
            "All points share luck world by world: world 7 of one point meets the same luck as "
            "world 7 of any other."
        )
    said.append(f"The seed is {study.seed}.")
    if study.model:
        said.append(f"Worlds are played by the model {study.model}.")
    return said


def _points_sentence(study: Study, uncertainties: int) -> str:
    design, count = study.design, len(study.uncertainties)
    varied = f"{words.counted(count, 'parameter')} {'is' if count == 1 else 'are'} varied"
    points = words.counted(uncertainties, "point")
    if design.kind == "list":
        return f"The {points} are listed in the study."
    if not study.uncertainties:
        return "No parameter is uncertain."
    if design.kind == "grid":
        return f"{varied} over a full grid of {points}."
    if design.kind == "latin-hypercube":
        return f"{varied} over a Latin hypercube of {points}."
    if design.kind == "sobol":
        return f"{varied} over {points} of a scrambled Sobol' sequence."
    if design.kind == "saltelli":
        return (
            f"{varied} in Saltelli's design for Sobol' indices: {points} from a "
            f"base sample of {design.points:,}."
        )
    return (
        f"{varied} one at a time along {design.trajectories:,} trajectories "
        f"through a grid of {design.levels} levels (Morris): {points}."
    )


def lever_table(study: Study) -> pd.DataFrame:
    """One row a lever: its key, its meaning, the values tried."""
    import pandas as pd

    from race_sim.plots.sweeps import value_name

    rows = [
        (key, naming.meaning(key), ", ".join(value_name(value) for value in values))
        for key, values in study.levers.items()
    ]
    return pd.DataFrame(rows, columns=["lever", "meaning", "values"])


def uncertainty_table(study: Study) -> pd.DataFrame:
    """One row an uncertainty: its key, meaning and unit, and what it may be."""
    import pandas as pd

    rows = [
        (key, naming.meaning(key), spread.text(), naming.unit_of(key))
        for key, spread in study.uncertainties.items()
    ]
    return pd.DataFrame(rows, columns=["uncertainty", "meaning", "distribution", "unit"])


def version_table(manifest: dict[str, Any]) -> pd.DataFrame:
    """What the study was begun with: versions, commit, hash of the pinned versions."""
    import pandas as pd

    found = dict(manifest["versions"])
    found["rule book"] = found["rule book"][:_SHORT_HASH]
    found["commit"] = manifest.get("commit") or "not known"
    found["pinned versions (SHA-256)"] = (manifest.get("lock") or "not known")[:_SHORT_HASH]
    model = manifest.get("user_model")
    if model is not None:
        found[f"model {model['spec']} (SHA-256)"] = model["sha256"][:_SHORT_HASH]
    return pd.DataFrame(list(found.items()), columns=["what", "version"])


def session_table(manifest: dict[str, Any]) -> pd.DataFrame:
    """One row a session: when, where, with which engine, how much and how long."""
    import pandas as pd

    rows = [
        {
            "begin": session["begin"],
            "host": session["host"],
            "system": session["system"],
            "engine": session["engine"],
            "workers": session["workers"],
            "worlds": session["worlds"],
            "wall time (s)": "interrupted" if session["end"] is None else session["seconds"],
            "commit": (session["commit"] or "not known")[:_SHORT_HASH],
        }
        for session in manifest["sessions"]
    ]
    return pd.DataFrame(rows)
