"""`hccdesk version`."""

from __future__ import annotations

import platform

import typer

from hccdesk import __version__


def version() -> None:
    """The version of hccdesk, of Python and of the system it runs on."""
    typer.echo(f"hccdesk {__version__} · Python {platform.python_version()} · {platform.system()} {platform.machine()}")
