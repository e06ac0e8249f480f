"""Showing a part of the window without ever making it a window of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def show_in_place(part: QWidget, shown: bool) -> None:
    """Show or hide; a part that is in no window yet is shown with the window it comes into."""
    if part.parentWidget():
        part.setVisible(shown)
    elif not shown:
        part.hide()
