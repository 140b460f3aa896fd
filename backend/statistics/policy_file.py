"""The policy of releases as a signed file: parameters out of bounds or a signature that fails, and nothing is drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.config import Settings
from backend.statistics.signing import OF_A_POLICY, is_signed, public_of, sha256_of, sign
from calculators.release.policy import check_policy
from calculators.release.shapes import Policy
from rules.faults import Fault, InputError
from rules.text import Text

NAMES = tuple(one.name for one in fields(Policy))


@dataclass(frozen=True, slots=True)
class SignedPolicy:
    """A policy with the hash that its signature is over, and the text of its file."""

    policy: Policy
    sha256: str
    key: str
    document: str


def policy_dict(policy: Policy) -> dict[str, Any]:
    """Return the parameters as the file has them: exact numbers as text."""
    values = {name: getattr(policy, name) for name in NAMES}
    return {name: format(value, "f") if isinstance(value, Decimal) else value for name, value in values.items()}


def signed_policy(policy: Policy, dataset: str, key: Ed25519PrivateKey) -> SignedPolicy:
    """Sign a policy for a dataset.

    Raises:
        InputError: a parameter is out of bounds.
    """
    check_policy(policy)
    content = {"dataset": dataset, "policy": policy_dict(policy)}
    sha256 = sha256_of(content)
    document = {**content, "key": public_of(key), "signature": sign(key, OF_A_POLICY, sha256)}
    return read_signed(json.dumps(document, ensure_ascii=False, sort_keys=True))


def read_signed(
    text: str, file: str | None = None, dataset: str | None = None, *, bounded: bool = True
) -> SignedPolicy:
    """Return the policy of a signed document; not `bounded`, also one that former bounds let pass: it spent already.

    Raises:
        InputError: it is none, its signature fails, it is for another dataset, or a parameter is out of bounds.
    """
    try:
        document = json.loads(text)
        content = {"dataset": document["dataset"], "policy": document["policy"]}
        sha256 = sha256_of(content)
        good = is_signed(document["key"], OF_A_POLICY, sha256, document["signature"])
        policy = _policy(document["policy"])
    except (ValueError, KeyError, TypeError, ArithmeticError, AttributeError):
        raise InputError([_unreadable(file)]) from None
    if not good or (dataset is not None and document["dataset"] != dataset):
        raise InputError([_unsigned(file)])
    if bounded:
        check_policy(policy)
    return SignedPolicy(policy, sha256, document["key"], text)


def read_policy(path: Path, dataset: str, key: Ed25519PrivateKey) -> SignedPolicy:
    """Return the policy that this installation's key signed.

    Raises:
        InputError: see `read_signed`; or the file is absent, or another key signed it.
    """
    if not path.exists():
        raise InputError([_absent(path.name)])
    found = read_signed(path.read_text(encoding="utf-8"), path.name, dataset)
    if found.key != public_of(key):
        raise InputError([_unsigned(path.name)])
    return found


def make_policy(settings: Settings, key: Ed25519PrivateKey, given: Mapping[str, Any]) -> SignedPolicy:
    """Sign a policy of the numbers given, usual ones elsewhere, and put it into its place.

    Raises:
        InputError: a number cannot be read, or is out of bounds.
    """
    usual = policy_dict(Policy())
    try:
        policy = _policy({**usual, **given})
    except (ValueError, TypeError, ArithmeticError):
        raise InputError([_unreadable(None)]) from None
    signed = signed_policy(policy, settings.dataset, key)
    write_policy(settings.release_policy, signed)
    return signed


def write_policy(path: Path, signed: SignedPolicy) -> None:
    """Put the signed policy into its file, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.touch(mode=0o600)
    unfinished.write_text(signed.document + "\n", encoding="utf-8")
    unfinished.replace(path)


def _policy(given: Mapping[str, Any]) -> Policy:
    """Read exactly the parameters there are: one left out would silently take its default."""
    if set(given) != set(NAMES):
        raise ValueError(sorted(given))
    values: dict[str, Any] = {}
    for name, usual in asdict(Policy()).items():
        value = given[name]
        if not isinstance(value, str if isinstance(usual, Decimal) else int) or isinstance(value, bool):
            raise TypeError(name)
        values[name] = Decimal(value) if isinstance(usual, Decimal) else value
    return Policy(**values)


def _unreadable(file: str | None) -> Fault:
    message = Text("Файл политики выпусков не разобрать.", "The policy file of releases cannot be read.")
    return Fault("policy_unreadable", None, message, _SIGN, file)


def _unsigned(file: str | None) -> Fault:
    message = Text(
        "Подпись политики выпусков не сходится: файл изменили, или он не этой установки.",
        "The signature of the release policy does not hold: the file was changed, or is not of this installation.",
    )
    return Fault("policy_unsigned", None, message, _SIGN, file)


def _absent(file: str) -> Fault:
    message = Text("Политика выпусков не подписана.", "There is no signed policy of releases.")
    return Fault("policy_absent", None, message, _SIGN, file)


_SIGN = Text(
    "Проверьте числа и подпишите: yasno release policy --sign.",
    "Check the numbers and sign: yasno release policy --sign.",
)
