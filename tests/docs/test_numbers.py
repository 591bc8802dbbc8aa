"""No stale number in README and docs: what the model makes is written by scripts, and up to date.

Model results stand in parts that a script writes and stamps (`race_sim.documents`). Here each such
part is held to the present state, and prose outside of them is searched for what looks like a
result: shares in per cent, decimal numbers, intervals, one in so many, so many times. What is found
there must be a default of a parameter named in the same paragraph, or be listed below with a
reason, as often as it is there. Whole numbers on their own, most numbers in words, and claims
without a number ("risk halves") are not looked at.
"""

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from scipy.stats import poisson

from race_sim.documents import MODEL, stale, with_block
from race_sim.foresight import grids, solution
from race_sim.parameters import knobs
from race_sim.policies import POLICIES
from race_sim.rules import incidents, talks

pytestmark = pytest.mark.short

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(ROOT.glob("notebooks/**/*.ipynb"))

_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand|million"
_NUMBER = rf"(?:\d[\d,]*|{_WORD})"
RESULT = re.compile(
    r"\d[\d.,]* ?(?:%|percentage points?|per ?cent)"  # 12 %, 0.4 percentage points
    rf"|\b(?:{_WORD}|thirty|forty|fifty) (?:percentage points?|per ?cent)"
    r"|\d+\.\d+"  # 0.55
    r"|\b\d+e-?\d+\b"  # 1e-5
    r"|± ?\d+"
    r"|\d[\d,]* to \d[\d,]*(?:\.\d+)?"  # 20 to 46
    rf"|\b{_NUMBER} (?:in|of|out of) (?:a |the |every )?{_NUMBER}\b"  # 1 in 68,000
    rf"|\b{_NUMBER} times\b|\btwice as\b|\b(?:\d+-?|two|three|four|five|ten|hundred)fold\b"
    rf"|\bfactor (?:of )?{_NUMBER}"
    r"|\b(?:half|thirds?|quarters?|tenths?) (?:of )?(?:all |the )?"
    r"(?:worlds|races|futures|the time)\b"
)
CODE = re.compile(r"`(?![-+\N{MINUS SIGN}]?\d[\d.,]* ?%)[^`]*`")  # but for a share dressed as code
KEY = re.compile(r"`([a-z_]+\.[a-z_.]+)`")
# How confident an interval is, the range of a probability, versions and sections: never results.
ALWAYS = re.compile(
    r"\b9[059] % (?:(?:Monte-Carlo|paired|confidence|bootstrap|score|credible|posterior|"
    r"predictive) )*(?:intervals?|bands?|confidence)"
    r"|\bat 9[059] %|\bnominal (?:coverage of )?95 %"
    r"|\b0 to 1\b(?!\.\d)"  # of a probability or a share
    r"|\barXiv[ :]\d{4}\.\d{5}"
    r"|\bPython 3\.\d+|\bsection \d+(?:\.\d+)+|(?:CC[ -]BY(?:-SA)?|ODbL)[ -]\d\.0"
    r"|\binterval\*\*: 90 %",
    re.IGNORECASE,
)


class Allowed(NamedTuple):
    """A number in prose that is no result of the model, and why; `holds` checks it where it can."""

    page: str
    text: str
    why: str
    holds: Callable[[], bool] | None = None
    times: int = 1  # how often it stands there: one more would be another number


