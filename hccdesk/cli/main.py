"""`hccdesk`: the commands, and what becomes of an error."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import typer

from hccdesk.cli import analyse, demo, inspect, models, version
from hccdesk.cli.faults import exit_code_of

COMMANDS_GROUP = "hccdesk.commands"

app = typer.Typer(
    name="hccdesk",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    help=(
        "CT, biopsy slide and labs of an unresectable hepatocellular carcinoma become a report for the tumour board."
        "\n\n"
        "Research use. The bundled models are DEMONSTRATION models, trained on synthetic patients: their numbers say "
        "nothing about a real one. Everything runs on this computer; nothing is sent anywhere."
    ),
    epilog=(
        "Exit codes: 0 done · 2 wrong usage · 3 input refused, one line a fault · 4 internal fault, with the path of a "
        "log. Start with [bold]hccdesk demo[/bold]."
    ),
)
app.command("demo")(demo.demo)
app.command("inspect")(inspect.inspect)
app.command("analyse")(analyse.analyse)
app.add_typer(models.app, name="models")
app.command("version")(version.version)


def main() -> None:
    """Run the command line; errors become one line and an exit code."""
    arguments = sys.argv[1:]
    _mount_front_doors(arguments)
    try:
        app()
    except Exception as error:  # the last place where an error can be put in words
        sys.exit(exit_code_of(error, verbose="--verbose" in arguments))


def _mount_front_doors(arguments: list[str]) -> None:
    """`hccdesk app`, `hccdesk train`: brought by packages that are slow to import, loaded only when asked for."""
    for entry_point in sorted(entry_points(group=COMMANDS_GROUP), key=lambda e: e.name):
        if arguments[:1] == [entry_point.name]:
            app.add_typer(entry_point.load(), name=entry_point.name)
        else:
            app.command(entry_point.name, help=FRONT_DOORS.get(entry_point.name))(_not_loaded)


def _not_loaded() -> None:
    """Stand in for a command in the list of commands."""


FRONT_DOORS = {
    "app": "Open the desktop program.",
    "train": "Make model bundles from a cohort (needs [bold]pip install hccdesk\\[train][/bold]).",
}
