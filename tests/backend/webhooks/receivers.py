"""A receiver of messages: a real server with https in a thread, and the ways of the house's sender to it."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpcore

from backend.webhooks.sending import Sender
from tests.backend.webhooks.certificates import make_certificate

PUBLIC = "93.184.215.14"
HOST = "hooks.kafe.ru"


@dataclass
class Got:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers what `answers` say in turn, the last one for ever; keeps what came."""

    context: ssl.SSLContext
    port: int = 0
    got: list[Got] = field(default_factory=list)
    answers: list[Any] = field(default_factory=lambda: [204])
    connections: int = 0

    def next_answer(self) -> Any:
        """Return the answer of this turn: a status, (status, headers, body), or a function of the handler."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@dataclass
class Names:
    """A resolver: what a name leads to, each time it is asked."""

    turns: list[Sequence[str]] = field(default_factory=lambda: [[PUBLIC]])
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int, timeout: float) -> Sequence[str]:
        """Return the addresses of this turn."""
        self.asked.append(host)
        return self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]


@dataclass
class Wire(httpcore.NetworkBackend):
    """A network in which every address is the receiver's; it keeps which were dialled."""

    port: int
    dialled: list[str] = field(default_factory=list)
    dead: frozenset[str] = frozenset()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the receiver."""
        self.dialled.append(host)
        if host in self.dead:
            raise httpcore.ConnectError("nobody there")
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout)


def start(folder: Path, hosts: Sequence[str] = (HOST,)) -> tuple[Receiver, ThreadingHTTPServer]:
    """Start a receiver with a certificate for `hosts`."""
    authority, chain = make_certificate(folder, hosts)
    receiver = Receiver(ssl.create_default_context(cafile=str(authority)))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    receiver.port = server.server_address[1]
    accept = server.get_request

    def get_request() -> tuple[socket.socket, Any]:
        raw, address = accept()
        receiver.connections += 1
        raw.settimeout(10)
        return context.wrap_socket(raw, server_side=True, do_handshake_on_connect=False), address

    server.get_request = get_request  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return receiver, server


def sender_to(receiver: Receiver, names: Names | None = None, wire: Wire | None = None, seconds: float = 5.0) -> Sender:
    """Return a sender whose every public address is the receiver."""
    return Sender(names or Names(), wire or Wire(receiver.port), receiver.context, seconds)


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Keeps the request and answers."""

        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            """A redirect that was followed would come here."""
            self.do_POST()

        def do_POST(self) -> None:
            """Keep what came and answer."""
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            receiver.got.append(Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            answer = receiver.next_answer()
            self.close_connection = True
            if callable(answer):
                answer(self, body)
                return
            status, headers, said = answer if isinstance(answer, tuple) else (answer, {}, b"")
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(said))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

    return Handler


def endless(megabytes: int, sent: list[int]) -> Callable[[Any, bytes], None]:
    """Return an answer of so many megabytes; `sent` keeps how many bytes left."""

    def answer(handler: Any, _body: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(megabytes * 1024 * 1024))
        handler.end_headers()
        try:
            for _ in range(megabytes * 16):
                handler.wfile.write(b"x" * 65536)
                sent.append(65536)
        except OSError:
            return

    return answer


def dripping(handler: Any, _body: bytes) -> None:
    """Answer one byte of a head at a time, for ever."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return
