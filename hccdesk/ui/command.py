"""`hccdesk app`: open the desktop program. Qt is imported only after we know that it can start."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Open the desktop program.", add_completion=False, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def open_window(
    paths: Annotated[
        list[Path] | None,
        typer.Option("--open", help="A folder or file to open at once; may be given several times."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Language of the window, en or zh; otherwise as it was last.")
    ] = None,
    library: Annotated[
        Path | None,
        typer.Option(help="Folder of the library of cases; otherwise the one opened last.", file_okay=False),
    ] = None,
) -> None:
    """Open the desktop program."""
    from hccdesk.workflow.load_runtime import load_runtime_before_qt  # noqa: PLC0415

    load_runtime_before_qt()
    from hccdesk.ui.display_check import require_display  # noqa: PLC0415

    require_display()
    from hccdesk.ui.app import run  # noqa: PLC0415 - Qt must not load where it cannot start

    raise typer.Exit(run(tuple(paths or ()), language, library))
