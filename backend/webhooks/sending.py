"""One message to one address: resolved once, tied to what was checked, cut off in time and in bytes."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpcore

from backend.webhooks.addresses import Address
from backend.webhooks.resolving import NotPublic, Resolver, ask_system, resolve_public

SECONDS = 15.0
RESOLVING_SECONDS = 5.0
MOST_READ = 64 * 1024
MOST_RAW = 2 * MOST_READ  # with its headers, and whatever came in one piece with the last bytes
MOST_TRIED = 3  # addresses of one name: of all that were checked, the first that answers


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a sending. `failure` is a code, empty where an answer came; `read` is thrown away by the caller."""

    status: int | None = None
    size: int = 0
    failure: str = ""
    retry_after: str = ""
    read: bytes = field(default=b"", repr=False)

    @property
    def taken(self) -> bool:
        """Whether the receiver has the message."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends messages. The house makes one without arguments; tests give their own resolver, network and authority."""

    resolver: Resolver = ask_system
    network: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS

    def check(self, address: Address) -> str:
        """Return why an address cannot be sent to now, or an empty text."""
        try:
            resolve_public(self.resolver, address.host, address.port, RESOLVING_SECONDS)
        except NotPublic as refusal:
            return refusal.code
        return ""

    def send(self, address: Address, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Send a message and return what came of it; whatever happens outside is no fault of ours."""
        ends_at = time.monotonic() + self.seconds
        try:
            found = resolve_public(self.resolver, address.host, address.port, min(RESOLVING_SECONDS, self.seconds))
        except NotPublic as refusal:
            return Outcome(failure=refusal.code)
        pinned = _Pinned(self.network, tuple(found[:MOST_TRIED]), ends_at)
        try:
            return self._post(pinned, address, headers, body)
        except httpcore.TimeoutException:
            return Outcome(failure="timeout")
        except (httpcore.NetworkError, OSError) as error:
            return Outcome(failure="bad_certificate" if _of_certificate(error) else "no_connection")
        except (httpcore.ProtocolError, ValueError):
            return Outcome(failure="broken_answer")

    def _post(self, pinned: _Pinned, address: Address, headers: Mapping[str, str], body: bytes) -> Outcome:
        url = httpcore.URL(
            scheme=b"https", host=address.host.encode(), port=address.port, target=address.target.encode()
        )
        # No redirects, cookies, proxies, environment or decoding: this library has none of them.
        with (
            httpcore.ConnectionPool(ssl_context=self.context, network_backend=pinned, retries=0) as pool,
            pool.stream("POST", url, headers=_all_headers(address, headers, body), content=body) as answer,
        ):
            read = _read(answer.iter_stream()) if 200 <= answer.status < 300 else b""
            return Outcome(answer.status, len(read), retry_after=_retry_after(answer.headers), read=read)


def _all_headers(address: Address, headers: Mapping[str, str], body: bytes) -> list[tuple[str, str]]:
    host = address.host if address.port == 443 else f"{address.host}:{address.port}"
    own = {
        "Host": host,
        "User-Agent": "Yasno-Webhooks/1",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    return [*own.items(), *headers.items()]


def _read(stream: Iterable[bytes]) -> bytes:
    """Read up to the limit. The answer is given already: what breaks off or hangs after it changes nothing."""
    read = b""
    try:
        for part in stream:
            read += part
            if len(read) >= MOST_READ:
                break
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        pass
    return read[:MOST_READ]


def _retry_after(headers: Iterable[tuple[bytes, bytes]]) -> str:
    said = next((value for name, value in headers if name.lower() == b"retry-after"), b"")
    return said.decode("latin-1").strip()[:60]


def _of_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


class _Pinned(httpcore.NetworkBackend):
    """Dials the addresses that were checked, whatever the name means by now."""

    def __init__(self, network: httpcore.NetworkBackend, found: tuple[str, ...], ends_at: float) -> None:
        self._network, self._found, self._ends_at = network, found, ends_at

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of them that answers."""
        for at, one in enumerate(self._found, start=1):
            try:
                return _Bounded(self._network.connect_tcp(one, port, _left(self._ends_at)), self._ends_at)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if at == len(self._found):
                    raise
        raise httpcore.ConnectError("no address")


class _Bounded(httpcore.NetworkStream):
    """A connection with one end for everything on it, and so many bytes: each single wait may be short for ever."""

    def __init__(self, stream: httpcore.NetworkStream, ends_at: float) -> None:
        self._stream, self._ends_at, self._came = stream, ends_at, 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read, until the time or the bytes are over."""
        if self._came >= MOST_RAW:
            raise httpcore.ReadError("too much")
        read = self._stream.read(min(max_bytes, MOST_RAW - self._came), _left(self._ends_at))
        self._came += len(read)
        return read

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write, until the time is over."""
        self._stream.write(buffer, _left(self._ends_at))

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Begin to speak in secret, with the name of the address: the certificate must be of that name."""
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, _left(self._ends_at)), self._ends_at)

    def get_extra_info(self, info: str) -> Any:
        """Return what the library asks of the socket."""
        return self._stream.get_extra_info(info)


def _left(ends_at: float) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return left
