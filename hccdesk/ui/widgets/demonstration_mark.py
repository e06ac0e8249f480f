"""The amber label beside every number of a demonstration model."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from hccdesk.ui.demonstration import demonstration_word
from hccdesk.ui.language import translate
from hccdesk.ui.widgets.pieces import label


def demonstration_mark() -> QLabel:
    """The amber mark."""
    mark = label(demonstration_word(), "mark")
    mark.setToolTip(translate("Results", "Trained on synthetic patients: the number says nothing about a real one."))
    return mark
