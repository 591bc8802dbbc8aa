"""Every key that the page's modules say is in words.json, and every key there is said."""

import json
import re
from pathlib import Path

import pytest

import race_sim.page
from race_sim.page.door import call

STATIC = Path(race_sim.page.__file__).parent / "static"
WORDS = json.loads((STATIC / "words.json").read_text(encoding="utf-8"))
MODULES = sorted(path for path in STATIC.rglob("*.mjs") if "vendor" not in path.parts)
CALL = re.compile(
    r"(?<!function )(?P<who>\b(?:this\.)?stage\.|\bthis\.)?\b(?P<what>say|entry|texts|bet)\("
)
PART = r"[\w-]+"  # of a key, between dots
MANY = rf"{PART}(?:\.{PART})*"


def leaves(value, path=""):
    """All texts of the words file by key; a list is one key."""
    if not isinstance(value, dict):
        return {path: value}
    found = {}
    for name, one in value.items():
        found |= leaves(one, f"{path}.{name}" if path else name)
    return found


KEYS = leaves(WORDS)


def without_comments(text):
    """A module without its comments, which may name a key."""
    return re.sub(r"^\s*//.*$|(?<=[\s;,{])//\s.*$", "", text, flags=re.MULTILINE)


def literal(text, at):
    """The string or template that begins at a place: as a pattern for keys, and where it ends."""
    mark, pattern = text[at], ""
    at += 1
    while text[at] != mark:
        if text.startswith("${", at) and mark == "`":
            depth, at = 1, at + 2
            while depth:
                if text[at] in "`\"'":
                    at = literal(text, at)[1]
                    continue
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
            pattern += "\0"
            continue
        pattern += text[at]
        at += 1
    return pattern, at + 1


def first_argument(text, at):
    """The strings and templates in the first argument of a call, without those compared with."""
    found, depth = [], 0
    while depth or text[at] not in ",)":
        if text[at] in "`\"'":
            compared = re.search(r"[!=]==\s*$", text[:at])
            pattern, at = literal(text, at)
            if not compared:
                found.append(pattern)
            continue
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(text[at], 0)
        at += 1
    return found


def chapters_of(path):
    """The chapters that a module may tell: its own, or any."""
    own = path.stem.removeprefix("chapter_")
    return own if isinstance(WORDS["chapters"].get(own), dict) else "\0"


def said(path):
    """What a module says: the call, and a pattern for keys in which \\0 stands for any part."""
    text = without_comments(path.read_text(encoding="utf-8"))
    for one in CALL.finditer(text):
        for pattern in first_argument(text, one.end()):
            if pattern.startswith("chapters.\0.\0"):
                continue  # where a chapter's own words are looked up
            if one["what"] == "bet":
                yield "entry", f"chapters.{chapters_of(path)}.bets.{pattern}"
            elif one["who"] or one["what"] == "texts":
                yield "entry", f"chapters.{chapters_of(path)}.{pattern}"
            else:
                yield one["what"], pattern


def keys_for(pattern):
    """The keys that a pattern may mean, as an expression for their beginning."""
    return "".join(MANY if part == "\0" else re.escape(part) for part in re.split("(\0)", pattern))


def pairs():
    return [(path, *one) for path in MODULES for one in said(path)]


def test_the_modules_were_read():
    found = [pattern for _, _, pattern in pairs()]
    assert len(found) > 200
    assert "play.undo" in found and "side.\0" in found and "sheet.questions" in found
    assert "hot.sealed" in found and "duel.begin_open" in found  # one of two
    assert "chapters.buttons.bets.china" in found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(STATIC).as_posix())
def test_what_a_module_says_is_there(path):
    missing = []
    for what, pattern in said(path):
        end = "$" if what == "say" else r"(?:\.|$)"
        meant = [key for key in KEYS if re.match(keys_for(pattern) + end, key)]
        if not meant or (what == "say" and not any(isinstance(KEYS[key], str) for key in meant)):
            missing.append(pattern.replace("\0", "*"))
    assert missing == []


def test_every_word_is_said_somewhere():
    exact = set()
    for path in MODULES:
        text = without_comments(path.read_text(encoding="utf-8"))
        handed_on = set(re.findall(r'"([\w.-]+)"', text))  # perhaps a key, said elsewhere
        exact |= handed_on | {f"chapters.{chapters_of(path)}.{key}" for key in handed_on}
    patterns = {
        keys_for(pattern) + ("$" if what == "say" else r"(?:\.|$)") for _, what, pattern in pairs()
    }
    unsaid = [
        key
        for key in KEYS
        if key not in exact and not any(re.match(pattern, key) for pattern in patterns)
    ]
    assert unsaid == []


def test_every_policy_and_family_has_its_words():
    policies = call({"ask": "policies"})["policies"]
    assert set(WORDS["policy"]) == set(policies)
    assert set(WORDS["family"]) == {one["family"] for one in policies.values()}


def texts_of(value):
    if isinstance(value, dict):
        value = list(value.values())
    return [one for part in value for one in texts_of(part)] if isinstance(value, list) else [value]


def test_places_for_values_are_well_formed():
    for text in texts_of(WORDS):
        assert not re.search(r"[{}]", re.sub(r"\{\w+\}", "", text)), text
        assert text and text == text.strip()
