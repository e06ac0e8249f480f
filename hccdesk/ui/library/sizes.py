"""Sizes and times as one reads them. No widgets."""

from __future__ import annotations

from datetime import datetime

UNITS = ("kB", "MB", "GB", "TB")


def size_words(n_bytes: int) -> str:
    """E.g. 3.2 MB."""
    size = float(n_bytes)
    for unit in UNITS:
        size /= 1000
        if size < 999.5 or unit == UNITS[-1]:
            return f"{size:.0f} {unit}" if size >= 99.95 or unit == "kB" else f"{size:.1f} {unit}"
    raise AssertionError


def moment_words(moment: datetime) -> str:
    """A moment on this computer's clock."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
