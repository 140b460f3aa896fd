"""What every command does alike: JSON in and out, errors with what, why and what to do, exit codes.

Exit 0: answered. 1: the answer of a checking command is no. 2: the input is wrong. 3: a service does not answer.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TypeVar

import click

from backend.commands.usage import GivenTwice, usage
from rules.exact_json import json_in_order, read_json
from rules.faults import Fault, InputError
from rules.nearest import nearest
from rules.shapes import as_date
from rules.text import Text

ANSWER_IS_NO = 1
WRONG_INPUT = 2
SERVICE_SILENT = 3
CRASHED = 70
MAX_BYTES = 64 * 1024 * 1024
STDIN_READ = "yasno.stdin_read"
STDIN_TWICE = "stdin_twice"

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class ServiceSilent(Exception):
    """A service the command needs (database, broker) does not answer."""

    def __init__(self, message: Text, remedy: Text) -> None:
        super().__init__(message.en)
        self.fault = Fault("service_silent", None, message, remedy)


class Command(click.Command):
    """A command that answers every refusal in the contract's shape, its own options too."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        """Read the options; a wrong one is refused like any other input."""
        as_json = "--json" in args
        try:
            return super().make_context(info_name, args, *rest, **extra)
        except click.UsageError as error:
            refuse([usage(error)], as_json)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; one that takes a value and does not repeat is refused where it stands twice."""
        if not ctx.resilient_parsing:
            _refuse_twice(self.make_parser(ctx).parse_args(list(args))[2])
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and turn what it raises into errors and exit codes."""
        return answering(lambda: super(Command, self).invoke(ctx), bool(ctx.params.get("as_json")))


class Group(click.Group):
    """A group of such commands."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any) -> None:
        # Said here too: click keeps the help option of the first call, which may come without the parent.
        super().__init__(*args, **{"context_settings": {"help_option_names": ["-h", "--help"]}, **settings})

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        """Read the options before the command; a wrong one is refused like any other input."""
        as_json = "--json" in args
        try:
            return super().make_context(info_name, args, *rest, **extra)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.NoSuchOption as error:
            refuse([usage(error) if error.option_name != "--json" else command_needed(self.commands)], as_json)
        except click.UsageError as error:
            refuse([usage(error)], as_json)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command; an unknown one is refused like any other input."""
        if args and args[0] not in self.commands:
            refuse([no_command(args[0], self.commands)], "--json" in args)
        return super().resolve_command(ctx, args)


def _refuse_twice(order: Iterable[click.Parameter]) -> None:
    """Click would take the last value in silence."""
    counts = Counter(one for one in order if isinstance(one, click.Option) and not one.multiple and not one.is_flag)
    for option, times in counts.items():
        if times > 1:
            raise GivenTwice(option)


def answering(run: Callable[[], Any], as_json: bool) -> Any:
    """Return what `run` returns; faults end the program with their exit code, without a traceback."""
    try:
        return run()
    except InputError as error:
        refuse(error.faults, as_json)
    except ServiceSilent as error:
        refuse([error.fault], as_json, SERVICE_SILENT)
    except BrokenPipeError:
        # Whoever read our output has gone: nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except (click.exceptions.Exit, click.Abort, SystemExit):
        raise
    except Exception as error:
        if os.environ.get("YASNO_DEBUG") == "1":
            raise
        refuse([_crash(error)], as_json, CRASHED)


def refuse(faults: Iterable[Fault], as_json: bool, code: int = WRONG_INPUT) -> NoReturn:
    """Write the errors (JSON on stdout, or text on stderr) and end the program."""
    found = tuple(faults)
    if as_json:
        # A file name may hold bytes that are no letters: they are shown as «?».
        click.echo(
            json.dumps(InputError(found).as_dict(), ensure_ascii=False, separators=(",", ":")).encode(
                "utf-8", "replace"
            )
        )
    else:
        click.echo("\n".join(map(sentence, found)).encode("utf-8", "replace"), err=True)
    raise SystemExit(code)


