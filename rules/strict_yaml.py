"""YAML read strictly: exact numbers, real dates, quoted codes as text, no repeated keys; each value knows its line.

Left out on purpose: anchors, tags, several documents, octal and base-60 numbers: traps in a file edited by hand.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from rules.exact_json import MAX_DIGITS, repeated_key
from rules.faults import Fault
from rules.text import Text

MAX_DEPTH = 100

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NUMERIC_TAGS = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp"}
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_TRUTH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


class Block(dict[str, Any]):
    """A mapping that knows the line it starts on and the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list that knows the line it starts on and the line of each item."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def read_yaml(text: str) -> tuple[object, list[Fault]]:
    """Return the document and every fault of its writing; a document that cannot be parsed is None.

    >>> document, faults = read_yaml('code: "10.10"\\nsince: 2024-09-01\\nrate: 0.50')
    >>> dict(document), faults
    ({'code': '10.10', 'since': datetime.date(2024, 9, 1), 'rate': Decimal('0.50')}, [])
    """
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        return None, [*builder.faults, _not_yaml(error, text)]
    except _Stop:
        return None, builder.faults
    return builder.document, builder.faults


def line_of(value: object, field: str) -> int | None:
    """Return the line where `field` ("act.date", "sanctions[0].ip") stands, or of the closest value around it."""
    line = getattr(value, "line", None)
    for step in re.findall(r"[^.\[\]]+|\[[0-9]+\]", field):
        value, here = _step(value, step)
        if here is None:
            break
        line = here
    return line


def _step(value: object, step: str) -> tuple[object, int | None]:
    if isinstance(value, Block) and step in value.lines:
        return value[step], value.lines[step]
    if isinstance(value, Items) and step.startswith("[") and int(step[1:-1]) < len(value):
        return value[int(step[1:-1])], value.lines[int(step[1:-1])]
    return None, None


class _Stop(Exception):
    """The document cannot be read any further."""


class _Builder:
    """Builds values from parser events, without recursion, and collects faults."""

    def __init__(self) -> None:
        self.document: object = None
        self.faults: list[Fault] = []
        self._open: list[Block | Items] = []
        self._keys: list[str | None] = []
        self._steps: list[str] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take one event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._start(Block(_line(event)), event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._start(Items(_line(event)), event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open.pop()
            self._keys.pop()
            self._steps.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._fault("yaml_alias", event, *_ALIAS)
            self._put(None, event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._fault("yaml_documents", event, *_DOCUMENTS)
                raise _Stop

    def _start(self, container: Block | Items, event: Any) -> None:
        self._refuse_tag(event)
        if self._waits_for_key():
            self._fault("yaml_key", event, *_KEY)
            raise _Stop
        step = self._step()
        if len(self._open) >= MAX_DEPTH:
            self._fault("too_deep", event, *_DEEP)
            raise _Stop
        self._put(container, event)
        self._steps.append(step)
        self._open.append(container)
        self._keys.append(None)

    def _scalar(self, event: Any) -> None:
        if self._waits_for_key():
            self._keys[-1] = event.value
            block = self._open[-1]
            if isinstance(block, Block) and event.value in block:
                self.faults.append(self._place(repeated_key(event.value, self._field()), event))
            return
        self._refuse_tag(event)
        self._put(self._value(event), event)

    def _value(self, event: Any) -> Any:
        text: str = event.value
        if not event.implicit[0]:
            return text
        if text in ("", "~") or text.lower() == "null":
            return None
        if text.lower() in _TRUTH:
            return _TRUTH[text.lower()]
        if not (text[0].isdigit() or text[0] in "-+."):
            return text
        return self._number(text, event)

    def _number(self, text: str, event: Any) -> Any:
        if len(text) <= MAX_DIGITS and _WHOLE.match(text):
            return int(text)
        if len(text) <= MAX_DIGITS and _DECIMAL.match(text):
            return Decimal(text)
        if _DATE.match(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self._fault("no_such_date", event, *_no_such_date(text))
                return text
        if any(tag in _NUMERIC_TAGS and pattern.match(text) for tag, pattern in _RESOLVERS.get(text[0], ())):
            self._fault("ambiguous_scalar", event, *_ambiguous(text))
        return text

    def _put(self, value: Any, event: Any) -> None:
        if not self._open:
            self.document = value
            return
        target, line = self._open[-1], _line(event)
        if isinstance(target, Items):
            target.append(value)
            target.lines.append(line)
            return
        key = self._keys[-1] or ""
        if key not in target:
            target[key] = value
            target.lines[key] = line
        self._keys[-1] = None

    def _waits_for_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], Block) and self._keys[-1] is None

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            self._fault("yaml_tag", event, *_TAG)

    def _step(self) -> str:
        container = self._open[-1] if self._open else None
        if isinstance(container, Items):
            return f"[{len(container)}]"
        return f".{self._keys[-1]}" if container is not None else ""

    def _field(self) -> str:
        return "".join([*self._steps, self._step()]).strip(".")

    def _fault(self, code: str, event: Any, message: Text, remedy: Text) -> None:
        self.faults.append(self._place(Fault(code, self._field() or None, message, remedy), event))

    def _place(self, fault: Fault, event: Any) -> Fault:
        return Fault(fault.code, fault.field, fault.message, fault.remedy, line=_line(event))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _not_yaml(error: yaml.YAMLError, text: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0) or 0) + 1
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    return Fault(
        "not_yaml",
        None,
        Text(f"Это не YAML: разбор остановился в строке {line}.", f"This is not YAML: line {line}: {problem}."),
        Text(
            "Проверьте отступы, двоеточия, кавычки и скобки в этой строке и перед ней.",
            "Check indents, colons, quotes and brackets on this line and before it.",
        ),
        line=line,
    )


def _no_such_date(text: str) -> tuple[Text, Text]:
    return (
        Text(f"Даты {text} нет в календаре.", f"There is no such date as {text}."),
        Text("Напишите существующую дату: год-месяц-день.", "Write a real date: year-month-day."),
    )


def _ambiguous(text: str) -> tuple[Text, Text]:
    return (
        Text(f"«{text}» без кавычек можно понять по-разному.", f"“{text}” without quotes can be read in several ways."),
        Text(
            f'Если это код или текст, возьмите в кавычки: "{text}". Число пишите обычными цифрами.',
            f'If it is a code or text, quote it: "{text}". Write numbers in plain digits.',
        ),
    )


_ALIAS = (
    Text("Ссылки YAML (& и *) здесь не читаются.", "YAML anchors and aliases (& and *) are not read here."),
    Text("Повторите значение целиком.", "Repeat the value in full."),
)
_TAG = (
    Text(
        "Метки YAML с восклицательным знаком здесь не читаются.",
        "YAML tags with an exclamation mark are not read here.",
    ),
    Text("Уберите метку; текст возьмите в кавычки.", "Remove the tag; quote text."),
)
_DOCUMENTS = (
    Text("В файле несколько документов YAML (строка «---»).", "The file holds several YAML documents (a line “---”)."),
    Text("Оставьте один список записей.", "Keep one list of entries."),
)
_KEY = (
    Text("Ключом может быть только одно слово или код.", "A key can only be a word or a code."),
    Text(
        "Проверьте скобки и вопросительный знак в этой строке.",
        "Check the brackets and the question mark on this line.",
    ),
)
_DEEP = (
    Text("Слишком много вложенных уровней.", "Too many nested levels."),
    Text(f"Оставьте не больше {MAX_DEPTH}.", f"Keep at most {MAX_DEPTH}."),
)