ALLOWED = [
    Allowed("docs/analysis.md", "half of the worlds", "how a method works"),
    Allowed("docs/regret-and-counterfactuals.md", "half of the worlds", "how a method works"),
    Allowed("docs/study-files.md", "tenth of the futures", "what a study asks"),
    Allowed(
        "docs/rare-events.md",
        "tenth of the worlds",
        "how a method works",
        lambda: constant("defensive") == 0.1,
    ),
    Allowed(
        "README.md", "2.9", "worlds of a study", lambda: round(worlds_of("drivers") / 1e6, 1) == 2.9
    ),
    Allowed(
        "docs/analysis.md", "0.05", "level of a test", lambda: constant("peeling") == 0.05, times=2
    ),
    Allowed("docs/claims.md", "90 %", "rule of a verdict", lambda: constant("verdict") == 0.9),
    Allowed("docs/claims.md", "5 %", "level of a test", lambda: constant("peeling") == 0.05),
    Allowed("docs/claims.md", "85 %", "rule of a verdict", lambda: constant("named") == 0.85),
    Allowed("docs/claims.md", "three times", "how a method works"),
    Allowed("docs/claims.md", "five percentage points", "least effect that counts"),
    Allowed(
        "docs/claims.md",
        "one of a thousand",
        "level of a test",
        lambda: constant("deciding") == 0.001,
    ),
    Allowed("docs/cluster.md", "four times", "how often a word stands in a file"),
    Allowed(
        "docs/far-sighted-play.md",
        "2.5",
        "end of a grid",
        lambda: all((grid[0], grid[-1]) == (-2.0, 2.5) for grid in grids._LEADS.values()),
    ),
    Allowed(
        "docs/far-sighted-play.md",
        "2 %",
        "limit of a method",
        lambda: solution.UNSETTLED_SHARE == 0.02,
    ),
    Allowed("docs/model.md", "0 to 1.5", "ends of a scale", lambda: talks.TALKS_CEILING == 1.5),
    Allowed("docs/rare-events.md", "1 in 100,000", "an example: arithmetic of counting"),
    Allowed(
        "docs/rare-events.md",
        "1e-13",
        "tail of a Poisson law",
        lambda: 0.5e-13 < poisson.sf(incidents.MOST_INCIDENTS, 20.0) < 1.5e-13,
    ),
    Allowed("docs/rare-events.md", "30 %", "limit of a method", lambda: constant("pilot") == 1.3),
    Allowed("docs/sensitivity.md", "95 %", "limit of a method"),
    Allowed("docs/sensitivity.md", "1.96", "quantile of the normal law"),
    Allowed("docs/stage-game.md", "1 to 144", "numbers of games"),
    Allowed("docs/hindcasts.md", "0.05", "end of a prior", times=2),
    Allowed("docs/structure.md", "0.05", "level of a test"),
    Allowed("docs/structure.md", "3.9", "limit of a test"),
    Allowed("docs/study-files.md", "five of twenty", "what a study asks"),
    Allowed("docs/study-files.md", "0.95", "default of an entry of a file"),
    Allowed("docs/tournaments.md", "0.1", "definition", lambda: constant("selection") == 0.1),
    Allowed(
        "docs/tournaments.md",
        "0.525",
        "1 / (1 + exp(-0.1))",
        lambda: abs(1.0 / (1.0 + 2.718281828 ** -constant("selection")) - 0.525) < 5e-4,
    ),
]


def constant(of):
    """Limits of methods that pages quote."""
    from race_sim.analysis import peeling
    from race_sim.analysis.rare import pilot
    from race_sim.claims import deciding, run
    from race_sim.games import finite_population

    return {
        "verdict": run.NEEDED_SHARE,
        "named": deciding.NEARLY,
        "deciding": deciding._CHANCE,
        "peeling": peeling.SIGNIFICANT,
        "pilot": pilot._NEAR_LEAST,
        "defensive": pilot.DEFENSIVE_SHARE,
        "selection": finite_population.STRENGTH,
    }[of]


def worlds_of(study):
    from race_sim.study.study import Study

    found = Study.load(study)
    levers, uncertainties = found.number_of_points()
    return found.worlds * levers * uncertainties


