"""Every command line that a page shows is one that the program takes."""

import re
import shlex
from pathlib import Path

import pytest
import typer

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(ROOT.glob("docs/**/*.md")),
    *sorted(ROOT.glob("seeds/*.md")),
]
SHOWN = re.compile(r"^ {4,}(?:[\w/.]*/)?(race-sim .*)$|`(race-sim [^`]+)`", re.MULTILINE)

PLACE = re.compile(r"^[A-Z]+$")  # stands for a name or a number of the reader's


def command_lines(text):
    """What is typed after `race-sim`, of every command on a page, and whether it is in a text.

    In a text a command may be named without what it needs.
    """
    for found in SHOWN.finditer(text):
        line = " ".join((found[1] or found[2]).split())
        words = shlex.split(line, comments=True)[1:]
        end = [n for n, word in enumerate(words) if word in ("|", ">", "&&", "...", "COMMAND")]
        words = [PLACE.sub("1", word) for word in words[: end[0] if end else None]]
        yield words, found[2] is not None


def read(words):
    """Read a command line as the program does, without running it.

    Raises
    ------
    click.ClickException
        If there is no such command or option, or a value cannot be used.
    """
    from race_sim.cli.app import app

    command, name, rest = typer.main.get_command(app), "race-sim", list(words)
    parent = None
    while True:
        with command.make_context(name, rest, parent=parent, ignore_unknown_options=False) as now:
            if not hasattr(command, "commands"):
                return
            rest = [*getattr(now, "_protected_args", []), *now.args]
            if not rest:
                return
            name, command, rest = command.resolve_command(now, rest)
            parent = now


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.name}")
def test_the_commands_of_a_page_can_be_typed(page):
    wrong = []
    for words, in_text in command_lines(page.read_text(encoding="utf-8")):
        try:
            read(words)
        except SystemExit:
            pass
        except Exception as error:
            kind = type(error).__name__
            # Exit is that of --help and --version.
            if kind != "Exit" and not (
                in_text and kind in ("MissingParameter", "NoArgsIsHelpError")
            ):
                wrong.append(f"race-sim {' '.join(words)}: {error}")
    assert wrong == []


@pytest.mark.parametrize("line", ["no-such-command", "run", "run baseline --no-such", "sweep a b"])
def test_what_cannot_be_typed_is_found(line):
    with pytest.raises(Exception, match=r"(?i)no such|missing|unexpected"):
        read(line.split())


def test_commands_are_found_in_text_and_in_blocks():
    text = (
        "See `race-sim run a --set b=1`.\n\n    .venv/bin/race-sim game c  # why\n    make test\n"
    )
    assert list(command_lines(text)) == [
        (["run", "a", "--set", "b=1"], True),
        (["game", "c"], False),
    ]
