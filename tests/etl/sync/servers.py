"""Servers on 127.0.0.1 that speak each tracker's interface in its documented shapes, and fail when they are told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN = "tok-5e1f-very-secret"  # noqa: S105 - of no server but these


@dataclass
class Asked:
    """One request that a server got."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Reply:
    """What a server answers. `cut` closes the connection half-way; `half` sends half of the body as if whole."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    half: bool = False


Answers = Callable[[Asked], Reply]


@dataclass
class Server:
    """A server that is running. `faults` are answered first, one a request; None lets a request pass.

    `date` is what its clock shows, where it tells; `before` is called before each answer.
    """

    base_url: str
    asked: list[Asked]
    faults: list[Reply | None]
    date: datetime | None = None
    before: Callable[[], None] = lambda: None

    def paths(self) -> list[str]:
        return [a.path for a in self.asked]


@contextmanager
def serving(answers: Answers, token: str | None = TOKEN) -> Iterator[Server]:
    """Answers over HTTP, to requests that bear the token (401 to others)."""
    server = Server("", [], [])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16

        def do_GET(self) -> None:
            self._reply()

        def do_POST(self) -> None:
            self._reply()

        def log_message(self, *_: object) -> None:
            pass

        def _reply(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length) if length else b""
            parts = urlsplit(self.path)
            asked = Asked(
                self.command, parts.path, dict(parse_qsl(parts.query)),
                {k.lower(): v for k, v in self.headers.items()}, json.loads(raw) if raw else None,
            )  # fmt: skip
            server.asked.append(asked)
            server.before()
            fault = server.faults.pop(0) if server.faults else None
            if fault is not None:
                self._send(fault)
            elif token is not None and not _bears(asked, token):
                self._send(Reply({"message": "Bad credentials"}, 401))
            else:
                self._send(answers(asked))

        def _send(self, reply: Reply) -> None:
            content = json.dumps(reply.body).encode()
            content = content[: len(content) // 2] if reply.half else content
            self.send_response_only(reply.status)
            if server.date:
                self.send_header("Date", format_datetime(server.date, usegmt=True))
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if reply.cut else content)
            self.close_connection = reply.cut

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.base_url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def _bears(asked: Asked, token: str) -> bool:
    import base64

    header = asked.headers.get("authorization", "")
    if header.startswith("Basic "):
        return base64.b64decode(header[6:]).decode().endswith(f":{token}")
    return header in (token, f"Bearer {token}")
