"""The page on this machine: the static files, and the door behind `POST /call`.

Standard library only. It listens on 127.0.0.1, and answers nobody else: a request must name this
server as its host (which keeps out pages elsewhere that point a name of theirs at this address),
and one that comes from a page must come from this one. Sizes, rates, times, and the numbers of
connections and of requests at work are bounded. Every answer carries a strict content security
policy.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import socketserver
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from race_sim.page import door, endings
from race_sim.page.static_files import static_files

HOST = "127.0.0.1"
LARGEST_REQUEST = 64 * 1024  # bytes
MOST_AT_WORK = 16
MOST_CONNECTIONS = 64
RATE, BURST = 100.0, 500.0  # requests a second, and at once; a page asks for some 50 files
SECONDS_TO_WAIT = 10.0  # for a client that does not go on
SECONDS_TO_ASK = 20.0  # for a whole request, however it trickles in
DEEPEST = 12  # of tables within tables
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


_ONCE = ("Content-Length", "Content-Type", "Origin")  # twice, they might be read in two ways


class _Rate:
    """How many more requests may come now (a token bucket)."""

    def __init__(self) -> None:
        self.left = BURST
        self.at = time.monotonic()
        self.lock = threading.Lock()

    def allows(self) -> bool:
        with self.lock:
            now = time.monotonic()
            self.left = min(BURST, self.left + RATE * (now - self.at))
            self.at = now
            if self.left < 1.0:
                return False
            self.left -= 1.0
            return True


def depth_of(text: str) -> int:
    """How deeply tables and lists of a JSON text stand in each other, at most."""
    deepest = depth = 0
    in_words = escaped = False
    for letter in text:
        if in_words:
            if escaped:
                escaped = False
            elif letter == "\\":
                escaped = True
            elif letter == '"':
                in_words = False
        elif letter == '"':
            in_words = True
        elif letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth = max(depth - 1, 0)
    return deepest


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    server: PageServer
    protocol_version = "HTTP/1.1"
    server_version = "race-sim"
    timeout = SECONDS_TO_WAIT
    disable_nagle_algorithm = True  # else each answer waits a tenth of a second

    def version_string(self) -> str:
        """What this server calls itself."""
        return self.server_version

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing: a page makes many requests."""

    def handle_one_request(self) -> None:
        """Take one request, which has to be whole before long."""
        self.server.asking[self.connection] = time.monotonic() + SECONDS_TO_ASK
        try:
            super().handle_one_request()
        finally:
            self.server.asking.pop(self.connection, None)

    def do_GET(self) -> None:
        """Give a static file."""
        if not self._is_welcome():
            return
        if self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers:
            self._refuse(HTTPStatus.BAD_REQUEST, "a question for a file has no body")
            return
        path = self.path.split("?", 1)[0].split("#", 1)[0]
        name = "index.html" if path == "/" else path[1:]
        content = self.server.files.get(name)
        if content is None:
            self._refuse(HTTPStatus.NOT_FOUND, "no such file")
            return
        kind = _KINDS.get(name.rpartition(".")[2], "text/plain; charset=utf-8")
        packs = "gzip" in (self.headers.get("Accept-Encoding") or "")
        if packs:
            content = self.server.packed(name)
        self._answer(HTTPStatus.OK, content, kind, "gzip" if packs else "")

    def do_HEAD(self) -> None:
        """The same without the content."""
        self.do_GET()

    def do_POST(self) -> None:
        """Answer a request to the door."""
        if not self._is_welcome():
            return
        if self.path != "/call":
            self._refuse(HTTPStatus.NOT_FOUND, "requests go to /call")
            return
        kind = (self.headers.get("Content-Type") or "").split(";")[0].strip().lower()
        if kind != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "a request is application/json")
            return
        length = self.headers.get("Content-Length") or ""
        if not length.isascii() or not length.isdigit() or self.headers.get("Transfer-Encoding"):
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "a request says its length")
            return
        if len(length) > 9 or int(length) > LARGEST_REQUEST:
            allowed = f"at most {LARGEST_REQUEST} bytes"
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, allowed)
            return
        body = self.rfile.read(int(length))
        self.server.asking.pop(self.connection, None)  # all of it is here
        if len(body) < int(length):
            self.close_connection = True
            return
        request = self._read(body)
        if request is None:
            return
        if not self.server.at_work.acquire(timeout=SECONDS_TO_WAIT):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "too many requests at work")
            return
        try:
            answer = door.call(request[0])
        finally:
            self.server.at_work.release()
        status = HTTPStatus.BAD_REQUEST if "error" in answer else HTTPStatus.OK
        content = json.dumps(answer, separators=(",", ":"), allow_nan=False).encode()
        self._answer(status, content, "application/json")

    def _read(self, body: bytes) -> tuple[Any] | None:
        """The request in a body, or an answer that says what is wrong with it."""
        try:
            text = body.decode("utf-8")
            if depth_of(text) > DEEPEST:
                raise ValueError(f"tables stand in each other more than {DEEPEST} deep")
            return (json.loads(text, parse_constant=_no_constant),)
        except ValueError as error:  # neither UTF-8 nor JSON
            self._refuse(HTTPStatus.BAD_REQUEST, f"no JSON: {error}"[:200])
            return None

    def _is_welcome(self) -> bool:
        """Whether the request names this server, comes from its page, and is not one too many."""
        if any(len(self.headers.get_all(name) or []) > 1 for name in _ONCE):
            self._refuse(HTTPStatus.BAD_REQUEST, "a header twice")
            return False
        names = {f"{name}:{self.server.server_port}" for name in (HOST, "localhost")}
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].strip().lower() not in names:
            self._refuse(HTTPStatus.FORBIDDEN, "not for this host")
            return False
        origin = self.headers.get("Origin")
        if origin is not None and origin.lower() not in {f"http://{name}" for name in names}:
            self._refuse(HTTPStatus.FORBIDDEN, "not from this page")
            return False
        if not self.server.rate.allows():
            self._refuse(HTTPStatus.TOO_MANY_REQUESTS, "too many requests a second")
            return False
        return True

    def _refuse(self, status: HTTPStatus, what: str) -> None:
        problem = {"where": "", "what": what, "allowed": ""}
        content = json.dumps({"error": {"message": what, "problems": [problem]}}).encode()
        self.close_connection = True  # what else it sends is not read
        self._answer(status, content, "application/json")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what cannot even be read as a request, in the manner of all other answers."""
        status = HTTPStatus(code)
        self._refuse(status, (message or status.phrase)[:200])

    def _answer(self, status: HTTPStatus, content: bytes, kind: str, packed: str = "") -> None:
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", f"{len(content)}")
        if packed:
            self.send_header("Content-Encoding", packed)
        self.send_header("Cache-Control", "no-cache")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if getattr(self, "command", None) != "HEAD":
            self.wfile.write(content)


_KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "svg": "image/svg+xml",
}


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


class PageServer(ThreadingHTTPServer):
    """The page's server.

    Parameters
    ----------
    port : int
        0 for a free one.
    """

    daemon_threads = True
    request_queue_size = MOST_CONNECTIONS
    # A port that was just left may be taken again; in Windows this would share one in use.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, port: int = 0):
        self.files: dict[str, bytes] = static_files()
        self._packed: dict[str, bytes] = {}
        # Connections in which a request is awaited or comes in, and until when it has to be there.
        self.asking: dict[socket.socket, float] = {}
        self.connections = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self.rate = _Rate()
        self.at_work = threading.BoundedSemaphore(MOST_AT_WORK)
        super().__init__((HOST, port), Handler)

    def server_bind(self) -> None:
        """Bind, without asking anybody for this machine's name, which takes long without a net."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.server_port}/"

    def packed(self, name: str) -> bytes:
        """A file, compressed once."""
        if name not in self._packed:
            self._packed[name] = gzip.compress(self.files[name], compresslevel=6, mtime=0)
        return self._packed[name]

    def get_request(self) -> tuple[socket.socket, Any]:
        """Take a connection; one that says nothing is dropped after a while."""
        connection, address = super().get_request()
        connection.settimeout(SECONDS_TO_WAIT)
        return connection, address

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection in a thread of its own; one too many is closed."""
        if self.connections.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer a connection, in its thread."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.connections.release()

    def service_actions(self) -> None:
        """Hang up on requests that trickle in too slowly. Called twice a second."""
        now = time.monotonic()
        for connection, until in list(self.asking.items()):
            if now > until:
                self.asking.pop(connection, None)
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error of ours; anything else is told."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def play_compiled() -> threading.Thread:
    """Compile the loop for endings beside the server; plain Python plays them until it is ready."""

    def prepare() -> None:
        from race_sim.compiled import compiled_loop
        from race_sim.page.compiled_endings import compiled
        from race_sim.page.scenario_data import plan_for

        compiled_loop(plan_for("baseline", (), ()))
        endings.use(compiled)

    thread = threading.Thread(target=prepare, daemon=True, name="compiling")
    thread.start()
    return thread
