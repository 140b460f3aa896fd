"""Where an appeal goes: the tree of bodies of 248-ФЗ art. 40(2), never to the person whose act it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from calculators.appeal.shapes import Addressee, Author, AuthorRole, BodyLevel, BodyNode, Decider, Target, Told
from rules.text import Text

ARTICLE = "248-ФЗ, ст. 40 ч. 2 п. "
HEAD = Text("Руководитель органа", "The head of the body")
HIGHER = Text("Вышестоящий орган", "The higher body")
BOARD = Text("Комиссия органа по жалобам", "The board of the body for appeals")
OTHER = Text(
    "Тот же орган, но решать должен не автор решения: кто, смотрите в положении о виде контроля",
    "The same body, and somebody else than the author has to decide: the act of the type says who",
)


def addressee(author: Author, chain: Mapping[str, BodyNode]) -> Addressee:
    """Return where an appeal against an act of `author` goes; `chain`: the bodies by their ids.

    The act of the type chooses between the head and the higher body of 40(2)1: the head stands first.
    Source: 248-ФЗ art. 40(2), 40(3).

    >>> fire = BodyNode("fire-77", BodyLevel.TERRITORIAL, "Иванов", parent="fire")
    >>> tree = {"fire-77": fire, "fire": BodyNode("fire", BodyLevel.CENTRAL, parent=Told.NONE)}
    >>> [target.body for target in addressee(Author("fire-77", AuthorRole.OFFICIAL), tree).targets]
    ['fire-77', 'fire']
    >>> [target.body for target in addressee(Author("fire-77", AuthorRole.HEAD), tree).targets]
    ['fire']
    """
    if author.body is None:
        return _unknown("author.body", "Не известно, чьё это решение.", "Whose act it is is not known.")
    node = chain.get(author.body)
    if node is None:
        return _unknown("bodies", "Такого органа нет среди введённых.", "This body is not among those entered.")
    if author.role is None and not _same(author.person, node.head):
        ru = "Не известно, чьё решение: руководителя, другого должностного лица или органа."
        return _unknown("author.role", ru, "Whether the head, another official or the body acted is not known.")
    # 40(2)2 puts a deputy beside the head of a territorial body; in the central office the deputy is an official.
    deputy = author.role is AuthorRole.DEPUTY and node.level is BodyLevel.TERRITORIAL
    return _by_head(node, author, chain) if deputy or is_head(author, node) else _by_official(node, author, chain)


def is_head(author: Author, node: BodyNode) -> bool:
    """Return whether the act is that of the body's head: told so, or by the name of who signed."""
    return author.role is AuthorRole.HEAD or _same(author.person, node.head)


def possible(author: Author, chain: Mapping[str, BodyNode]) -> tuple[Addressee, ...]:
    """Return where it may go for every author that is not ruled out: one answer where the author is known.

    A body's decision may be its head's while the name of the signer, or of the head, is not known.
    """
    node = chain.get(author.body or "")
    if node is None or is_head(author, node) or author.role in (AuthorRole.OFFICIAL, AuthorRole.DEPUTY):
        return (addressee(author, chain),)
    if author.role is AuthorRole.BODY and author.person and node.head:
        return (addressee(author, chain),)
    return tuple(addressee(replace(author, role=role), chain) for role in (AuthorRole.OFFICIAL, AuthorRole.HEAD))


def _by_official(node: BodyNode, author: Author, chain: Mapping[str, BodyNode]) -> Addressee:
    """Acts of a territorial body or its officials (1); of the central office, or where there is no other office (3).

    While nobody knows who signed a body's decision, it may be the head: the higher body stands first then.
    """
    signer = ("author.person",) if author.role is AuthorRole.BODY and author.person is None else ()
    if node.level is not BodyLevel.TERRITORIAL:
        return _of([Target(node.id, Decider.HEAD, node.head, f"{ARTICLE}3", HEAD)], missing=signer)
    targets = [Target(node.id, Decider.HEAD, node.head, f"{ARTICLE}1", HEAD)]
    if node.parent is None:
        return _of(targets, complete=False, missing=(*signer, _parent(node)))
    if node.parent is not Told.NONE:
        targets.insert(0 if signer else 1, _higher(str(node.parent), author, chain, "1"))
    return _of(targets, missing=signer)


def _by_head(node: BodyNode, author: Author, chain: Mapping[str, BodyNode]) -> Addressee:
    """Acts of a head: the higher body (2); where there is none, the board or somebody else there (4)."""
    if node.parent is None:
        ru, en = "Вышестоящий орган не известен.", "The higher body is not known."
        return _unknown(_parent(node), ru, en)
    if node.parent is not Told.NONE:
        return _of([_higher(str(node.parent), author, chain, "2")])
    missing = ("bodies.collegial",) if node.collegial is None else ()
    board = Target(node.id, Decider.COLLEGIAL, None, f"{ARTICLE}4, ч. 3", BOARD)
    other = Target(node.id, Decider.OTHER_OFFICIAL, None, f"{ARTICLE}4", OTHER)
    return _of([board if node.collegial else other], missing=missing)


def _higher(parent: str, author: Author, chain: Mapping[str, BodyNode], item: str) -> Target:
    """Return the higher body; where its head is the very person whose act it is, somebody else there decides."""
    node = chain.get(parent)
    if node is not None and _same(author.person, node.head):
        return Target(parent, Decider.OTHER_OFFICIAL, None, f"{ARTICLE}{item}", OTHER)
    return Target(parent, Decider.HIGHER_BODY, node.head if node else None, f"{ARTICLE}{item}", HIGHER)


def _of(targets: list[Target], complete: bool = True, missing: tuple[str, ...] = ()) -> Addressee:
    return Addressee(tuple(targets), _joined(targets), missing, complete)


def _joined(targets: list[Target]) -> Text:
    said = list(_said(targets))
    return Text(" или ".join(text.ru for text in said) + ".", " or ".join(text.en for text in said) + ".")


def _said(targets: list[Target]) -> Iterator[Text]:
    for number, target in enumerate(targets):
        ru, en = target.text.ru, target.text.en
        name = f" ({target.person})" if target.person else ""
        yield Text(_lower(ru, number) + name, _lower(en, number) + name)


def _lower(words: str, number: int) -> str:
    return words if number == 0 else words[0].lower() + words[1:]


def _unknown(field: str, ru: str, en: str) -> Addressee:
    return Addressee((), Text(f"{ru} Укажите это.", f"{en} Enter it."), (field,), complete=False)


def _parent(node: BodyNode) -> str:
    return f"bodies[{node.id}].parent"


def _same(one: str | None, other: str | None) -> bool:
    """Whether two names are those of one person; case and spaces do not count, «ё» is «е»."""
    return bool(one) and bool(other) and _plain(one) == _plain(other)


def _plain(name: str | None) -> str:
    return " ".join((name or "").casefold().replace("ё", "е").split())
