"""`hccdesk`: the commands, and what becomes of an error. Without a command it opens the window.

Only the command that is called is imported, so that `hccdesk --help` does not wait for image codecs and networks.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from io import TextIOWrapper
from typing import Any

import typer

from hccdesk.cli.faults import exit_code_of

FRONT_DOORS_GROUP = "hccdesk.commands"
"""Entry points of the other front doors: `app` (Qt) and `train` (torch)."""

WINDOW = "app"

COMMANDS: Mapping[str, str] = {
    "demo": "Make a synthetic patient (CT, slide, labs) and run the whole job on it.",
    "inspect": "Say what is in a folder or file, and what each image is good for (view, measure, infer).",
    "analyse": "Analyse one patient: result.json and report.pdf.",
    "report": "Set the report of a result.json again: language, paper, parts; no image is needed.",
    "deliver": "Make what goes into the chart (PDF, SEG, SR, FHIR), and send it to a PACS when asked to.",
    "pacs": "The PACS set up here: add, list, echo, find, fetch; off until one is added.",
    "models": "What is installed, whether it is what it says, and whose models are taken.",
    "cohort": "Check, make, describe and score tables of a site's patients.",
    WINDOW: "Open the desktop program; so does hccdesk alone.",
    "train": "Make model bundles from a cohort (needs [bold]pip install hccdesk\\[train][/bold]).",
    "validate": "How a model does on patients it was not trained on: validation.json and validation.pdf.",
    "recalibrate": "Bring a finished model to the level of your patients: a new, signed version of it.",
    "selftest": "Whether this installation computes what it should; a dated summary to file.",
    "audit": "Who did what to which case: list, verify, export.",
    "version": "The version of hccdesk, of Python and of the system it runs on.",
}
"""What `--help` lists, in its order."""


def main() -> None:
    """Run the command line; an error becomes one line and an exit code."""
    if getattr(sys, "frozen", False):
        from hccdesk.workflow.serve_worker import serve_if_worker  # noqa: PLC0415 - an installed Python has no need of it

        serve_if_worker()
    arguments = sys.argv[1:] or [WINDOW]
    _never_fail_to_print()
    try:
        command_line(arguments[0])(args=arguments, prog_name="hccdesk")
    except Exception as error:  # the last place where an error can be put in words
        sys.exit(exit_code_of(error, verbose="--verbose" in arguments))


def _never_fail_to_print() -> None:
    """A console or file that cannot take a character (≥ on a Western Windows) gets a question mark in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def command_line(called: str) -> typer.Typer:
    """The whole command line, with the command that is `called` imported and the others listed."""
    app = typer.Typer(
        name="hccdesk",
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        add_completion=False,
        help=(
            "CT, biopsy slide and labs of an unresectable hepatocellular carcinoma become a report for the tumour "
            "board.\n\nResearch use. The bundled models are DEMONSTRATION models, trained on synthetic patients: their "
            "numbers say nothing about a real one. Everything runs on this computer; nothing is sent "
            "anywhere unless you set a PACS up."
        ),
        epilog=(
            "Exit codes: 0 done · 2 wrong usage · 3 input refused, one line a fault · 4 internal fault, with the path "
            "of a log. Start with [bold]hccdesk demo[/bold]."
        ),
    )
    app.callback()(lambda: None)
    for name, help_line in COMMANDS.items():
        if name == called:
            _mount(app, name, _imported(name))
        else:
            app.command(name, help=help_line)(lambda: None)
    return app


def _mount(app: typer.Typer, name: str, command: Any) -> None:
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)


def _imported(name: str) -> Any:
    for entry_point in entry_points(group=FRONT_DOORS_GROUP, name=name):
        return entry_point.load()
    module = import_module(f"hccdesk.cli.{name}")
    return getattr(module, "app", None) or getattr(module, name)