def write_json(document: object) -> None:
    """Write one JSON document, numbers exact, keys in the order given, and a line end."""
    click.echo(json_in_order(document))


def write(answer: Mapping[str, Any], as_json: bool, lines: Callable[[], Iterable[str]]) -> None:
    """Write the answer: as JSON, or as the lines a person reads."""
    if as_json:
        write_json(answer)
    else:
        say(lines())


def say(lines: Iterable[str]) -> None:
    """Write lines for a person to stdout."""
    click.echo("\n".join(lines).encode())


def told(text: Text) -> str:
    """Return the text in the language of the terminal: Russian, or English when YASNO_LANG=en."""
    return text.in_(os.environ.get("YASNO_LANG", "ru"))


def in_tongue(said: Mapping[str, str]) -> str:
    """Return what an answer says in both languages, in that of the terminal."""
    return told(Text(said["ru"], said["en"]))


def counted(counts: Mapping[str, int]) -> str:
    """Return how many requirements apply, are open, and do not apply."""
    yes, unclear, no = counts["applies"], counts["unknown"], counts["does_not_apply"]
    return told(
        Text(
            f"Действуют {yes}, не ясно {unclear}, не касаются {no}",
            f"Apply: {yes}, not clear: {unclear}, do not apply: {no}",
        )
    )


def sentence(fault: Fault) -> str:
    """Return one fault as a line: where, what, what to do."""
    line = f"{fault.file}:{fault.line}" if fault.file and fault.line else fault.file
    place = ", ".join(part for part in (line, fault.entry, fault.field) if part)
    words = f"{told(fault.message)} {told(fault.remedy)}"
    return f"{place}: {words}" if place else words


def gathered(*reads: Callable[[], T]) -> list[T]:
    """Return what each of `reads` returns.

    Raises:
        InputError: the faults of all of them, not of the first only; a "-" that stands twice comes first.
    """
    found: list[T] = []
    faults: list[Fault] = []
    for read in reads:
        try:
            found.append(read())
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.code != STDIN_TWICE))
    return found


def read_document(path: str) -> Any:
    """Return the JSON document in the file `path`, or on stdin for "-"; numbers are exact.

    Raises:
        InputError: it cannot be read, or is not strict JSON; the faults name the file.
    """
    try:
        return read_json(read_bytes(path))
    except InputError as error:
        name = "stdin" if path == "-" else path
        raise InputError(replace(fault, file=fault.file or name) for fault in error.faults) from error


def read_bytes(path: str) -> bytes:
    """Return the bytes of the file `path`, or of stdin for "-".

    Raises:
        InputError: there is no such file, it cannot be read, or it is larger than 64 MB.
    """
    try:
        if path == "-":
            data = _stdin().read(MAX_BYTES + 1)
        else:
            with Path(path).open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except InputError:
        raise
    except (OSError, ValueError) as error:
        raise InputError([_unreadable(path, error)]) from error
    if len(data) > MAX_BYTES:
        raise InputError([_too_large(path)])
    return data


def _stdin() -> BinaryIO:
    """Return stdin, once a command: a second document would be found empty, and the fault would name the wrong thing.

    Raises:
        InputError: "-" was read already.
    """
    context = click.get_current_context(silent=True)
    if context is not None and context.meta.setdefault(STDIN_READ, False):
        raise InputError([_stdin_twice()])
    if context is not None:
        context.meta[STDIN_READ] = True
    return sys.stdin.buffer


@contextmanager
def as_file(name: str) -> Iterator[Path]:
    """Give the file `name`; what comes on stdin ("-") is put into one, for readers that go back and forth."""
    if name != "-":
        yield Path(name)
        return
    # Most commands need neither, and every start would pay for them.
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as kept:
            shutil.copyfileobj(_stdin(), kept)
        yield path


def write_bytes(path: str, data: bytes) -> None:
    """Write to the file `path`, or to stdout for "-".

    Raises:
        InputError: the file cannot be written.
    """
    if path == "-":
        click.echo(data, nl=False)
        return
    try:
        Path(path).write_bytes(data)
    except (OSError, ValueError) as error:
        raise InputError([unwritable(path, error)]) from error


