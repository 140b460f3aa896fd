"""The Merkle tree of RFC 6962, pure: one hash for a list, short proofs that a leaf is in it and that it only grew.

Leaves and nodes are hashed with different first bytes (section 2.1), so that none can be taken for the other. Hashes
are 32 bytes of SHA-256. A tree is asked for by `hash_of(start, stop)`, the hash over leaves start … stop - 1, so that a
caller may keep parts of a large one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

HashOf = Callable[[int, int], bytes]
EMPTY = hashlib.sha256(b"").digest()
LENGTH = 32


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one leaf.

    >>> leaf_hash(b"").hex()[:8]
    '6e340b9c'
    """
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees.

    >>> node_hash(leaf_hash(b""), leaf_hash(b"\\x00")).hex()[:8]
    'fac54203'
    """
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Return the largest power of two below `size`: so many leaves stand on the left.

    >>> [split(size) for size in (2, 3, 4, 5, 8, 9)]
    [1, 2, 2, 4, 4, 8]
    """
    return 1 << ((size - 1).bit_length() - 1)


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """Return the root over hashes of leaves (`leaf_hash` of each), in order.

    >>> tree_hash([]) == EMPTY
    True
    >>> tree_hash([leaf_hash(b""), leaf_hash(b"\\x00")]).hex()[:8]
    'fac54203'
    """
    growing = Frontier()
    for one in leaves:
        growing.add(one)
    return growing.root()


def tree_over(leaves: Sequence[bytes]) -> HashOf:
    """Return `hash_of` over hashes of leaves held in memory."""
    return lambda start, stop: tree_hash(leaves[start:stop])


class Frontier:
    """A tree that grows by one leaf at a time and keeps only the roots of its whole halves."""

    def __init__(self) -> None:
        self.size = 0
        self._whole: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        node, size = leaf, self.size
        while size & 1:
            node, size = node_hash(self._whole.pop(), node), size >> 1
        self._whole.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._whole:
            return EMPTY
        root = self._whole[-1]
        for left in reversed(self._whole[:-1]):
            root = node_hash(left, root)
        return root


def inclusion_proof(index: int, size: int, hash_of: HashOf) -> list[bytes]:
    """Return the hashes that lead from leaf `index` (from 0) to the root over `size` leaves, nearest first.

    Source: RFC 6962, section 2.1.1.

    Raises:
        ValueError: no such leaf.

    >>> leaves = [leaf_hash(bytes([n])) for n in range(5)]
    >>> len(inclusion_proof(2, 5, tree_over(leaves)))
    3
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} of {size}")
    proof, start, stop = [], 0, size
    while stop - start > 1:
        middle = start + split(stop - start)
        if index < middle:
            proof.append(hash_of(middle, stop))
            stop = middle
        else:
            proof.append(hash_of(start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(first: int, size: int, hash_of: HashOf) -> list[bytes]:
    """Return the hashes that show the tree of `size` leaves to begin with the tree of `first` leaves.

    Source: RFC 6962, section 2.1.2. Nothing need be shown of an empty tree, or of the same one.

    Raises:
        ValueError: the first is the larger.

    >>> leaves = [leaf_hash(bytes([n])) for n in range(7)]
    >>> len(consistency_proof(3, 7, tree_over(leaves))), consistency_proof(7, 7, tree_over(leaves))
    (4, [])
    """
    if not 0 <= first <= size:
        raise ValueError(f"{first} leaves before {size}")
    if first in (0, size):
        return []
    proof, start, stop, whole = [], 0, size, True
    while stop != first:
        middle = start + split(stop - start)
        if first <= middle:
            proof.append(hash_of(middle, stop))
            stop = middle
        else:
            proof.append(hash_of(start, middle))
            start, whole = middle, False
    if not whole:
        proof.append(hash_of(start, stop))
    return proof[::-1]


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof of inclusion leads to, None where its length does not fit the tree.

    Source: RFC 9162, section 2.1.3.2.

    >>> leaves = [leaf_hash(bytes([n])) for n in range(5)]
    >>> proof = inclusion_proof(2, 5, tree_over(leaves))
    >>> root_by_inclusion(leaves[2], 2, 5, proof) == tree_hash(leaves)
    True
    >>> root_by_inclusion(leaves[2], 2, 5, proof[:2]) is None
    True
    """
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(one, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, one)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(first: int, first_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether a proof shows that the larger tree begins with the smaller one.

    Source: RFC 9162, section 2.1.4.2.

    >>> leaves = [leaf_hash(bytes([n])) for n in range(7)]
    >>> proof = consistency_proof(3, 7, tree_over(leaves))
    >>> is_consistent(3, tree_hash(leaves[:3]), 7, tree_hash(leaves), proof)
    True
    >>> is_consistent(3, tree_hash(leaves[1:4]), 7, tree_hash(leaves), proof)
    False
    """
    if not 0 <= first <= size:
        return False
    if first == size:
        return first_root == root and not proof
    if first == 0:
        return first_root == EMPTY and not proof
    return _two_roots(first, first_root, size, list(proof)) == (first_root, root)


def _two_roots(first: int, first_root: bytes, size: int, proof: list[bytes]) -> tuple[bytes, bytes] | None:
    """Return the roots of both trees as the proof builds them."""
    at, last = first - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    path = proof if at else [first_root, *proof]  # the smaller tree is whole: its root begins the path
    if not path:
        return None
    old = new = path[0]
    for one in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(one, old), node_hash(one, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, one)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None
