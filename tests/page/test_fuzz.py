"""The door and the server take whatever comes: an answer in JSON, at once, and nothing is kept.

RACE_SIM_FUZZ is the number of requests, 2000 unless set.
"""

import contextlib
import http.client
import importlib.util
import json
import os
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from race_sim.page import endings, server
from race_sim.page.compiled_endings import compiled
from race_sim.page.door import ASKS, call
from race_sim.page.server import PageServer

REQUESTS = int(os.environ.get("RACE_SIM_FUZZ", "2000"))
MOST_SECONDS = 10.0  # far above what the largest request takes, on a busy machine too

_spec = importlib.util.spec_from_file_location(
    "requests_at_random", Path(__file__).parent / "requests_at_random.py"
)
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)


@pytest.fixture(autouse=True, scope="module")
def quick_endings():
    endings.use(compiled)
    yield
    endings.use(endings.plainly)


@pytest.fixture(autouse=True)
def plain_endings():
    """As they are, instead of plain ones for each test."""


def assert_answered(request):
    begin = time.monotonic()
    answer = call(request)
    assert time.monotonic() - begin < MOST_SECONDS
    json.dumps(answer, allow_nan=False)
    if "error" in answer:
        assert set(answer) == {"error"}
        error = answer["error"]
        assert error["message"] and len(error["message"]) < 20_000
        assert error["problems"]
        for problem in error["problems"]:
            assert set(problem) == {"where", "what", "allowed"}
            assert all(isinstance(text, str) for text in problem.values())
            assert problem["what"]
    else:
        assert answer["answer"] == request["ask"] in ASKS
    return answer


@settings(max_examples=REQUESTS * 3 // 10)
@given(made.unstructured)
def test_anything_at_all_is_answered(request_):
    assert_answered(request_)


def asked_otherwise(request_):
    """A request, and the same fields in all else that can be asked, as far as they belong there."""
    yield request_
    for ask in ASKS:
        own = {"game", *made.fields.get(ask, {})}
        yield {"ask": ask, **{name: value for name, value in request_.items() if name in own}}


@settings(max_examples=REQUESTS * 6 // 10 // (len(ASKS) + 1))
@given(made.nearly_right())
def test_what_is_nearly_right_is_answered(request_):
    for one in asked_otherwise(request_):
        assert_answered(one)


@pytest.fixture(scope="module")
def connection():
    """A connection to a server of the page that has no limit of its rate."""
    patience = pytest.MonkeyPatch()
    patience.setattr(server, "BURST", 1e9)
    with PageServer() as page:
        page.rate.left = 1e9
        thread = threading.Thread(target=page.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        found = http.client.HTTPConnection("127.0.0.1", page.server_port, timeout=MOST_SECONDS)
        with contextlib.closing(found):
            yield found
        page.shutdown()
        thread.join()
    patience.undo()


@settings(max_examples=REQUESTS // 10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(request_=made.nearly_right() | made.unstructured)
def test_the_server_answers_whatever_is_asked(connection, capfd, request_):
    connection.request("POST", "/call", json.dumps(request_), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    content = json.loads(answer.read())
    assert (answer.status, "error" in content) in ((200, False), (400, True))
    if answer.will_close:
        connection.close()
    assert capfd.readouterr().err == ""


def test_right_requests_are_made_too():
    given_answers = []

    @settings(max_examples=100, database=None)
    @given(made.nearly_right())
    def look(request_):
        given_answers.append("error" not in assert_answered(request_))

    look()
    assert 0.15 < sum(given_answers) / len(given_answers) < 0.85


def test_the_largest_requests_are_answered_in_time(ask):
    """Two persons to the horizon, in what takes longest."""
    values = {"incidents.base_rate": 0.0, "finish_line.enabled": False}
    game = ask("new_game", us="person", cn="person", values=values)["game"]
    game = {**game, "us_moves": "IA" * 40, "cn_moves": "AI" * 40}
    view = ask("replay", game=game)
    assert view["over"] and view["step"] == view["steps"] == 80
    for request in (
        {"ask": "debrief"},
        {"ask": "counterfactual", "side": "us", "decision": 0},
        {"ask": "matrix"},
    ):
        assert "error" not in assert_answered({**request, "game": game})


def test_absurd_sizes_are_refused_without_much_ado():
    deep = []
    for _ in range(50_000):
        deep = [deep]
    for absurd in (
        {"ask": "new_game", "values": {f"x{n}": n for n in range(100_000)}},
        {"ask": "new_game", "shocks": [{}] * 1_000_000},
        {"ask": "replay", "game": {"us_moves": "A" * 10_000_000}},
        {"ask": "x" * 10_000_000},
        {"ask": "new_game", "scenario": deep},
        {"ask": deep},
        {f"x{n}": n for n in range(100_000)},
        {10**5000: 1, "ask": "policies"},
        {"ask": "new_game", "seed": 10**5000},
        {"ask": "new_game", "values": {10**5000: 1}},
        {"ask": "replay", "game": {"model": 10**5000}},
        deep,
    ):
        begin = time.monotonic()
        error = assert_answered(absurd)["error"]
        assert time.monotonic() - begin < 1.0 and len(json.dumps(error)) < 10_000


def test_games_side_by_side_are_the_games_alone(make_games):
    requests = []
    for game in make_games(15, seed=77):
        number = max(len(game["us_moves"]), len(game["cn_moves"])) // 2
        half = {
            **game,
            "us_moves": game["us_moves"][:number],
            "cn_moves": game["cn_moves"][:number],
        }
        requests.append(
            [
                {"ask": "replay", "game": half},
                {"ask": "forecast", "game": half},
                {"ask": "matrix", "game": game, "values": {"payoffs.rivalry": 2.0}},
                {"ask": "replay", "game": game},
            ]
        )
    alone = [[json.dumps(call(one)) for one in own] for own in requests]
    side_by_side = [[json.dumps(call(own[n])) for own in reversed(requests)] for n in range(4)]
    assert [list(one) for one in zip(*side_by_side, strict=True)] == alone[::-1]
