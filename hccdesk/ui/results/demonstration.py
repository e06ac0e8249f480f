"""The head of a card: its title, and the mark that its numbers come from a demonstration model."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel

from hccdesk.ui.language import translate
from hccdesk.ui.widgets.pieces import label, row


def demonstration_mark() -> QLabel:
    """The amber mark."""
    mark = label(translate("Results", "⚠ DEMONSTRATION"), "mark")
    mark.setToolTip(translate("Results", "Trained on synthetic patients: the number says nothing about a real one."))
    return mark


def card_head(title: str, demonstration: bool) -> QHBoxLayout:
    """Title on the left, mark on the right where there is one."""
    head = row(spacing=8)
    head.addWidget(label(title, "section"))
    head.addStretch(1)
    if demonstration:
        head.addWidget(demonstration_mark())
    return head
