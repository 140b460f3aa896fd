"""The policy of releases is signed; out of bounds, or changed by hand, and nothing is released."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from backend.statistics.clockwork import publish_due
from backend.statistics.policy_file import make_policy, read_policy, signed_policy, write_policy
from backend.statistics.press import open_press
from backend.statistics.signing import OF_A_POLICY, exact, make_key, sha256_of, sign
from calculators.release.shapes import Policy
from rules.faults import InputError
from tests.press import NOW


@pytest.fixture
def key(settings):
    return make_key(settings.release_key)


def test_a_signed_policy_is_read_back(settings, key):
    make_policy(settings, key, {"cap": 8, "rho": "0.1"})
    found = read_policy(settings.release_policy, "real", key)
    assert (found.policy.cap, found.policy.rho, found.policy.factor) == (8, Decimal("0.1"), 25)
    assert settings.release_policy.stat().st_mode & 0o777 == 0o600
    assert settings.release_key.stat().st_mode & 0o777 == 0o600
    assert open_press(settings).policy.sha256 == found.sha256


@pytest.mark.parametrize(
    ("given", "field"),
    [({"rho": "0.31"}, "rho"), ({"cap": 21}, "cap"), ({"factor": 2}, "factor"), ({"yearly_rho": "1.5"}, "yearly_rho")],
)
def test_numbers_out_of_bounds_are_not_signed(settings, key, given, field):
    with pytest.raises(InputError) as refused:
        make_policy(settings, key, given)
    assert refused.value.faults[0].field == field
    assert not settings.release_policy.exists()


def test_numbers_out_of_bounds_stop_the_process_even_where_somebody_signed_them(settings, key):
    content = {"dataset": "real", "policy": {"rho": "0.31", "delta": "0.000001", "cap": 10, "factor": 25}}
    content["policy"]["yearly_rho"] = "0.925"
    public = key.public_key().public_bytes_raw().hex()
    signature = sign(key, OF_A_POLICY, sha256_of(content))
    settings.release_policy.write_text(json.dumps({**content, "key": public, "signature": signature}))
    with pytest.raises(InputError, match=r"0\.3"):
        publish_due(settings, NOW)


def test_a_policy_changed_by_hand_stops_the_process(settings, key):
    make_policy(settings, key, {})
    changed = settings.release_policy.read_text().replace('"cap": 10', '"cap": 11')
    settings.release_policy.write_text(changed)
    with pytest.raises(InputError, match="does not hold"):
        publish_due(settings, NOW)


def test_a_policy_of_another_key_or_dataset_stops_the_process(settings, key, tmp_path: Path):
    other = make_key(tmp_path / "other.key")
    for signed in (signed_policy(Policy(), "real", other), signed_policy(Policy(), "synthetic", key)):
        write_policy(settings.release_policy, signed)
        with pytest.raises(InputError, match="does not hold"):
            open_press(settings)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"dataset": "real", "policy": {"cap": 1}, "key": "", "signature": ""}']
)
def test_what_is_no_policy_is_refused(settings, key, text):
    settings.release_policy.write_text(text)
    with pytest.raises(InputError, match="cannot be read"):
        read_policy(settings.release_policy, "real", key)


def test_without_a_policy_nothing_is_released_and_nothing_fails(settings):
    assert publish_due(settings, NOW) == []


def test_numbers_hash_alike_however_they_are_written():
    document = {"n": 3.0, "delta": 1e-06, "share": [0.25, 1.0]}
    assert sha256_of(document) == sha256_of(exact(document)) == sha256_of(json.loads(json.dumps(document)))
