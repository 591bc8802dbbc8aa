"""An experiment: what it finds, in sentences, tables and pictures; its files; its command line."""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from race_sim.problems import InputError, Problem
from race_sim.study.provenance import versions
from race_sim.study.store import MANIFEST, begin_replacing, prepare_folder, write_json, write_text

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.plots.picture import Picture

KIND = "experiment"
TEXT = "finding.txt"
BAD_INPUT = 2
FAILED = 1
INTERRUPTED = 130


@dataclass(frozen=True)
class Finding:
    """What an experiment finds.

    Attributes
    ----------
    name : str
        The name of the experiment.
    question : str
    sentences : tuple of str
        The finding; numbers and direction words come from the tables.
    pictures : tuple of Picture
    tables : mapping of str to DataFrame
        By name, besides those of the pictures.
    worlds, seed : int
        How many worlds a setting, and the seed of their luck.
    intervals : str
        What stands in brackets.
    """

    name: str
    question: str
    sentences: tuple[str, ...]
    pictures: tuple[Picture, ...]
    worlds: int
    seed: int
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    intervals: str = "95 % Monte-Carlo intervals"

    def text(self, width: int = 100) -> str:
        """Question and finding, in lines of at most `width` characters."""
        head = textwrap.fill(self.question, width)
        items = [
            textwrap.fill(sentence, width, initial_indent="- ", subsequent_indent="  ")
            for sentence in self.sentences
        ]
        foot = (
            f"{self.worlds:,} worlds a setting, seed {self.seed}, common luck. "
            f"In brackets: {self.intervals}."
        )
        return "\n".join([head, "", *items, "", textwrap.fill(foot, width)])

    def save(self, folder: Path) -> list[Path]:
        """Write the finding, its tables and its pictures; the manifest comes last.

        Raises
        ------
        InputError
            If the folder is a file, cannot be written to, or holds something else.
        """
        prepare_folder(folder, KIND)
        begin_replacing(folder)
        written = [folder / TEXT]
        write_text(folder / TEXT, self.text() + "\n")
        for name, table in self.tables.items():
            written.append(folder / f"{name}.csv")
            write_text(written[-1], table.to_csv(index=False, lineterminator="\n"))
        about = {"Experiment": self.name, "Seed": f"{self.seed}", "Worlds": f"{self.worlds}"}
        for picture in self.pictures:
            written.extend(picture.save(folder, about))
        manifest = {
            "kind": KIND,
            "experiment": self.name,
            "worlds": self.worlds,
            "seed": self.seed,
            "versions": versions(),
        }
        write_json(folder / MANIFEST, manifest)
        return [*written, folder / MANIFEST]


class Experiment(Protocol):
    """A function that plays an experiment."""

    def __call__(self, *, worlds: int, seed: int) -> Finding:
        """Play it and give what it finds."""


def command(
    play: Experiment,
    name: str,
    description: str,
    worlds: int,
    arguments: Sequence[str] | None = None,
    tell: Callable[[str], object] = print,
    of: Sequence[str] = (),
) -> int:
    """The command line of an experiment: play it, write its files, print what it finds.

    With `--docs PAGE`, its section of that page is written anew as well.

    Parameters
    ----------
    play : callable
        Takes `worlds` and `seed`, gives a `Finding`.
    name : str
        Its files go into `results/<name>` unless `--out` says otherwise.
    description : str
        Shown by `--help`: the question and the design.
    worlds : int
        How many worlds a setting by default.
    arguments : sequence of str, optional
        By default those of the process.
    tell : callable
        Called with each block of text to print.
    of : sequence of str
        What its numbers depend on besides the model, the scenarios and its own script, see
        `race_sim.documents.fingerprint`.

    Returns
    -------
    int
        The exit code: 0, 2 on bad input, 1 when a file cannot be written, 130 on Ctrl-C.
    """
    parser = argparse.ArgumentParser(
        prog=f"{name}.py",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--worlds", type=int, default=worlds, help="worlds a setting (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of luck (default: %(default)s)")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("results") / name,
        help="folder for figure and tables (default: %(default)s)",
    )
    parser.add_argument(
        "--docs", type=Path, metavar="PAGE", help="also write its section of this page anew"
    )
    chosen = parser.parse_args(arguments)
    try:
        prepare_folder(chosen.out, KIND)  # before any time is spent
        if chosen.docs is not None and not chosen.docs.is_file():
            raise InputError("--docs", [Problem(f"{chosen.docs}", "no such file", "a page")])
        finding = play(worlds=chosen.worlds, seed=chosen.seed)
        written = finding.save(chosen.out)
        tell(f"{finding.text()}\n")
        for path in written:
            if path.suffix == ".png":
                tell(f"Figure: {path}")
        tell(f"Tables: {chosen.out}")
        if chosen.docs is not None:
            from race_sim.analysis.experiment_page import write_section

            write_section(chosen.docs, finding, description, of)
            tell(f"Section: {name} in {chosen.docs}")
        sys.stdout.flush()
    except InputError as error:
        print(f"Error: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # the reader of our output has gone; the files are there
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"Error: {where}{error.strerror or error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("Interrupted: nothing half-written is left behind.", file=sys.stderr)
        return INTERRUPTED
    return 0
