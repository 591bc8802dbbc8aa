"""Make the notebooks of the lessons from their twins, run them, and write the text-book.

    python tools/lessons.py              # those that are out of date
    python tools/lessons.py 03 --all     # the third, whatever its state
    python tools/lessons.py --check      # say what is out of date, and do nothing

A lesson is written in `notebooks/NN-title.py`. From it come `notebooks/NN-title.ipynb`, with
everything that running it shows, `docs/textbook/NN-title.md` and its pictures. A notebook keeps a
fingerprint of its twin and of the code that the twin imports: so a change of either shows. Nothing
is kept that another run would not give again.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

from race_sim import documents
from race_sim.documents import MODEL, blocks, fingerprint, stale, write_block
from race_sim.lessons.textbook import page_of

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
PAGES = ROOT / "docs" / "textbook"
PICTURES = ROOT / "docs" / "figures" / "textbook"
PART = "lesson"
SECONDS = 120
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# What a twin says of itself; no versions, which would change with the tool.
JUPYTEXT = {
    "formats": "ipynb,py:percent",
    "text_representation": {
        "extension": ".py",
        "format_name": "percent",
        "format_version": "1.3",
    },
}
# What may be said aside, and is no part of a lesson: that the loop is made anew, and that a library
# for progress bars would like to draw them in notebooks.
_ASIDE = re.compile(r"Compiling the loop|.*TqdmWarning: IProgress not found|  from \.autonotebook ")
# What of an output's metadata is its own and not the machine's.
_KEPT_METADATA = ("image/png", "race_sim")


def twins() -> list[Path]:
    """All lessons, in order."""
    return sorted(NOTEBOOKS.glob("[0-9][0-9]-*.py"))


def _module_file(name: str) -> Path | None:
    path = ROOT.joinpath(*name.split("."))
    for found in (path.with_suffix(".py"), path / "__init__.py"):
        if found.is_file():
            return found
    return None


def imports_of(source: str) -> set[str]:
    """The modules of the package that a source imports, as paths from the project's root."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        else:
            continue
        for name in names:
            if name.startswith("race_sim.") and (path := _module_file(name)) is not None:
                found.add(path.relative_to(ROOT).as_posix())
    return found


def depends_on(twin: Path) -> tuple[str, ...]:
    """What the numbers of a lesson depend on, besides its own text."""
    imported = imports_of(twin.read_text(encoding="utf-8"))
    lessons = {f"race_sim/lessons/{name}.py" for name in ("telling", "checks")}
    imported.discard("race_sim/lessons/__init__.py")
    return (MODEL, *sorted(imported | lessons | {"race_sim/page/links.py"}))


def state_of(twin: Path) -> str:
    """A fingerprint of a lesson's text and of what it depends on."""
    text = twin.read_text(encoding="utf-8") + fingerprint(depends_on(twin))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def notebook_of(twin: Path) -> Any:
    """The notebook of a twin, not run."""
    notebook = jupytext.read(twin, fmt="py:percent")
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number:02d}"
        cell.metadata = nbformat.from_dict(
            {key: value for key, value in cell.metadata.items() if key == "tags"}
        )
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 5
    notebook.metadata = nbformat.from_dict(
        {
            "jupytext": JUPYTEXT,
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
            "race_sim": {"of": list(depends_on(twin)), "state": state_of(twin)},
        }
    )
    return notebook


def twin_text(notebook: Any) -> str:
    """The twin of a notebook, as jupytext writes it without versions."""
    bare = nbformat.from_dict(json.loads(json.dumps(notebook)))
    bare.metadata = nbformat.from_dict({"jupytext": JUPYTEXT, "kernelspec": KERNEL})
    lines = jupytext.writes(bare, fmt="py:percent").splitlines(keepends=True)
    return "".join(line for line in lines if "jupytext_version" not in line)


def _is_passing(output: Any) -> bool:
    """Whether an output says only what may be said aside."""
    if output.output_type != "stream" or output.name != "stderr":
        return False
    if any(not _ASIDE.match(line) for line in output.text.splitlines() if line.strip()):
        raise RuntimeError(f"a lesson warns: {output.text}")
    return True