def tool():
    spec = importlib.util.spec_from_file_location("tools_pages", ROOT / "tools" / "pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = tool()
PAGES = {page.relative_to(ROOT).as_posix(): page for page in TOOL.pages()}


def text_of(name):
    return PAGES[name].read_text(encoding="utf-8")


def prose(text):
    """The paragraphs of a page, and each row of its tables, without what scripts and code say."""
    text = re.sub(
        r"^<!-- ([^\n]+?): begin.*?^<!-- \1: end -->$", "", text, flags=re.DOTALL | re.MULTILINE
    )
    text = re.sub(r"^( *)(```+).*?^\1\2 *$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(
        r"^## (?:Sources|Literature|References).*?(?=^## |\Z)",
        "",
        text,
        flags=re.DOTALL | re.MULTILINE,
    )
    text = re.sub(r"\]\([^)\s]*\)", "]", text)  # addresses of links
    found = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines = paragraph.split("\n")
        if all(line.startswith("    ") or not line.strip() for line in lines):
            continue  # indented code
        found.extend(lines if lines[0].startswith("|") else [" ".join(lines)])
    return found


def suspects(text):
    """Numbers in prose that look like results and are no default of a parameter beside them."""
    found = []
    for paragraph in prose(text):
        defaults = [knobs()[key].default for key in KEY.findall(paragraph) if key in knobs()]
        near = {float(value) for value in defaults if isinstance(value, (int, float))}
        plain = ALWAYS.sub("", CODE.sub("", paragraph))
        for match in RESULT.finditer(plain):
            number = re.match(r"\d+(?:\.\d+)?", match.group().replace(",", ""))
            value = float(number.group()) if number else None
            percent = match.group().endswith(("%", "cent"))
            scaled = value / 100.0 if percent and value is not None else value
            if scaled is None or not any(abs(scaled - one) < 1e-12 for one in near):
                begin, end = max(0, match.start() - 40), match.end() + 30
                found.append((match.group(), plain[begin:end].strip()))
    return found


# What scripts write


@pytest.mark.parametrize("name", PAGES)
def test_what_scripts_write_is_up_to_date(name):
    problems = [f"{one.where}: {one.what}" for one in stale(text_of(name))]
    assert problems == [], f"{name}: run make documents"


@pytest.mark.parametrize("name", PAGES)
def test_every_part_of_a_page_has_its_script(name):
    scripts = [script for script in TOOL.SCRIPTS if script.page == name]
    measured = set(TOOL.MEASURED.get(name, ()))
    named = {part for script in scripts for part in script.parts} - {TOOL.EVERY}
    every = any(TOOL.EVERY in script.parts for script in scripts)
    found = {block.name: bool(block.of) for block in TOOL.blocks(text_of(name))}
    assert named | measured <= set(found), "a part that is declared is not there"
    assert every or set(found) == named | measured, "declare the part in tools/pages.py"
    # What the model makes has a stamp; what a machine takes has none.
    assert {part for part, stamped in found.items() if not stamped} == measured


def test_every_script_is_there_and_its_page_is_a_page():
    for script in TOOL.SCRIPTS:
        assert script.page in PAGES
        assert script.command[0] == "-m" or (ROOT / script.command[0]).is_file()
        assert script.command[0] != "-m" or script.command[1] == "race_sim.cli"
    assert set(TOOL.MEASURED) <= set(PAGES)


def test_what_notebooks_say_is_a_page_too():
    """Their text and all that running them shows is a part that a script writes."""
    pages = {Path(name).stem for name in PAGES if name.startswith("docs/textbook/")}
    assert {notebook.stem for notebook in NOTEBOOKS} == pages - {"README"}


# What prose says


@pytest.mark.parametrize("name", PAGES)
def test_prose_holds_no_results(name):
    allowed = {(one.page, one.text) for one in ALLOWED}
    found = [hit for hit in suspects(text_of(name)) if (name, hit[0]) not in allowed]
    assert found == [], f"{name}: into a part that a script writes, or into ALLOWED with a reason"


def test_what_is_allowed_is_there_and_still_holds():
    for one in ALLOWED:
        hits = [hit[0] for hit in suspects(text_of(one.page))]
        assert hits.count(one.text) == one.times, f"{one.page}: {one.text}, {one.times} times"
        assert one.why
        assert one.holds is None or one.holds(), f"{one.page}: {one.text} ({one.why})"


def test_whole_numbers_that_readme_names():
    from race_sim import demo

    text = text_of("README.md")
    assert f"\n{len(POLICIES)} policies, from" in text
    points = int(demo.RIVALRY.rpartition(":")[2]) + 2
    assert f"plays {points * 2} 000 worlds" in text  # 2000 a point, by default
    questions = text_of("docs/questions.md").count("\n## ") - 1
    assert "has five questions" in text and questions == 5


# That the search finds what it is for


@pytest.mark.parametrize(
    "sentence",
    [
        "A catastrophe comes in 3.9 % of worlds.",
        "It falls by 0.8 percentage points.",
        "The odds are one in 26 worlds.",
        "The odds are 1 in 14 a decade: 1 of 68,000.",
        "Risk is three times as high.",
        "It lies between 20 to 46 % after five years.",
        "A factor of 12 is gained.",
        "The chance is 0.04 (0.03 to 0.05).",
        "| US invests | 58.8 % |",
        "- a list: 12 %",
        "It ends in a third of the worlds.",
        "Of worlds, 95 % end well.",
        "`payoffs.rivalry` is 0.77 by default.",
        "It ends so in 1 in 7 worlds.",
        "It ends so in five out of eight worlds.",
        "It ends so in 12 percent of worlds, or twelve per cent.",
        "A hundred times fewer do, or twice as many, or threefold.",
        "The chance is 1e-5.",
        "The chance of `payoffs.rivalry` is `3.9 %`.",
        "The median is 2035 ± 2.",
        "A catastrophe ends half the worlds.",
    ],
)
def test_a_result_in_prose_is_found(sentence):
    assert suspects(f"# Title\n\nText.\n\n{sentence}\n") != []


@pytest.mark.parametrize(
    "text",
    [
        "With 95 % Monte-Carlo intervals, and 90 % confidence.",
        "Rapoport and Guyer, 1966, General Systems 11, 203-214, section 4.6.",
        "The default of `payoffs.rivalry` is 0.76.",
        "```python\nx = 0.25\n```",
        "    race-sim run --set payoffs.rivalry=0.2",
        "<!-- one: begin -->\n\n3.9 %\n\n<!-- one: end -->",
        "## Sources\n\n- A paper, 3.9 %.",
        "A probability from 0 to 1, with `choice.error=0.05`.",
        "Python 3.11 on two cores, 2026.",
    ],
)
def test_what_is_no_result_is_left_alone(text):
    assert suspects(f"# Title\n\n{text}\n") == []


def test_a_stale_number_is_found_wherever_it_stands(monkeypatch):
    """A page with a number of the model, and then another default."""
    page = with_block("<!-- one: begin -->\n<!-- one: end -->\n", "one", "3.9 %", [MODEL])
    assert stale(page) == []
    from race_sim import documents, parameters

    changed = dict(knobs())
    changed["incidents.base_rate"] = changed["incidents.base_rate"]._replace(default=0.04)
    monkeypatch.setattr(parameters, "knobs", lambda: changed)
    documents._fingerprint.cache_clear()
    try:
        assert [problem.where for problem in stale(page)] == ["one"]
    finally:
        documents._fingerprint.cache_clear()


# Links


def anchors_of(text):
    """The anchors of the headings of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower() for title in titles]
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in plain}


@pytest.mark.parametrize("name", PAGES)
def test_links_within_the_project_lead_somewhere(name):
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(name)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (PAGES[name].parent / path).resolve() if path else PAGES[name]
        assert file.exists(), target
        if anchor:
            assert anchor in anchors_of(file.read_text(encoding="utf-8")), target
