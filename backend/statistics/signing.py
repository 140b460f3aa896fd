"""Ed25519 signatures of releases and of their policy, by a key of this installation that signs nothing else."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from calculators.release.document import release_document
from calculators.release.shapes import Row
from rules.exact_json import canonical_json
from rules.faults import Fault, InputError
from rules.text import Text

# What is signed names what it is: a signature of a policy is none of a release.
OF_A_RELEASE = "yasno release 1"
OF_A_POLICY = "yasno release policy 1"
PROOF = frozenset({"key", "signature"})


def document_sha256(header: Mapping[str, Any], rows: Sequence[Row]) -> str:
    """Return the hash of a release's document without its key and signature."""
    unsigned = {name: value for name, value in header.items() if name not in PROOF}
    return sha256_of(release_document(unsigned, rows))


def sha256_of(document: Mapping[str, Any]) -> str:
    """Return the hash of a JSON document: keys sorted, no spaces, UTF-8, numbers as plain decimals.

    >>> sha256_of({"n": 3.0, "delta": 1e-06}) == sha256_of({"delta": Decimal("0.000001"), "n": 3})
    True
    """
    return hashlib.sha256(canonical_json(exact(document))).hexdigest()


def exact(value: Any) -> Any:
    """Return a document whose floats are the decimals that they print as."""
    if isinstance(value, Mapping):
        return {name: exact(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [exact(one) for one in value]
    if isinstance(value, float | Decimal):
        plain = Decimal(repr(value)) if isinstance(value, float) else value
        return int(plain) if plain == plain.to_integral_value() else plain.normalize()
    return value


def sign(key: Ed25519PrivateKey, purpose: str, sha256: str) -> str:
    """Return the signature of a hash, in hexadecimal digits."""
    return key.sign(_message(purpose, sha256)).hex()


def is_signed(public: str, purpose: str, sha256: str, signature: str) -> bool:
    """Return whether this key signed the hash for this purpose."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), _message(purpose, sha256))
    except (ValueError, InvalidSignature):
        return False
    return True


def public_of(key: Ed25519PrivateKey) -> str:
    """Return the public key in hexadecimal digits."""
    return key.public_key().public_bytes_raw().hex()


def make_key(path: Path) -> Ed25519PrivateKey:
    """Return the key of the file, made if there is none; of two that make it at once the first one's stays.

    Raises:
        InputError: the file holds no Ed25519 key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
        unfinished.touch(mode=0o600)
        made = Ed25519PrivateKey.generate()
        unfinished.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        try:
            os.link(unfinished, path)
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
    return read_key(path)


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return the key of the file.

    Raises:
        InputError: there is no file, or it holds no Ed25519 key.
    """
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError([_no_key(path)])
    return key


def _message(purpose: str, sha256: str) -> bytes:
    return json.dumps([purpose, sha256]).encode()


def _no_key(path: Path) -> Fault:
    message = Text("Ключа выпусков нет, или файл не тот.", "There is no key of releases, or the file is another.")
    remedy = Text("Ключ делает yasno release policy --sign.", "yasno release policy --sign makes the key.")
    return Fault("no_release_key", None, message, remedy, path.name)
