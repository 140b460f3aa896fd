"""The command `yasno`: every command is loaded on use, so the cores start without server or database."""

from __future__ import annotations

import importlib
from typing import Any

import click

# name -> (module, attribute, one line of help); the module is imported only when the command runs.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "match": ("backend.commands.matching", "match", "which requirements apply to a business, and why"),
    "interview": (
        "backend.commands.interview",
        "interview",
        "ask what still matters, from a script or on the terminal",
    ),
    "search": ("backend.commands.search", "search", "find requirements, or activities, by everyday words"),
    "whatif": ("backend.commands.comparing", "whatif", "what changes when some answers become others"),
    "boundaries": ("backend.commands.comparing", "boundaries", "which single answers would turn a verdict"),
    "ladder": ("backend.commands.comparing", "ladder", "where along a number the list changes"),
    "changes": ("backend.commands.comparing", "changes", "what begins and ends for a business between two days"),
    "compare": ("backend.commands.comparing", "compare", "how two conditions stand to one another"),
    "receipt": ("backend.commands.receipt", "receipt", "check that an answer, or a row of the log, is as it was given"),
    "schema": ("backend.commands.schema", "schema", "print the JSON Schema of an input or an answer"),
    "registry": ("backend.commands.registry", "registry", "requirement files: check, show, import, export, freeze"),
    "cost": ("backend.commands.costs", "cost", "what requirements cost: hours, rubles, one-offs, with the trace"),
    "contributions": ("backend.commands.costs", "contributions", "insurance contributions of a worker, month by month"),
    "hours": ("backend.commands.costs", "hours", "the norm of working hours of a year"),
    "control-event-cost": (
        "backend.commands.control_event",
        "control_event_cost",
        "what a control event takes: hours within the law's bound, rubles",
    ),
    "deadline": ("backend.commands.deadlines", "deadline", "when a term of the law ends"),
    "event-check": ("backend.commands.control", "event_check", "check the check: the twelve tests of one event"),
    "appeal-check": ("backend.commands.appeals", "appeal_check", "what stands in the way of one appeal"),
    "risk": ("backend.commands.control", "risk", "the category of risk of an object, and what would lower it"),
    "plan": ("backend.commands.planning", "plan", "a plan of checks; moving one check of a plan"),
    "procedures": ("backend.commands.procedures", "show", "the tables of steps, as data or as a picture"),
    "release": ("backend.commands.release", "release", "anonymous releases: preview, publish, show, calendar, verify"),
    "audit": ("backend.commands.audit", "audit", "the audit log: verify it, keep checkpoints, change the key"),
    "erknm": ("backend.commands.erknm", "erknm", "the open data of the register of control events: look at it"),
    "extract": ("backend.commands.extract", "extract", "bring in an extract of the public registers"),
    "backup": ("backend.commands.maintenance", "backup", "make a backup, while the site runs"),
    "restore": ("backend.commands.maintenance", "restore", "restore a backup"),
    "doctor": ("backend.commands.maintenance", "doctor", "check the installation"),
    "worker": ("backend.commands.maintenance", "worker", "do the work of the outbox beside the server"),
    "users": ("backend.commands.users", "users", "people and roles: add, list, grant, revoke, block"),
    "demo": ("backend.commands.serving", "demo", "set up the demo world and serve the site"),
    "seed": ("backend.commands.serving", "seed", "load the law and, in the demo, its world"),
    "serve": ("backend.commands.serving", "serve", "serve the site"),
    "migrate": ("backend.commands.serving", "migrate", "bring the database to the newest revision"),
}


class LazyGroup(click.Group):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module and return the command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        """Read the options before the command; a wrong one is refused like any other input."""
        as_json = "--json" in args
        try:
            return super().make_context(info_name, args, *rest, **extra)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            from backend.commands.shared import command_needed, refuse
            from backend.commands.usage import usage

            alone = isinstance(error, click.NoSuchOption) and error.option_name == "--json"
            refuse([command_needed(COMMANDS) if alone else usage(error)], as_json)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command; an unknown one is refused like any other input."""
        if args and args[0] not in COMMANDS:
            from backend.commands.shared import no_command, refuse

            refuse([no_command(args[0], COMMANDS)], "--json" in args)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing any."""
        if not COMMANDS:
            return
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option("0.1.0", prog_name="yasno")
def main() -> None:
    """Yasno: which mandatory requirements bind a business, why, and what they cost."""
