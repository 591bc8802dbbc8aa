"""Writes the parts of the pages in docs/literature/ that come from the models themselves.

python tools/literature_pages.py [PAGE ...] [--worlds 10000] [--seed 1]

PAGE is the name of a model, `README` or `comparison`; all of them unless named. Only `comparison`
plays our race with many worlds, for about two minutes.
"""

import argparse
import ast
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path

from race_sim.analysis.experiment_page import FIGURES, small_png
from race_sim.documents import MODEL, table, write_block
from race_sim.literature import han2020
from race_sim.literature.catalogue import MODELS, NAMES, model_named
from race_sim.literature.check import bridge_rows, has_bridge
from race_sim.literature.comparison import NAMES as QUESTIONS
from race_sim.literature.comparison import WORLDS, compare
from race_sim.literature.comparison.answer import Answer
from race_sim.literature.comparison.files import overview, picture_of
from race_sim.literature.comparison.sentences import sentences_on, value_in_words
from race_sim.literature.known import FOLDER, KnownResult, known_results
from race_sim.plots import dsair_regions
from race_sim.plots.picture import Picture
from race_sim.study.store import written_aside

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "literature"
LITERATURE = "race_sim/literature"
# Modules whose text numbers of the models may depend on.
FOLLOWED = ("race_sim.literature", "race_sim.games", "race_sim.analysis.preemption")
INDEX, COMPARISON = "README", "comparison"


# What numbers depend on


def _imported(path: Path) -> Iterator[Path]:
    """Files of the followed modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.startswith(FOLLOWED):
                file = ROOT.joinpath(*name.split(".")).with_suffix(".py")
                if file.is_file():
                    yield file


def sources_of(*names: str) -> tuple[str, ...]:
    """Files, and all files of published models and games that they import, from the root."""
    found: set[Path] = set()
    waiting = [ROOT / name for name in names]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting.extend(_imported(path))
    return tuple(sorted(path.relative_to(ROOT).as_posix() for path in found))


def of_model(name: str) -> tuple[str, ...]:
    """What the known results of a model depend on."""
    known = FOLDER / f"{name}.toml"
    extra = (known.relative_to(ROOT).as_posix(),) if known.is_file() else ()
    return (*sources_of(f"{LITERATURE}/{name}.py"), *extra)


def of_bridge(name: str) -> tuple[str, ...]:
    """What the bridge of a model depends on."""
    path = f"{LITERATURE}/bridges/{name}.py"
    return (MODEL, *sources_of(path)) if (ROOT / path).is_file() else of_model(name)


def of_comparison(*questions: str) -> tuple[str, ...]:
    """What the answers to these questions depend on."""
    models = [f"{LITERATURE}/{name}.py" for name in NAMES]
    own = (f"{LITERATURE}/comparison/{part}.py" for part in (*questions, "answer", "sentences"))
    return (MODEL, *sources_of(*models, *own))


# Parts of the page of a model


def parameters_part(name: str) -> str:
    """The table of parameters."""
    parameters = model_named(name).module().Parameters
    defaults = parameters.defaults()
    rows = [
        (f"`{key}`", one.meaning, f"{defaults[key]:g}", one.allowed())
        for key, one in parameters.quantities().items()
    ]
    return table(("parameter", "what it is", "default", "allowed"), rows)


def shown(value: float, known: str) -> str:
    """A number with two digits more than are known of it."""
    digits = len(known.lstrip("-").split("e")[0].replace(".", "").lstrip("0"))
    if "e" not in known:
        decimals = len(known.partition(".")[2])
        return f"{value:.{min(decimals + 2, 12)}f}"
    return f"{value:.{min(digits + 1, 14)}e}"


def _argument(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}"
    return f"{value}".replace("'", "")


def _cell(results: list[KnownResult]) -> str:
    """The known numbers of one call, and in brackets what is found."""
    known = ", ".join(one.known for one in results)
    return f"{known} ({', '.join(shown(one.found(), one.known) for one in results)})"


def _grouped(
    results: Iterable[KnownResult], key: Callable[[KnownResult], Hashable]
) -> list[list[KnownResult]]:
    """Results with the same key together, in the order of their first."""
    found: dict[Hashable, list[KnownResult]] = {}
    for one in results:
        found.setdefault(key(one), []).append(one)
    return list(found.values())


def _arguments(one: KnownResult) -> tuple[tuple[str, str], ...]:
    return tuple((key, _argument(value)) for key, value in one.arguments.items())


def _group_part(group: list[KnownResult]) -> str:
    """The results of one function: a row a call, a column an argument, a column a part."""
    keys = list(dict.fromkeys(key for one in group for key in one.arguments))
    sets = {key: {_argument(one.arguments.get(key, "")) for one in group} for key in keys}
    varied = [key for key in keys if len(sets[key]) > 1]
    held = [f"{key} {next(iter(sets[key]))}" for key in keys if key not in varied]
    sources = list(dict.fromkeys(one.source for one in group))
    parts = list(dict.fromkeys(one.part for one in group))
    head = [*(f"`{key}`" for key in varied), *(f"`{part}`" if part else "known" for part in parts)]
    head += ["source"] if len(sources) > 1 else []
    rows = []
    for row in _grouped(group, lambda one: (_arguments(one), one.source)):
        cells = [_argument(row[0].arguments.get(key, "")) for key in varied]
        for part in parts:
            entries = [one for one in row if one.part == part]
            cells.append(_cell(entries) if entries else "")
        rows.append([*cells, *([row[0].source] if len(sources) > 1 else [])])
    at = f" with {', '.join(held)}" if held else ""
    source = "" if len(sources) > 1 else f" ({sources[0]})"
    return f"`{group[0].call}`{at}{source}:\n\n{table(head, rows)}"


def known_part(name: str) -> str:
    """How many known results agree, and all of them beside what is found."""
    results = known_results(name)
    if not results:
        return "No numbers of this model are known: it is a condition."
    wrong = sum(not one.agrees(one.found()) for one in results)
    verdict = (
        f"All {len(results)} known numbers agree, to their last digit."
        if not wrong
        else f"Of {len(results)} known numbers {wrong} disagree."
    )
    parts = [f"{verdict} In brackets what is found, with two digits more."]
    for group in _grouped(results, lambda one: (one.call, frozenset(one.arguments))):
        parts.append(_group_part(group))
    if name == "han2020":
        parts.append(figure(dsair_regions.draw(*han2020.region_map())))
    return "\n\n".join(parts)


def bridge_part(name: str) -> str:
    """Both numbers beside each other; the page itself says what the limit is."""
    if not has_bridge(name):
        return "No limit of our race is this model."
    rows = bridge_rows(name)
    agree = sum(row.agrees for row in rows)
    verdict = (
        f"All {len(rows)} numbers agree."
        if agree == len(rows)
        else f"{agree} of {len(rows)} agree."
    )
    cells = [
        (
            row.what,
            f"{row.theirs:.6g}",
            f"{row.ours:.6g}",
            f"{row.tolerance:.2g}",
            row.why if row.agrees else f"{row.why}; disagrees",
        )
        for row in rows
    ]
    head = ("what", "theirs", "ours", "may differ by", "because of")
    where = f"Term by term the limit is told in `{LITERATURE}/bridges/{name}.py`."
    return "\n\n".join([f"{where} {verdict}", table(head, cells)])


def write_model(name: str) -> None:
    """The three parts of a model's page."""
    page = PAGES / f"{name}.md"
    write_block(page, f"{name}, parameters", parameters_part(name), of_model(name))
    write_block(page, f"{name}, known results", known_part(name), of_model(name))
    write_block(page, f"{name}, bridge", bridge_part(name), of_bridge(name))


