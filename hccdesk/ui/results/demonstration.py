"""The head of a card: its title, and the mark that its numbers come from a demonstration model."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel

from hccdesk.ui.widgets.demonstration_mark import demonstration_mark
from hccdesk.ui.widgets.pieces import label, row


def card_head(title: str, demonstration: bool) -> QHBoxLayout:
    """Title on the left, mark on the right where there is one."""
    return _head(label(title, "section"), demonstration)


def caption_head(title: str, demonstration: bool) -> QHBoxLayout:
    """The same over a part of a card."""
    return _head(label(title, "caption"), demonstration)


def _head(title: QLabel, demonstration: bool) -> QHBoxLayout:
    head = row(spacing=8)
    head.addWidget(title)
    head.addStretch(1)
    if demonstration:
        head.addWidget(demonstration_mark())
    return head
