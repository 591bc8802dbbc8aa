"""The parts of pages that scripts write: which script writes which, and which are out of date.

    python tools/pages.py             # say what is out of date
    python tools/pages.py --write     # run the scripts of what is out of date (make documents)
    python tools/pages.py --write --all

A new part of a page gets a line in `SCRIPTS`, or in `MEASURED` if the model has no share in it; a
test holds both to the pages, and the pages to the model.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from race_sim.documents import Block, blocks, fingerprint, stale
from race_sim.literature.catalogue import NAMES

ROOT = Path(__file__).parent.parent
EVERY = "*"


class Script(NamedTuple):
    """What writes parts of a page."""

    page: str
    parts: tuple[str, ...]  # names, or EVERY
    command: tuple[str, ...]  # arguments of the interpreter, from the project's root
    minutes: float  # about, on two idle cores
    only: str = ""  # option after which the parts may be named that are to be written


SCRIPTS = (
    Script("docs/model.md", ("parameters", "start"), ("tools/model_page.py",), 0.1),
    Script("docs/policies.md", ("policies",), ("tools/policy_index.py",), 0.1),
    Script(
        "docs/baseline.md",
        ("baseline",),
        ("benchmarks/baseline_table.py", "--write", "docs/baseline.md"),
        1,
    ),
    Script(
        "docs/far-sighted-play.md",
        ("far-sighted",),
        ("benchmarks/far_sighted.py", "--write", "docs/far-sighted-play.md"),
        4,
    ),
    Script(
        "docs/rare-events.md",
        ("rare events",),
        ("benchmarks/rare_events.py", "--write", "docs/rare-events.md"),
        2,
    ),
    Script(
        "docs/rare-events.md",
        ("coverage, rare",),
        ("benchmarks/interval_coverage.py", "rare", "--write"),
        5,
    ),
    Script(
        "docs/sensitivity.md",
        ("coverage, sobol",),
        ("benchmarks/interval_coverage.py", "sobol", "--write"),
        5,
    ),
    Script("docs/calibration.md", (EVERY,), ("tools/calibration_page.py",), 0.5),
    Script("docs/priors.md", (EVERY,), ("tools/priors_page.py",), 0.5),
    Script("docs/hindcasts.md", (EVERY,), ("tools/hindcast_page.py",), 1),
    Script("docs/structure.md", (EVERY,), ("tools/structure_page.py",), 5),
    Script("docs/model.md", ("ablations",), ("tools/structure_page.py",), 5),
    Script(
        "docs/claims.md",
        (EVERY,),
        ("-m", "race_sim.cli", "claims", "--docs", "docs/claims.md"),
        3,
    ),
    *(
        Script(f"docs/literature/{name}.md", (EVERY,), ("tools/literature_pages.py", name), 0.2)
        for name in (*NAMES, "README")
    ),
    Script(
        "docs/literature/comparison.md",
        (EVERY,),
        ("tools/literature_pages.py", "comparison"),
        2,
    ),
    Script(
        "docs/experiments.md",
        (EVERY,),
        ("experiments/all.py", "--docs", "docs/experiments.md"),
        10,
        "--only",
    ),
    *(
        Script(f"docs/textbook/{page.name}", ("lesson",), ("tools/lessons.py", page.name[:2]), 0.5)
        for page in sorted(ROOT.glob("docs/textbook/[0-9]*.md"))
    ),
    Script("docs/gallery.md", ("gallery",), ("tools/gallery_page.py",), 0.1),
)

# What a machine takes: written when it is measured anew, and never out of date.
MEASURED = {
    "docs/performance.md": (
        "speed",
        "studies, peers",
        "studies, scale",
        "studies, engines",
        "studies, small",
        "tournament",
    ),
    "docs/far-sighted-play.md": ("far-sighted, speed",),
    "docs/rare-events.md": ("rare events, seconds",),
}


def pages() -> list[Path]:
    """All pages in which numbers of the model may stand."""
    return sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md", *ROOT.glob("seeds/*.md")])


def parts_of(script: Script) -> list[Block]:
    """The parts of its page that a script writes."""
    text = (ROOT / script.page).read_text(encoding="utf-8")
    measured = MEASURED.get(script.page, ())
    return [
        block
        for block in blocks(text)
        if block.name in script.parts or (EVERY in script.parts and block.name not in measured)
    ]


def is_out_of_date(block: Block) -> bool:
    """Whether a part was never written, or what it depends on has changed."""
    return not block.of or block.state != fingerprint(block.of)


def out_of_date(script: Script) -> list[str]:
    """The names of its parts that are out of date or changed by hand."""
    by_hand = {problem.where for problem in stale((ROOT / script.page).read_text(encoding="utf-8"))}
    return [
        block.name for block in parts_of(script) if is_out_of_date(block) or block.name in by_hand
    ]


def run(script: Script, names: list[str]) -> int:
    """Run a script; its exit code."""
    command = [sys.executable, *script.command]
    if script.only and names:
        command += [script.only, *names]
    print(f"{script.page}: {' '.join(script.command)}", end="", flush=True)
    print(f" (about {script.minutes:g} min) ...", flush=True)
    begin = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
    print(f"  {'done' if code == 0 else f'failed ({code})'}, {time.monotonic() - begin:.0f} s")
    return code


def main(arguments: list[str] | None = None) -> int:
    """Say what is out of date, or write it anew; 1 if something is, or if a script fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="run the scripts of what is")
    parser.add_argument("--all", action="store_true", help="take all for out of date")
    chosen = parser.parse_args(arguments)
    missing = {one.page for one in SCRIPTS if not (ROOT / one.page).is_file()}
    for page in sorted(missing):
        print(f"{page}: declared in tools/pages.py, and not there.")
    there = [one for one in SCRIPTS if one.page not in missing]
    due = [(one, [] if chosen.all else out_of_date(one)) for one in there]
    due = [(script, names) for script, names in due if names or chosen.all]
    once = {script.command: (script, names) for script, names in due}.values()
    minutes = sum(script.minutes for script, _ in once)
    if not due:
        print("All parts of pages are up to date.")
        return 1 if missing else 0
    print(f"Out of date: about {minutes:.0f} minutes on two idle cores.")
    if not chosen.write:
        for script, names in due:
            print(f"  {script.page}: {', '.join(names)} ({' '.join(script.command)})")
        return 1
    codes = [run(script, names) for script, names in once]
    left = any(out_of_date(script) for script, _ in due)
    return 1 if missing or left or any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
