"""The tree of RFC 6962 against the vectors of its reference log, and against a plain second writing of the RFC."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.merkle import (
    EMPTY,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_by_inclusion,
    tree_hash,
    tree_over,
)

# The leaves and roots that logs of Certificate Transparency test themselves with.
DATA = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
DATA.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A, B = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
)
C, D = (
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
)
E, F = (
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
)
INCLUSION = [
    (0, 1, []),
    (0, 8, [A, B, C]),
    (5, 8, [D, E, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], B, D]),
]
CONSISTENCY = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[4]]), (2, 5, [B, D])]
LEAVES = [leaf_hash(one) for one in DATA]


def in_hex(proof):
    return [one.hex() for one in proof]


def test_roots_are_those_of_the_vectors():
    assert [tree_hash(LEAVES[:size]).hex() for size in range(9)] == ROOTS


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_proofs_of_inclusion_are_those_of_the_vectors(index, size, proof):
    found = inclusion_proof(index, size, tree_over(LEAVES))
    assert in_hex(found) == proof
    assert root_by_inclusion(LEAVES[index], index, size, found).hex() == ROOTS[size]


@pytest.mark.parametrize(("first", "size", "proof"), CONSISTENCY)
def test_proofs_of_consistency_are_those_of_the_vectors(first, size, proof):
    found = consistency_proof(first, size, tree_over(LEAVES))
    assert in_hex(found) == proof
    assert is_consistent(first, bytes.fromhex(ROOTS[first]), size, bytes.fromhex(ROOTS[size]), found)


def by_the_rfc(data):
    """MTH of section 2.1, word for word."""
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = max(power for power in (1 << n for n in range(20)) if power < len(data))
    return hashlib.sha256(b"\x01" + by_the_rfc(data[:k]) + by_the_rfc(data[k:])).digest()


def path_by_the_rfc(m, data):
    """PATH of section 2.1.1, word for word."""
    if len(data) == 1:
        return []
    k = max(power for power in (1 << n for n in range(20)) if power < len(data))
    if m < k:
        return [*path_by_the_rfc(m, data[:k]), by_the_rfc(data[k:])]
    return [*path_by_the_rfc(m - k, data[k:]), by_the_rfc(data[:k])]


def subproof_by_the_rfc(m, data, whole):
    """SUBPROOF of section 2.1.2, word for word."""
    if m == len(data):
        return [] if whole else [by_the_rfc(data)]
    k = max(power for power in (1 << n for n in range(20)) if power < len(data))
    if m <= k:
        return [*subproof_by_the_rfc(m, data[:k], whole), by_the_rfc(data[k:])]
    return [*subproof_by_the_rfc(m - k, data[k:], False), by_the_rfc(data[:k])]


def test_every_tree_to_forty_leaves_is_the_rfc_s_with_every_proof():
    data = [bytes([number]) for number in range(40)]
    leaves = [leaf_hash(one) for one in data]
    over, roots = tree_over(leaves), [by_the_rfc(data[:size]) for size in range(41)]
    for size in range(1, 41):
        assert tree_hash(leaves[:size]) == roots[size]
        for index in range(size):
            proof = inclusion_proof(index, size, over)
            assert proof == path_by_the_rfc(index, data[:size])
            assert root_by_inclusion(leaves[index], index, size, proof) == roots[size]
            first = index + 1
            proof = consistency_proof(first, size, over)
            assert proof == subproof_by_the_rfc(first, data[:size], True)
            assert is_consistent(first, roots[first], size, roots[size], proof)


LISTS = st.lists(st.binary(max_size=4), min_size=1, max_size=70)


@given(data=LISTS, chance=st.data())
@settings(max_examples=150, deadline=None)
def test_a_proof_fits_its_own_leaf_and_place_only(data, chance):
    leaves = [leaf_hash(one) for one in data]
    index, size = chance.draw(st.integers(0, len(data) - 1)), len(data)
    proof, root = inclusion_proof(index, size, tree_over(leaves)), tree_hash(leaves)
    assert root_by_inclusion(leaves[index], index, size, proof) == root
    assert root_by_inclusion(leaf_hash(b"another leaf"), index, size, proof) != root
    assert root_by_inclusion(leaves[index], index, size, [*proof, EMPTY]) is None
    if proof:
        at = chance.draw(st.integers(0, len(proof) - 1))
        broken = [*proof[:at], EMPTY, *proof[at + 1 :]]
        assert root_by_inclusion(leaves[index], index, size, broken) != root
        assert root_by_inclusion(leaves[index], index, size, proof[:-1]) is None


@given(data=LISTS, chance=st.data())
@settings(max_examples=150, deadline=None)
def test_growth_is_shown_and_nothing_else_is(data, chance):
    leaves = [leaf_hash(one) for one in data]
    size = len(leaves)
    first = chance.draw(st.integers(0, size))
    proof, roots = consistency_proof(first, size, tree_over(leaves)), (tree_hash(leaves[:first]), tree_hash(leaves))
    assert is_consistent(first, roots[0], size, roots[1], proof)
    if first:  # every tree goes on from an empty one
        assert not is_consistent(first, roots[0], size, leaf_hash(b"another tree"), proof)
    assert not is_consistent(first, roots[0], size, roots[1], [*proof, EMPTY])
    if 0 < first < size:
        changed = [leaf_hash(b"changed"), *leaves[1:]]
        assert not is_consistent(first, tree_hash(changed[:first]), size, roots[1], proof)
        assert not is_consistent(first, roots[0], size, roots[1], proof[:-1])


@given(data=LISTS)
def test_a_tree_that_grows_leaf_by_leaf_has_the_root_of_each_size(data):
    growing, leaves = Frontier(), [leaf_hash(one) for one in data]
    for size, one in enumerate(leaves, 1):
        growing.add(one)
        assert growing.size == size
        assert growing.root() == by_the_rfc(data[:size])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_of_an_absent_leaf(index, size):
    with pytest.raises(ValueError, match="leaf"):
        inclusion_proof(index, size, tree_over(LEAVES[:size]))
    assert root_by_inclusion(LEAVES[0], index, size, []) is None


@pytest.mark.parametrize(("first", "size"), [(-1, 3), (4, 3)])
def test_a_tree_never_shrinks(first, size):
    with pytest.raises(ValueError, match="before"):
        consistency_proof(first, size, tree_over(LEAVES))
    assert not is_consistent(first, EMPTY, size, EMPTY, [])
