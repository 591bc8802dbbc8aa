"""The files of a counterfactual, beside those of the world as it happened.

`counterfactual-history.csv` and `counterfactual-events.csv` hold what would have happened,
`counterfactual-sides.csv` both histories side by side, `counterfactual.txt` where they part and
what became of each, and `counterfactual.png` and `.csv` the picture and its table.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from race_sim.gallery import RUN, Drawn, keep_world
from race_sim.study.store import (
    MANIFEST,
    begin_replacing,
    prepare_folder,
    read_manifest,
    write_json,
    write_text,
)

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.analysis.counterfactual import Counterfactual

HISTORY = "counterfactual-history.csv"
EVENTS = "counterfactual-events.csv"
SIDES = "counterfactual-sides.csv"
TEXT = "counterfactual.txt"
FILES = (HISTORY, EVENTS, SIDES, TEXT, "counterfactual.png", "counterfactual.csv")


def forget_counterfactual(folder: Path) -> None:
    """Remove the files of an earlier counterfactual from the folder of a run, if there are any.

    Raises
    ------
    InputError
        If the folder is a file, cannot be written to, or holds something else than a world.
    """
    prepare_folder(folder, RUN)
    there = [folder / name for name in FILES if (folder / name).exists()]
    if there:
        begin_replacing(folder)
        for path in there:
            path.unlink()


def _write_table(path: Path, table: pd.DataFrame) -> None:
    write_text(path, table.to_csv(index=False, lineterminator="\n"))


def keep_counterfactual(found: Counterfactual, folder: Path) -> list[Drawn]:
    """Write the world as it happened, then its counterfactual beside it; the manifest at last.

    Returns
    -------
    list of Drawn
        The picture of the world as it happened, and that of both histories.

    Raises
    ------
    InputError
        If the folder is a file, cannot be written to, or holds something else than a world.
    """
    import pandas as pd

    from race_sim.analysis.counterfactual_words import change_in_words
    from race_sim.model import Event
    from race_sim.plots import counterfactual as picture_of

    forget_counterfactual(folder)
    model, other = found.factual, found.other
    picture = picture_of.draw(
        model.history,
        model.events,
        other.history,
        other.events,
        change_in_words(found),
        f"{model.scenario.title or model.scenario.name}, world {model.world}",
        None if found.parting is None else found.parting.year,
        seed=model.seed,
    )
    factual = keep_world(model, folder)
    manifest = read_manifest(folder, RUN)
    begin_replacing(folder)
    _write_table(folder / HISTORY, other.history)
    _write_table(folder / EVENTS, pd.DataFrame(other.events, columns=list(Event._fields)))
    _write_table(folder / SIDES, found.side_by_side)
    write_text(folder / TEXT, "\n".join(found.sentences()) + "\n")
    about = {"Scenario": model.scenario.name, "Seed": f"{model.seed}", "World": f"{model.world}"}
    image = picture.save(folder, about)[0]
    write_json(folder / MANIFEST, {**manifest, "but": dict(found.values)})
    return [factual, Drawn(picture, image)]
