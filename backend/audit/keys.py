"""Public keys that sign checkpoints, each with its time: a former one signs nothing new and stays good for the old.

`audit.keys` in the data folder lists every key that was ever ours; lines are only added. A line is one JSON object:
{"key", "from", "after", "signature"} begins a key, and the key before it says so by its signature; {"key", "until"}
ends one. Other people's files may hold plain keys, one a line, or the document of /api/v1/integrity/keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from backend.config import Settings
from rules.faults import Fault, InputError
from rules.text import Text

OWN_KEYS = "audit.keys"
HAND_OVER = "yasno audit key 1"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key in hexadecimal digits, when it signed (None: not known, or it still does), and which key named it."""

    key: str
    since: datetime | None = None
    until: datetime | None = None
    after: str | None = None
    signature: str | None = None

    def signed_at(self, moment: datetime) -> bool:
        """Whether the key was in use then."""
        late = self.until is not None and moment > self.until
        return not late and (self.since is None or moment >= self.since)

    def as_dict(self) -> dict[str, str | None]:
        """Return the JSON shape."""
        since, until = (moment.isoformat() if moment else None for moment in (self.since, self.until))
        return {"key": self.key, "from": since, "until": until, "after": self.after, "signature": self.signature}


Keys = Mapping[str, PublicKey]


def own_keys(settings: Settings) -> Keys:
    """Return every public key that was ever ours, the first one first; a former key of a configured path counts too."""
    path = settings.data / OWN_KEYS
    return read_keys(path) if path.exists() else {}


def read_keys(path: Path) -> Keys:
    """Return the public keys of a file.

    Raises:
        InputError: it cannot be read, a line is no key, or a key says wrongly that another one named it.
    """
    try:
        keys = joined(_entries(path.read_text(encoding="utf-8")))
        for one in keys.values():
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(one.key))
            if one.signature is not None and not verifies(one.after or "", one.signature, hand_over(one)):
                raise ValueError(one.key)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError([no_key(path)]) from None
    return keys


def joined(entries: Iterable[Mapping[str, Any]]) -> dict[str, PublicKey]:
    """Return the keys that lines tell of; of two ends the first holds."""
    keys: dict[str, PublicKey] = {}
    for entry in entries:
        name = entry["key"]
        found = keys.get(name) or PublicKey(name)
        since, until = (_moment(entry.get(part)) for part in ("from", "until"))
        named = {"after": entry["after"], "signature": entry["signature"]} if entry.get("signature") else {}
        keys[name] = replace(found, since=found.since or since, until=found.until or until, **named)
    return keys


def append_keys(settings: Settings, entries: Iterable[Mapping[str, Any]]) -> None:
    """Add lines to the list of our keys."""
    with (settings.data / OWN_KEYS).open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(entry) + "\n" for entry in entries)


def hand_over(new: PublicKey) -> bytes:
    """Return what the key before signs of its successor."""
    since = new.since.isoformat() if new.since else None
    return json.dumps([HAND_OVER, new.after, new.key, since]).encode()


def verifies(public: str, signature: str, message: bytes) -> bool:
    """Return whether the signature over the message is this key's."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except (ValueError, InvalidSignature):
        return False
    return True


def _entries(text: str) -> Iterator[Mapping[str, Any]]:
    if text.lstrip().startswith("{"):
        try:
            document = json.loads(text)
        except ValueError:
            document = {}
        if "keys" in document:
            yield from document["keys"]
            return
    for line in text.splitlines():
        if line.strip():
            yield json.loads(line) if line.lstrip().startswith("{") else {"key": line.strip()}


def _moment(text: str | None) -> datetime | None:
    moment = datetime.fromisoformat(text) if text else None
    if moment is not None and moment.tzinfo is None:
        raise ValueError(text)
    return moment


def no_key(path: Path) -> Fault:
    """Return the fault of a file that holds no key."""
    message = Text("В файле нет ключа Ed25519.", "The file holds no Ed25519 key.")
    remedy = Text(
        "Открытый ключ печатает yasno audit key; закрытый делает сама платформа.",
        "yasno audit key prints the public key; the platform itself makes the private one.",
    )
    return Fault("no_key", "key", message, remedy, file=str(path))
