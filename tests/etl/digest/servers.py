"""A web server and an SMTP server on this machine that keep what they get and fail as they are told."""

from __future__ import annotations

import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Web:
    """Answers with each of ``statuses`` in turn, then 200; ``hold`` keeps a request waiting until it is set."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    hold: threading.Event | None = None
    arrived: threading.Event = field(default_factory=threading.Event)


@contextmanager
def web_server() -> Iterator[Web]:
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            web.arrived.set()
            if web.hold:
                web.hold.wait(30)
            status = web.statuses.pop(0) if web.statuses else 200
            if status == 200:
                web.bodies.append(body)
            web.paths.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", "2")
            if status == 429:
                self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        web.url = f"http://127.0.0.1:{server.server_address[1]}/services/T0/hunter2"
        try:
            yield web
        finally:
            if web.hold:
                web.hold.set()
            server.shutdown()
            thread.join()


@dataclass
class Post:
    """``refuses``: addresses that are not taken; ``is_down``: nothing is."""

    port: int = 0
    letters: list[Message] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    is_down: bool = False
    tls: ssl.SSLContext | None = None
    n_encrypted: int = 0


@contextmanager
def smtp_server() -> Iterator[Post]:
    """As much of RFC 5321, AUTH PLAIN (RFC 4954) and, with ``tls``, STARTTLS (RFC 3207) as smtplib asks for."""
    post = Post()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 ready" if not post.is_down else "421 closed for today")
            while line := self.rfile.readline().decode().strip():
                if not self._answer(line):
                    return

        def finish(self) -> None:
            super().finish()
            self.connection.close()

        def _answer(self, line: str) -> bool:
            verb = line.split(" ")[0].upper()
            if verb == "EHLO":
                is_offered = post.tls and not isinstance(self.connection, ssl.SSLSocket)
                self._say("250-here\r\n" + ("250-STARTTLS\r\n" if is_offered else "") + "250 AUTH PLAIN")
            elif verb == "STARTTLS":
                self._say("220 go on")
                return self._encrypt()
            elif verb == "AUTH":
                post.logins.append(line)
                self._say("235 welcome")
            elif verb == "RCPT" and any(address in line for address in post.refuses):
                self._say("550 nobody here")
            elif verb == "DATA":
                self._say("354 go on")
                post.letters.append(message_from_bytes(self._data()))
                self._say("250 taken")
            else:
                self._say("221 bye" if verb == "QUIT" else "250 fine")
            return verb != "QUIT"

        def _encrypt(self) -> bool:
            assert post.tls
            try:
                self.connection = post.tls.wrap_socket(self.connection, server_side=True)
            except OSError:  # the other side does not trust us
                return False
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
            post.n_encrypted += 1
            return True

        def _data(self) -> bytes:
            lines: list[bytes] = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line)
            return b"".join(lines)

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        post.port = server.server_address[1]
        try:
            yield post
        finally:
            server.shutdown()
            thread.join()