class DayOption(click.ParamType[date]):
    """A date of an option: year-month-day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date; one that is not in the calendar is refused."""
        day = as_date(value)
        if day is None:
            self.fail(f"'{value}' is not a date that exists, as 2026-09-01", param, ctx)
        return day


DAY = DayOption()


class FolderOption(click.Path):
    """A folder of an option. An empty name, as of a variable that is not set, would mean the present folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        if not value:
            self.fail("'' is not a folder", param, ctx)
        return super().convert(value, param, ctx)


def today() -> date:
    """Return the present day in Moscow."""
    from backend.clock import SystemClock

    return SystemClock().today()


def json_option(command: F) -> F:
    """Add `--json`; the function gets `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")(command)


def registry_option(command: F) -> F:
    """Add `--registry FOLDER`; the function gets `registry`, None for the project's own."""
    option = click.option(
        "--registry",
        type=FolderOption(path_type=Path),
        metavar="FOLDER",
        help="Requirement files to read instead of the project's.",
    )
    return option(command)


def on_option(command: F) -> F:
    """Add `--on DATE`; the function gets `on`, today when it is not given."""
    return click.option("--on", type=DAY, default=today, metavar="DATE", help="The day to answer for; default today.")(
        command
    )


def no_command(name: str, known: Iterable[str]) -> Fault:
    """Return the fault of a command that does not exist, naming the closest."""
    close = nearest(name, known)
    return Fault(
        "unknown_command",
        "command",
        Text(f"Команды «{name}» нет.", f"There is no command “{name}”."),
        Text(
            f"Возможно, это «{close}»." if close else "Все команды покажет yasno --help.",
            f"Did you mean “{close}”?" if close else "yasno --help lists the commands.",
        ),
    )


def command_needed(known: Iterable[str]) -> Fault:
    """Return the fault of options without a command that could read them."""
    names = ", ".join(known)
    return Fault(
        "missing",
        "command",
        Text("Команда не названа.", "No command is named."),
        Text(f"Назовите её: {names}.", f"Name it: {names}."),
    )


def _crash(error: Exception) -> Fault:
    kind = type(error).__name__
    return Fault(
        "crash",
        None,
        Text(f"Программа ошиблась ({kind}).", f"The program failed ({kind})."),
        Text("Подробности покажет YASNO_DEBUG=1.", "YASNO_DEBUG=1 shows the details."),
    )


def _unreadable(path: str, error: Exception) -> Fault:
    reason = getattr(error, "strerror", None) or str(error)
    return Fault(
        "unreadable",
        None,
        Text(f"Файл «{path}» не удалось прочитать.", f"The file “{path}” cannot be read: {reason}."),
        Text("Проверьте имя и права на чтение.", "Check the name and the right to read it."),
        file=path,
    )


def unwritable(path: str, error: Exception) -> Fault:
    """Return the fault of a file that cannot be written."""
    reason = getattr(error, "strerror", None) or str(error)
    return Fault(
        "unwritable",
        None,
        Text(f"Файл «{path}» не удалось записать.", f"The file “{path}” cannot be written: {reason}."),
        Text("Проверьте имя папки и права на запись.", "Check the folder and the right to write."),
        file=path,
    )


def _stdin_twice() -> Fault:
    return Fault(
        STDIN_TWICE,
        None,
        Text(
            "На вход («-») можно подать один документ, а «-» стоит дважды.",
            "“-” stands twice: stdin holds one document.",
        ),
        Text("Второй документ передайте файлом.", "Give the second one as a file."),
    )


def _too_large(path: str) -> Fault:
    return Fault(
        "too_large",
        None,
        Text(f"Файл «{path}» больше 64 МБ.", f"The file “{path}” is larger than 64 MB."),
        Text("Разделите его.", "Split it."),
        file=path,
    )
