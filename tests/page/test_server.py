"""The server on this machine: what it gives, whom it refuses, and what it withstands."""

import gzip
import http.client
import json
import random
import socket
import threading
import time

import pytest

from race_sim.page import endings, server
from race_sim.page.door import call
from race_sim.page.server import HEADERS, LARGEST_REQUEST, PageServer, depth_of
from race_sim.page.static_files import static_files

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def page():
    """A server that is not short of patience with tests."""
    with PageServer() as found:
        found.rate.left = 1e9  # tests ask more than a page does
        server.BURST, kept = 1e9, server.BURST
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield found
        found.shutdown()
        thread.join()
        server.BURST = kept


def ask(page, method="POST", path="/call", body=None, headers=JSON, **more):
    """Status, headers and content of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", page.server_port, timeout=20)
    try:
        text = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, text, {**headers, **more})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def sent(page, data, *, wait=5.0, more=()):
    """What comes back over a plain connection."""
    found = b""
    with socket.create_connection(("127.0.0.1", page.server_port), timeout=wait) as connection:
        try:
            connection.sendall(data)
            for part in more:
                time.sleep(0.05)
                connection.sendall(part)
            connection.shutdown(socket.SHUT_WR)
            while True:
                part = connection.recv(65536)
                if not part:
                    break
                found += part
        except (ConnectionError, TimeoutError) as error:
            if isinstance(error, TimeoutError):
                raise
    return found


def raw(page, *lines, host=None, body=b""):
    """The bytes of a request."""
    named = host if host is not None else f"Host: 127.0.0.1:{page.server_port}"
    return "\r\n".join([lines[0], named, *lines[1:], "", ""]).encode("latin-1") + body


@pytest.mark.short
def test_files_are_given_as_they_are_each_with_its_kind(page):
    kinds = {
        "html": "text/html",
        "css": "text/css",
        "mjs": "text/javascript",
        "json": "application/json",
    }
    for name, content in static_files().items():
        status, headers, given = ask(page, "GET", f"/{name}", headers={})
        assert (status, given) == (200, content)
        kind = kinds.get(name.rpartition(".")[2])
        assert kind is None or headers["Content-Type"].startswith(kind)
    assert ask(page, "GET", "/", headers={})[2] == static_files()["index.html"]
    assert ask(page, "GET", "/index.html?x=1#y", headers={})[0] == 200
    status, headers, given = ask(page, "HEAD", "/app.mjs", headers={})
    assert (status, given) == (200, b"")
    assert int(headers["Content-Length"]) == len(static_files()["app.mjs"])


def test_files_come_compressed_to_those_who_read_that(page):
    _, headers, given = ask(page, "GET", "/style.css", headers={"Accept-Encoding": "gzip, br"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(given) == static_files()["style.css"]


def test_the_whole_page_is_less_than_a_megabyte(page):
    assert sum(len(page.packed(name)) for name in static_files()) < 1_000_000


@pytest.mark.short
def test_the_door_is_behind_call(page):
    request = {"ask": "new_game", "cn": "tit-for-tat"}
    status, _, given = ask(page, body=request)
    assert status == 200 and json.loads(given) == call(request)
    status, _, given = ask(page, body={"ask": "nothing"})
    assert status == 400 and json.loads(given) == call({"ask": "nothing"})


def test_every_answer_has_the_policy(page):
    for method, path in (
        ("GET", "/"),
        ("GET", "/no"),
        ("POST", "/call"),
        ("PUT", "/"),
        ("HEAD", "/"),
    ):
        _, headers, _ = ask(page, method, path, body=b"{")
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Server"] == "race-sim"


PATHS = (
    "/../server.py",
    "/..%2fserver.py",
    "/%2e%2e/server.py",
    "/./index.html",
    "/vendor/../index.html",
    "/C:/index.html",
    "/index.html%00.css",
    "/vendor",
    "/static/index.html",
    "http://127.0.0.1/index.html",
    "*",
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_but_the_pages_files_is_found(page, path):
    answer = sent(page, raw(page, f"GET {path} HTTP/1.1"))
    assert answer.startswith(b"HTTP/1.1 404"), answer[:100]


HOSTS = {
    "another name": "Host: evil.example",
    "another port": "Host: 127.0.0.1:1",
    "no port": "Host: 127.0.0.1",
    "none": "X-Host: no",
    "empty": "Host:",
    "two": "Host: 127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}",
    "with a user": "Host: me@127.0.0.1:{port}",
    "another address of this machine": "Host: 127.0.0.2:{port}",
    "a name that ends so": "Host: evil.127.0.0.1:{port}",
}


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
def test_requests_for_other_hosts_are_refused(page, host):
    host = host.format(port=page.server_port)
    answer = sent(page, raw(page, "GET / HTTP/1.1", host=host))
    assert answer.startswith(b"HTTP/1.1 403") and b"not for this host" in answer


def test_requests_from_other_pages_are_refused(page):
    own = f"http://127.0.0.1:{page.server_port}"
    assert ask(page, body={"ask": "policies"}, Origin=own)[0] == 200
    for origin in ("http://evil.example", "null", "https://127.0.0.1", f"{own}.evil.example"):
        assert ask(page, body={"ask": "policies"}, Origin=origin)[0] == 403


def test_only_json_of_a_known_and_small_size_is_read(page):
    body = {"ask": "policies"}
    assert ask(page, body=body, headers={"Content-Type": "text/plain"})[0] == 415
    assert ask(page, body=body, headers={})[0] == 415
    assert ask(page, body=b" " * (LARGEST_REQUEST + 1))[0] == 413
    assert ask(page, "POST", "/", body=body)[0] == 404
    for wrong in (b"", b"{", b"\xff", b'{"ask": NaN}', b"[" * 60_000, b"1" * 60_000, b'"\\ud800"'):
        status, _, given = ask(page, body=wrong)
        assert status == 400 and json.loads(given)["error"]["message"]


RAW = {
    "no length": (["POST /call HTTP/1.1", "Content-Type: application/json"], b"{}", 411),
    "a length that is no number": (
        ["POST /call HTTP/1.1", "Content-Type: application/json", "Content-Length: two"],
        b"{}",
        411,
    ),
    "a negative length": (
        ["POST /call HTTP/1.1", "Content-Type: application/json", "Content-Length: -1"],
        b"{}",
        411,
    ),
    "an endless length": (
        ["POST /call HTTP/1.1", "Content-Type: application/json", f"Content-Length: {'9' * 5000}"],
        b"{}",
        413,
    ),
    "in pieces": (
        ["POST /call HTTP/1.1", "Content-Type: application/json", "Transfer-Encoding: chunked"],
        b"2\r\n{}\r\n0\r\n\r\n",
        411,
    ),
    "a file with a body": (["GET / HTTP/1.1", "Content-Length: 3"], b"abc", 400),
    "two lengths": (["GET / HTTP/1.1", "Content-Length: 0", "Content-Length: 3"], b"abc", 400),
    "two origins": (["GET / HTTP/1.1", "Origin: http://a.example", "Origin: null"], b"", 400),
    "an odd method": (["BREW /call HTTP/1.1"], b"", 501),
    "a tunnel": (["CONNECT evil.example:443 HTTP/1.1"], b"", 501),
    "a version to come": (["GET / HTTP/9.9"], b"", 505),
    "no version": (["GET / HTTX"], b"", 400),
    "a long line": (["GET /" + "x" * 70_000 + " HTTP/1.1"], b"", 414),
    "a long header": (["GET / HTTP/1.1", "X: " + "x" * 70_000], b"", 431),
    "many headers": (["GET / HTTP/1.1", *(f"X{n}: {n}" for n in range(200))], b"", 431),
    "only noise": (["\x00\x01\x02 \xff"], b"", 400),
}


@pytest.mark.parametrize("lines, body, status", RAW.values(), ids=RAW)
def test_requests_that_are_none_are_refused_in_json(page, lines, body, status, capfd):
    answer = sent(page, raw(page, *lines, body=body))
    head, _, content = answer.partition(b"\r\n\r\n")
    if head.startswith(b"HTTP/"):
        assert head.split()[1] == str(status).encode(), answer[:200]
        assert b"Content-Security-Policy" in head
    assert "error" in json.loads(content or head)
    assert capfd.readouterr().err == ""


def test_a_body_that_never_ends_and_clients_that_leave_hold_nothing_up(page, monkeypatch, capfd):
    monkeypatch.setattr(server, "SECONDS_TO_ASK", 0.3)
    start = ["POST /call HTTP/1.1", *(f"{k}: {v}" for k, v in JSON.items()), "Content-Length: 900"]
    begin = time.monotonic()
    slow = sent(page, raw(page, *start), more=[b" "] * 40)
    assert slow == b"" and time.monotonic() - begin < 4.0
    for part in (b"", b"G", raw(page, "GET / HTTP/1.1")[:-2], raw(page, *start, body=b"{")):
        with socket.create_connection(("127.0.0.1", page.server_port)) as connection:
            connection.sendall(part)
    assert ask(page, body={"ask": "policies"})[0] == 200
    assert capfd.readouterr().err == ""


def test_one_connection_too_many_is_closed(page):
    crowd = [
        socket.create_connection(("127.0.0.1", page.server_port), timeout=5)
        for _ in range(server.MOST_CONNECTIONS)
    ]
    try:
        deadline = time.monotonic() + 5.0
        while time.monotonic() < deadline:
            answer = sent(page, raw(page, "GET / HTTP/1.1", "Connection: close"))
            if answer == b"":
                break
        assert answer == b""
    finally:
        for one in crowd:
            one.close()
    deadline = time.monotonic() + 5.0
    while time.monotonic() < deadline:
        try:
            if ask(page, "GET", "/", headers={})[0] == 200:
                return
        except (ConnectionError, http.client.HTTPException):
            time.sleep(0.02)
    raise AssertionError("the crowd has gone, and it still answers nobody")


def test_too_many_requests_a_second_are_refused():
    with PageServer() as found:
        found.rate.left = 2.0
        found.rate.at = time.monotonic() + 60.0  # so that none are added meanwhile
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        statuses = [ask(found, "GET", "/", headers={})[0] for _ in range(3)]
        found.shutdown()
        thread.join()
    assert statuses[-1] == 429


def test_the_rate_comes_back():
    rate = server._Rate()
    rate.left, rate.at = 0.0, time.monotonic() - 1.0
    assert rate.allows() and server.RATE - 2.0 < rate.left < server.RATE + 60.0


def test_games_at_once_are_the_games_one_by_one(page, make_games):
    games = make_games(8, seed=31)
    requests = [{"ask": "replay", "game": game} for game in games] * 2
    expected = [json.loads(json.dumps(call(request))) for request in requests]
    found = [None] * len(requests)

    def play(number):
        found[number] = json.loads(ask(page, body=requests[number])[2])

    threads = [threading.Thread(target=play, args=(number,)) for number in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == expected


def test_noise_is_withstood(page, capfd):
    """Requests cut, doubled and spoilt at random: an answer or a closed door, and no traceback."""
    dice = random.Random(5)
    body = json.dumps({"ask": "new_game", "cn": "tit-for-tat"}).encode()
    good = raw(
        page,
        "POST /call HTTP/1.1",
        *(f"{k}: {v}" for k, v in JSON.items()),
        f"Content-Length: {len(body)}",
        body=body,
    )
    for _ in range(150):
        data = bytearray(good)
        for _ in range(dice.randrange(1, 6)):
            place = dice.randrange(len(data))
            if dice.random() < 0.5:
                data[place] = dice.randrange(256)
            elif dice.random() < 0.5:
                del data[place : place + dice.randrange(30)]
            else:
                data[place:place] = data[dice.randrange(len(data)) :]
        answer = sent(page, bytes(data))
        assert b"Traceback" not in answer
        if answer.startswith(b"HTTP/"):
            assert int(answer.split()[1]) in {200, *range(400, 506)} or answer.split()[1] == b"100"
    assert ask(page, body={"ask": "policies"})[0] == 200
    assert capfd.readouterr().err == ""


def test_depth_of_counts_what_stands_in_each_other():
    assert [depth_of(text) for text in ("1", "[]", "[[], {}]", '{"[[[": "\\"[["}', "]]][")] == [
        0,
        1,
        2,
        1,
        1,
    ]
    assert depth_of("[[" + "]" * 9 + "[[") <= 2


def test_endings_are_played_compiled_once_the_loop_is_there():
    server.play_compiled().join()
    assert endings._players[0].__name__ == "compiled"
