"""Ed25519 signatures of checkpoints: whoever holds our public key can tell a checkpoint of ours from a made-up one.

The private key is made once and stays in its file, outside the database; `rotate` puts another in its place.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from backend.audit.keys import (
    Keys,
    PublicKey,
    append_keys,
    hand_over,
    joined,
    no_key,
    own_keys,
    read_keys,
    verifies,
)
from backend.config import Settings
from rules.faults import InputError

# Nothing else that this key might sign reads like these.
PURPOSE = "yasno audit checkpoint 1"
OF_A_TREE = "yasno audit checkpoint 2"
OF_A_RESTORE = "yasno audit restore 1"


def signed(line: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """Return a checkpoint with the public key and the signature of this installation.

    Raises:
        InputError: the key's file holds no Ed25519 key.
    """
    key = _private_key(settings, str(line["at"]))
    named = {**line, "key": _public(key)}
    return {**named, "signature": key.sign(message_of(named)).hex()}


def is_signed_by(line: Mapping[str, Any], keys: Keys) -> bool:
    """Return whether one of the keys, in its time, signed the checkpoint as it stands."""
    public, signature = line.get("key"), line.get("signature")
    if not isinstance(public, str) or not isinstance(signature, str) or public not in keys:
        return False
    try:
        moment = datetime.fromisoformat(str(line.get("at")))
        in_time = keys[public].signed_at(moment)
    except (ValueError, TypeError):
        return False
    return in_time and verifies(public, signature, message_of(line))


def message_of(line: Mapping[str, Any]) -> bytes:
    """Return what is signed of a checkpoint: everything but its proof, which proves itself."""
    told = [line.get(name) for name in ("seq", "hash", "at", "key")]
    if "restored" in line:
        return _list(OF_A_RESTORE, *told, line["restored"])
    if "root" in line:
        before = line.get("previous")
        last = [before.get("seq"), before.get("root")] if isinstance(before, Mapping) else [None, None]
        return _list(OF_A_TREE, *told, line["root"], *last)
    return "\n".join([PURPOSE, *(str(part) for part in told[:3])]).encode()


def own_public_key(settings: Settings) -> str:
    """Return the public key that checkpoints are signed with now, in hexadecimal digits."""
    return _public(_private_key(settings, None))


def rotate(settings: Settings, now: datetime) -> PublicKey:
    """Make a new key in the place of the present one, which names it as its successor and ends; return the new one.

    Raises:
        InputError: the key's file holds no Ed25519 key.
    """
    old, new = _private_key(settings, None), Ed25519PrivateKey.generate()
    made = PublicKey(_public(new), now, after=_public(old))
    signature = old.sign(hand_over(made)).hex()
    unfinished = _written(settings.audit_key, new)
    os.replace(unfinished, settings.audit_key)
    end = {"key": _public(old), "until": now.isoformat()}
    begin = {"key": made.key, "from": now.isoformat(), "after": made.after, "signature": signature}
    append_keys(settings, [end, begin])
    return joined([begin])[made.key]


def _list(*parts: Any) -> bytes:
    return json.dumps(parts, ensure_ascii=False, default=str).encode()


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _private_key(settings: Settings, at: str | None) -> Ed25519PrivateKey:
    path = settings.audit_key
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError):
        raise InputError([no_key(path)]) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError([no_key(path)])
    _remember(settings, _public(key), at)
    return key


def _make(path: Path) -> None:
    """Make the key's file; of two that make it at once the first one's stays."""
    unfinished = _written(path, Ed25519PrivateKey.generate())
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()


def _written(path: Path, key: Ed25519PrivateKey) -> Path:
    """Write a key beside its place, readable by its owner only; return the file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return unfinished


def _remember(settings: Settings, public: str, at: str | None) -> None:
    """List a key that was put into its place by hand; a first signature tells when it began, and ends the others."""
    known = own_keys(settings)
    if public in known:
        return
    others = [one for one in known.values() if one.until is None] if at else []
    append_keys(settings, [*({"key": one.key, "until": at} for one in others), {"key": public, "from": at}])


__all__ = ["Keys", "is_signed_by", "message_of", "own_keys", "own_public_key", "read_keys", "rotate", "signed"]