# The index, and the comparison


def index_part() -> str:
    """A row a model."""
    rows = [
        (
            f"[{model.label()}]({model.name}.md)",
            model.title,
            model.formulas,
            f"{len(known_results(model.name)) or 'none'}",
            f"{len(bridge_rows(model.name)) or 'none'}",
            ", ".join(f"`{one.name}`" for one in model.module().MEASURES),
        )
        for model in MODELS
    ]
    head = (
        "model",
        "what it is",
        "formulas",
        "known numbers",
        "compared with our race",
        "measures",
    )
    return table(head, rows)


def write_index() -> None:
    """The table of models."""
    of = sorted({source for name in NAMES for source in (*of_model(name), *of_bridge(name))})
    of.remove(MODEL)
    write_block(PAGES / f"{INDEX}.md", "models", index_part(), of)


def figure(picture: Picture) -> str:
    """A picture beside the pages; the line that shows it."""
    path = PAGES.parent / FIGURES / f"{picture.name}.png"
    with written_aside(path) as aside:
        aside.write_bytes(small_png(picture))
    return f"![{picture.alt}](../{FIGURES}/{picture.name}.png)"


def question_part(answer: Answer) -> str:
    """The figure of a question, its table and what it says."""
    rows = [
        (
            curve.title,
            curve.moved,
            curve.names[0],
            curve.names[-1],
            curve.measured(),
            value_in_words(curve, 0),
            value_in_words(curve, -1),
            curve.goes,
            curve.line,
            curve.assumptions,
        )
        for curve in answer.curves
    ]
    head = (
        "model",
        "moved",
        "from",
        "to",
        "danger",
        "at first",
        "at last",
        "it",
        "under",
        "held at",
    )
    bullets = "\n".join(f"- {text}" for text in sentences_on(answer))
    run = (
        f"Our race: {answer.worlds:,} worlds a level, seed {answer.seed}, common luck; in brackets "
        "95 % Monte-Carlo intervals."
    )
    return "\n\n".join([bullets, figure(picture_of(answer)), table(head, rows), run])


def write_comparison(worlds: int, seed: int) -> None:
    """A part a question, and all of them in one table."""
    page = PAGES / f"{COMPARISON}.md"
    answers = compare(None, worlds, seed)
    write_block(page, "comparison, overview", figure(overview(answers)), of_comparison(*QUESTIONS))
    for name, answer in zip(QUESTIONS, answers, strict=True):
        write_block(page, f"comparison, {name}", question_part(answer), of_comparison(name))


def write(pages: Iterable[str], worlds: int, seed: int) -> None:
    """Write the parts of these pages."""
    for page in pages:
        if page == INDEX:
            write_index()
        elif page == COMPARISON:
            write_comparison(worlds, seed)
        else:
            write_model(page)
        print(f"docs/literature/{page}.md is up to date")


def main() -> None:
    """Write what is named."""
    every = (*NAMES, INDEX, COMPARISON)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", nargs="*", choices=[*every, []], help="all of them unless named")
    parser.add_argument("--worlds", type=int, default=WORLDS, help="worlds a level of our race")
    parser.add_argument("--seed", type=int, default=1, help="seed of luck")
    chosen = parser.parse_args()
    write(chosen.page or every, chosen.worlds, chosen.seed)


if __name__ == "__main__":
    main()
