"""The same 500 games in Python, the compiled loop, JavaScript and Pyodide: the same bytes."""

import json
import struct
import subprocess
from pathlib import Path

import pytest

from race_sim.page import endings, game_record
from race_sim.page.browser_endings import request_of
from race_sim.page.compiled_endings import compiled
from race_sim.page.door import call
from race_sim.page.standing import played

SCRIPTS = Path(__file__).parent / "node"
GAMES = 500
KEEP = {"us": "keep", "cn": "keep"}


@pytest.fixture(scope="module")
def games(make_games):
    return make_games(GAMES, seed=2026)


def written(site, folder):
    """The built page as a folder."""
    for name, content in site.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_python_the_compiled_loop_and_javascript_end_each_game_alike(node, site, games, tmp_path):
    """An ending of each game that goes on, from where it stands."""
    asked = []
    for game in games:
        record = game_record.read_record(game, "game")
        standing = played(record)
        if standing.outcome is None:
            plan = endings.continued(record, standing, KEEP)
            place = (standing.race, standing.ledger, standing.step, record.seed)
            asked.append((plan, *place, endings.FIRST_ENDING, 1))
    assert GAMES / 3 < len(asked) < GAMES
    rules, calls, out = tmp_path / "rules.mjs", tmp_path / "calls.json", tmp_path / "out"
    rules.write_bytes(site["rules.mjs"])
    calls.write_text(json.dumps([["playEndings", request_of(*one)] for one in asked]))
    with subprocess.Popen([node, SCRIPTS / "functions.mjs", rules, calls, out]) as process:
        plain = [number for one in asked for number in endings.plainly(*one)[0]]
        loop = [number for one in asked for number in compiled(*one)[0]]
        assert process.wait(timeout=120) == 0
    expected = struct.pack(f"<{len(plain)}d", *plain)
    assert struct.pack(f"<{len(loop)}d", *loop) == expected
    assert out.read_bytes() == expected


def test_python_in_a_browser_tells_each_game_alike(node, site, games, tmp_path):
    """All that a page shows of each game; and 50 endings of every twentieth, a debrief."""
    endings.use(compiled)
    requests = [{"ask": "replay", "game": game} for game in games]
    requests += [{"ask": "forecast", "game": game} for game in games[::20]]
    over = next(game for game in games if call({"ask": "replay", "game": game})["over"])
    requests += [{"ask": "debrief", "game": over}]
    requests += [{"ask": "scenarios"}, {"ask": "policies"}, {"ask": "no such"}, [1], None]
    lines, out = tmp_path / "requests", tmp_path / "answers"
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in requests), encoding="utf-8")
    command = [node, SCRIPTS / "door.mjs", written(site, tmp_path / "site"), lines, out]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        expected = [
            json.dumps(call(one), separators=(",", ":"), allow_nan=False) for one in requests
        ]
        told, _ = process.communicate(timeout=300)
        assert process.returncode == 0
    found = out.read_text(encoding="utf-8").splitlines()
    assert len(found) == len(expected)
    for request, theirs, ours in zip(requests, found, expected, strict=True):
        assert theirs == ours, request
    assert json.loads(told)["python"]
