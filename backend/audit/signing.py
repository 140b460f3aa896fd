"""Ed25519 signatures of checkpoints: whoever holds our public key can tell a checkpoint of ours from a made-up one.

The private key is made once and stays here; `audit.keys` in the data folder lists every public key that was ever ours,
so that old checkpoints stay good when the key is made anew.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from backend.config import Settings
from rules.faults import Fault, InputError
from rules.text import Text

OWN_KEYS = "audit.keys"
PURPOSE = "yasno audit checkpoint 1"  # nothing else that this key might sign reads like this


def signed(line: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """Return a checkpoint with the public key and the signature of this installation.

    Raises:
        InputError: the key's file holds no Ed25519 key.
    """
    key = _private_key(settings)
    public = key.public_key().public_bytes_raw().hex()
    return {**line, "key": public, "signature": key.sign(_message(line)).hex()}


def is_signed_by(line: Mapping[str, Any], keys: frozenset[str]) -> bool:
    """Return whether one of the keys signed the checkpoint as it stands."""
    public, signature = line.get("key"), line.get("signature")
    if not isinstance(public, str) or not isinstance(signature, str) or public not in keys:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), _message(line))
    except (ValueError, InvalidSignature):
        return False
    return True


def own_public_key(settings: Settings) -> str:
    """Return the public key that checkpoints are signed with now, in hexadecimal digits."""
    return _private_key(settings).public_key().public_bytes_raw().hex()


def own_keys(settings: Settings) -> frozenset[str]:
    """Return every public key that was ever ours; a former key of a configured path counts too."""
    path = settings.data / OWN_KEYS
    return read_keys(path) if path.exists() else frozenset()


def read_keys(path: Path) -> frozenset[str]:
    """Return the public keys of a file, one a line.

    Raises:
        InputError: it cannot be read, or a line is no key.
    """
    try:
        lines = path.read_text(encoding="ascii").split()
        for line in lines:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(line))
    except (OSError, ValueError):
        raise InputError([_no_key(path)]) from None
    return frozenset(lines)


def _message(line: Mapping[str, Any]) -> bytes:
    return "\n".join([PURPOSE, str(line.get("seq")), str(line.get("hash")), str(line.get("at"))]).encode()


def _private_key(settings: Settings) -> Ed25519PrivateKey:
    path = settings.audit_key
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError):
        raise InputError([_no_key(path)]) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError([_no_key(path)])
    _remember(settings, key.public_key().public_bytes_raw().hex())
    return key


def _make(path: Path) -> None:
    """Make the key's file, readable by its owner only; of two that make it at once the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(made)
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()


def _remember(settings: Settings, public: str) -> None:
    if public not in own_keys(settings):
        with (settings.data / OWN_KEYS).open("a", encoding="ascii") as file:
            file.write(public + "\n")


def _no_key(path: Path) -> Fault:
    message = Text("В файле нет ключа Ed25519.", "The file holds no Ed25519 key.")
    remedy = Text(
        "Открытый ключ печатает yasno audit key; закрытый делает сама платформа.",
        "yasno audit key prints the public key; the platform itself makes the private one.",
    )
    return Fault("no_key", "key", message, remedy, file=str(path))
