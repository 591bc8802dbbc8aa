"""`race-sim play`: serves the page until it is told to stop, and says what it cannot have."""

import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request

import pytest


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none_is_refused(type_in, port):
    result = type_in("play", "--no-browser", "--port", port, code=2)
    assert result.stderr == (
        f"Error: play: --port: {port}; allowed: a free port up to 65535, or none, for any\n"
    )


def test_a_port_in_use_is_one_clear_error(type_in):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = type_in("play", "--no-browser", "--port", port, code=2)
    assert result.stderr.startswith(f"Error: play: --port: {port} cannot be had: ")
    assert "in use" in result.stderr and len(result.stderr.splitlines()) == 1


def test_it_serves_until_ctrl_c_and_ends_in_peace():
    command = [sys.executable, "-m", "race_sim.cli", "play", "--no-browser"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        line = run.stdout.readline()
        address = re.fullmatch(
            r"The race is at (http://127\.0\.0\.1:\d+/) \(Ctrl-C ends it\)\n", line
        )
        with urllib.request.urlopen(address[1], timeout=30) as answer:
            assert b"race-sim" in answer.read()
        run.send_signal(signal.SIGINT)
        rest, errors = run.communicate(timeout=60)
    assert (run.returncode, rest) == (0, "\nEnded.\n")
    # Where the loop has not been compiled before, it is being compiled meanwhile, and says so.
    assert all(line.startswith("Compiling the loop") for line in errors.splitlines())


def test_the_browser_is_opened_at_the_page(type_in, monkeypatch):
    from race_sim.page import server

    opened, served = [], threading.Event()

    def open_and_stay(address):  # as a browser in a terminal does
        opened.append(address)
        assert served.wait(timeout=30)

    monkeypatch.setattr("webbrowser.open", open_and_stay)
    monkeypatch.setattr(server, "play_compiled", lambda: None)
    monkeypatch.setattr(server.PageServer, "serve_forever", lambda self: served.set())
    address = type_in("play").stdout.split()[4]
    assert opened == [address]
    type_in("play", "--no-browser")
    assert opened == [address]
