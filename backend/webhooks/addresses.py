"""Where messages may go, as far as the text of an address tells: https, a name, nothing hidden in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import idna

from backend.errors import Invalid
from rules.faults import Fault
from rules.text import Text

LONGEST = 500
HTTPS_PORT, FIRST_OWN_PORT, LAST_PORT = 443, 1024, 65535
VISIBLE = re.compile(r"[^\s\x00-\x20\x7f\\]+")
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
# Ways to write an IPv4 address that browsers and libc read: 2130706433, 0x7f.1, 0177.0.0.1, 127.1.
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Names that mean something in a house, a test or a document, and nothing outside.
INSIDE = frozenset(
    {"localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home", "lan", "host"}
    | {"example", "invalid", "test", "onion", "alt", "arpa"}
)


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address: the host in ASCII, the port, the path with its query."""

    host: str
    port: int
    target: str

    @property
    def text(self) -> str:
        """The address as it is kept and shown."""
        port = "" if self.port == HTTPS_PORT else f":{self.port}"
        return f"https://{self.host}{port}{self.target}"


def read_address(text: str) -> Address:
    """Return what an address says.

    Raises:
        Invalid: the first thing that is wrong with it, and what would be right.
    """
    if not text or len(text) > LONGEST or not VISIBLE.fullmatch(text):
        raise _refused(
            Text(f"Адрес пуст, длиннее {LONGEST} знаков или с пробелами.", f"Empty, over {LONGEST} signs, or spaced."),
            Text("Например: https://hooks.kafe.ru/yasno", "For instance: https://hooks.kafe.ru/yasno"),
        )
    parts = _split(text)
    _refuse_extras(parts, text)
    port = _port(parts)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.isascii():
        raise _refused(
            Text("В пути адреса не латиница.", "The path of the address is not ASCII."),
            Text("Закодируйте путь: %D0%B0…", "Encode the path: %D0%B0…"),
        )
    return Address(_host(parts.hostname or ""), port, target)


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:
        raise _refused(*_UNREADABLE) from None


def _refuse_extras(parts: SplitResult, text: str) -> None:
    if parts.scheme != "https":
        raise _refused(
            Text("Адрес не начинается с https.", "The address does not begin with https."),
            Text("Возьмите адрес с https.", "Take an address with https."),
        )
    if "@" in parts.netloc:
        raise _refused(
            Text("В адресе имя или пароль.", "The address holds a name or a password."),
            Text("Уберите их: подлинность говорит подпись.", "Take them out: the signature tells who sends."),
        )
    if "#" in text:
        raise _refused(
            Text("В адресе есть знак #.", "The address has a # in it."),
            Text("Уберите # и всё после него.", "Take the # and what follows it away."),
        )


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.netloc.endswith(":"):
        port = 0
    port = HTTPS_PORT if port is None else port
    if port != HTTPS_PORT and not FIRST_OWN_PORT <= port <= LAST_PORT:
        raise _refused(
            Text("На этот порт не отправляем.", "We do not send to this port."),
            Text(f"Возьмите {HTTPS_PORT} или от {FIRST_OWN_PORT}.", f"Take {HTTPS_PORT}, or {FIRST_OWN_PORT} and up."),
        )
    return port


def _host(given: str) -> str:
    try:
        host = given if given.isascii() else idna.encode(given, uts46=True, std3_rules=True).decode()
    except idna.IDNAError:
        raise _refused(*_UNREADABLE) from None
    labels = host.split(".")
    if len(labels) < 2 or len(host) > 253 or not all(map(LABEL.fullmatch, labels)) or NUMBER.fullmatch(labels[-1]):
        raise _refused(
            Text("Нужно имя сервера, не число и не имя из одного слова.", "A name is needed, not numbers or one word."),
            Text("Например: hooks.kafe.ru", "For instance: hooks.kafe.ru"),
        )
    if labels[-1] in INSIDE:
        raise _refused(
            Text(f"Имён «.{labels[-1]}» снаружи нет.", f"There are no names in “.{labels[-1]}” outside."),
            Text("Нужен сервер, который виден из интернета.", "A server that the internet sees is needed."),
        )
    if any(label.startswith("xn--") for label in labels):
        _refuse_false_names(labels)
    return host


def _refuse_false_names(labels: list[str]) -> None:
    """A name in punycode must be what its letters give, so that one server has one spelling."""
    try:
        for label in labels:
            if label.startswith("xn--") and idna.encode(idna.decode(label), uts46=True).decode() != label:
                raise _refused(*_UNREADABLE)
    except idna.IDNAError:
        raise _refused(*_UNREADABLE) from None


def _refused(message: Text, remedy: Text) -> Invalid:
    return Invalid([Fault("address_wrong", "address", message, remedy)])


_UNREADABLE = (
    Text("Имени сервера в адресе не прочесть.", "The name of the server cannot be read."),
    Text("Сверьте адрес с тем, что открывается в браузере.", "Compare it with what opens in a browser."),
)