def run(notebook: Any) -> None:
    """Run a notebook in a kernel of its own, and keep what another run would give again."""
    os.environ.pop("RACE_SIM_PAGE", None)
    with tempfile.TemporaryDirectory() as folder:  # for the sockets, so that no two runs meet
        connection = {"transport": "ipc", "connection_file": str(Path(folder) / "kernel.json")}
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name=KERNEL["name"],
            record_timing=False,
            config=Config({"KernelManager": connection}),
        )
        client.execute(cwd=str(ROOT))
    number = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        number += 1
        cell["execution_count"] = number
        cell["outputs"] = [output for output in cell.outputs if not _is_passing(output)]
        for output in cell.outputs:
            if "metadata" in output:
                about = {key: output.metadata.get(key) for key in _KEPT_METADATA}
                output["metadata"] = nbformat.from_dict({k: v for k, v in about.items() if v})
            if "execution_count" in output:
                output["execution_count"] = number
    notebook.metadata["language_info"] = nbformat.from_dict({"name": "python"})


def _write(path: Path, content: bytes) -> None:
    from race_sim.study.store import written_aside

    with written_aside(path) as aside:
        aside.write_bytes(content)


def write_notebook(notebook: Any, path: Path) -> None:
    """Write a notebook: keys in order, so that the same content gives the same bytes."""
    nbformat.validate(notebook)
    split = nbformat.v4.nbjson.split_lines(nbformat.from_dict(json.loads(json.dumps(notebook))))
    text = json.dumps(split, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    _write(path, text.encode("utf-8"))


def page_path(twin: Path) -> Path:
    """The page of a lesson."""
    return PAGES / f"{twin.stem}.md"


def write_page(twin: Path) -> None:
    """Write the page of a lesson and its pictures from its notebook."""
    path = twin.with_suffix(".ipynb")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    made = page_of(notebook, twin.stem, "../figures/textbook")
    document = page_path(twin)
    name = path.relative_to(ROOT).as_posix()
    top = f"# {made.title}\n\nThis page is [{name}](../../{name}), which can be run and changed."
    document.parent.mkdir(exist_ok=True)
    if not document.is_file() or not document.read_text(encoding="utf-8").startswith(f"{top}\n"):
        empty = f"{top}\n\n<!-- {PART}: begin -->\n<!-- {PART}: end -->\n"
        _write(document, empty.encode("utf-8"))
    PICTURES.mkdir(exist_ok=True)
    for old in set(PICTURES.glob(f"{twin.stem}-*.png")) - {PICTURES / one for one in made.pictures}:
        old.unlink()
    for picture, content in made.pictures.items():
        _write(PICTURES / picture, content)
    documents._fingerprint.cache_clear()  # the notebook is another one now
    write_block(document, PART, made.text, (*depends_on(twin), name))


def problems_of(twin: Path) -> list[str]:
    """What of a lesson is out of date."""
    path, page = twin.with_suffix(".ipynb"), page_path(twin)
    if not path.is_file():
        return ["was never run"]
    found = []
    about = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("race_sim", {})
    if about.get("state") != state_of(twin):
        found.append("its text, or what it depends on, has changed since it was run")
    if not page.is_file() or not blocks(page.read_text(encoding="utf-8")):
        found.append("has no page in the text-book")
    else:
        found.extend(
            f"its page: {problem.what}" for problem in stale(page.read_text(encoding="utf-8"))
        )
    return found


def make(twin: Path) -> None:
    """Run a lesson, and write its notebook, its page and its pictures."""
    begin = time.monotonic()
    print(f"{twin.stem} ...", end="", flush=True)
    notebook = notebook_of(twin)
    run(notebook)
    write_notebook(notebook, twin.with_suffix(".ipynb"))
    write_page(twin)
    print(f" {time.monotonic() - begin:.0f} s")


def main(arguments: list[str] | None = None) -> int:
    """Make what is out of date; 1 if something is and only a check was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lessons", nargs="*", metavar="NN", help="which; all by default")
    parser.add_argument("--check", action="store_true", help="only say what is out of date")
    parser.add_argument("--all", action="store_true", help="take all for out of date")
    chosen = parser.parse_args(arguments)
    found = [twin for twin in twins() if not chosen.lessons or twin.stem[:2] in chosen.lessons]
    if not found or any(name not in [twin.stem[:2] for twin in found] for name in chosen.lessons):
        parser.error(f"lessons are {', '.join(twin.stem[:2] for twin in twins())}")
    due = {twin: problems_of(twin) for twin in found}
    due = {twin: problems for twin, problems in due.items() if problems or chosen.all}
    for twin, problems in due.items():
        for problem in problems:
            print(f"{twin.stem}: {problem}")
        if not chosen.check:
            make(twin)
    if not due:
        print("All lessons are up to date.")
    return 1 if chosen.check and due else 0


if __name__ == "__main__":
    sys.exit(main())
