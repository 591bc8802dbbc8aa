"""One Chromium for the tests of a file, the page's server, and visits that notice everything."""

import json
import os
import shutil
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from race_sim.page import compiled_endings, endings
from race_sim.page.links import link_to
from race_sim.page.server import PageServer

FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LOCAL = ("127.0.0.1", "localhost")
NO_NETWORK = ("data", "blob", "about")
SECONDS = 20.0  # before a test gives up waiting; nothing takes a tenth of it


def chromium():
    """Where Chromium is, if it is anywhere."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return found or shutil.which("chromium-browser")


def pytest_report_header():
    return f"Chromium for the tests of the page: {chromium() or 'none'}"


# For one file only: while Playwright runs, no other test of the process could start an event loop.
@pytest.fixture(scope="module")
def browser():
    """A Chromium of its own."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed (the extra `page`)"
    )
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed: apt-get install chromium, or set CHROMIUM")
    with playwright.sync_playwright() as play:
        started = play.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(autouse=True)
def plain_endings():
    """Endings as the server plays them, and not as other tests of the page want them."""
    endings.use(compiled_endings.compiled)
    yield
    endings.use(endings.plainly)


@pytest.fixture(scope="session")
def server():
    """The server of `race-sim play`."""
    with PageServer() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format, *arguments):
        pass


class PlainServer(ThreadingHTTPServer):
    """Any server of a folder of files, as one has it on a class-room machine."""

    daemon_threads = True

    def __init__(self, folder):
        super().__init__((LOCAL[0], 0), lambda *given: _Quiet(*given, directory=os.fspath(folder)))


@pytest.fixture(scope="module")
def folder_server(site, tmp_path_factory):
    """The static version of the page in a folder, behind a plain server."""
    folder = tmp_path_factory.mktemp("site")
    for name, content in site.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with PlainServer(folder) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://{LOCAL[0]}:{running.server_address[1]}/"
        running.shutdown()


@pytest.fixture(scope="module")
def single(single_file, tmp_path_factory):
    """The one-file version of the page, in a folder."""
    path = tmp_path_factory.mktemp("single") / "race-sim.html"
    path.write_bytes(single_file)
    return path


class Visit:
    """A page in a context of its own, with all that it asked for and complained of."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(
            **{"viewport": DESK, "color_scheme": "light", "reduced_motion": "reduce", **options}
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(1000.0 * SECONDS)
        self.requests, self.refused, self.complaints = [], [], []
        self.context.on("request", lambda one: self.requests.append(one.url))
        self.context.on("response", self._answered)
        self.context.on("requestfailed", lambda one: self.refused.append(f"failed: {one.url}"))
        self.context.on("console", self._said)
        self.context.on("weberror", lambda one: self.complaints.append(f"{one.error}"))

    def _answered(self, answer):
        if answer.status >= 400:
            self.refused.append(f"{answer.status}: {answer.url}")

    def _said(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def go(self, address, ready="html[data-ready=yes]"):
        """Go there; gives the seconds until what is waited for is there."""
        started = time.perf_counter()
        self.page.goto("about:blank")  # else a new fragment alone would load nothing
        self.page.goto(address)
        self.page.wait_for_selector(ready)
        return time.perf_counter() - started

    def elsewhere(self):
        """The requests that left this machine."""
        split = [urlsplit(url) for url in self.requests]
        return [
            one.geturl()
            for one in split
            if one.scheme not in (*NO_NETWORK, "file") and one.hostname not in LOCAL
        ]

    def turn(self, fragment, ready):
        """Go to another view of the page that is open."""
        # Emptied first, so that nothing of the view before is taken for the new one.
        self.page.evaluate(
            "to => { document.getElementById('main').replaceChildren(); location.hash = to; }",
            fragment,
        )
        self.page.wait_for_selector(ready)

    def settle(self):
        """Wait until the endings of what stands now are drawn."""
        self.page.wait_for_selector(".endings .dots .dot")

    def saved(self, section, item):
        """What is saved by an item of the menu of a part of the page."""
        menu = self.page.locator("section", has=self.page.get_by_role("heading", name=section))
        menu.last.locator("details.menu summary").click()
        with self.page.expect_download() as download:
            menu.last.get_by_role("button", name=item).click()
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def visits(browser):
    """Make visits; at the end none may have asked elsewhere, been refused, or complained."""
    made = []

    def begin(**options):
        made.append(Visit(browser, **options))
        return made[-1]

    yield begin
    for one in made:
        one.context.close()
    assert [url for one in made for url in one.elsewhere()] == []
    assert [text for one in made for text in one.refused] == []
    assert [text for one in made for text in one.complaints] == []


visit = pytest.fixture(visits, name="visit")
# For tests that look at the same page one after the other.
long_visit = pytest.fixture(visits, scope="module", name="long_visit")


@pytest.fixture(scope="session")
def link(server):
    """An address that opens a game of the server's page."""

    def to(**fields):
        game = {"seed": 1, "us": "person", "cn": "logit-response", "world": 7, **fields}
        return link_to(server.address, **game)

    return to


@pytest.fixture(scope="session")
def words():
    """All that the page says, by key."""
    import race_sim.page

    path = Path(race_sim.page.__file__).parent / "static" / "words.json"
    return json.loads(path.read_text(encoding="utf-8"))
