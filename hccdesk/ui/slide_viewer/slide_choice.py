"""Several slides were found and none is open: which one?"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.image_words import slide_line
from hccdesk.ui.widgets.empty_state import TEXT_PX, EmptyState
from hccdesk.ui.widgets.pieces import button, column, empty


class SlideChoice(QWidget):
    """The question, and a button for each slide.

    Signals: `chosen(int)` the place in what was found.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[SlideFacts, ...] = ()
        question = EmptyState(
            "layers-search-outline",
            self.tr("Which slide?"),
            self.tr("Several slides were found and none is open. Choose the one that was taken for this case."),
        )
        self._choices = column(spacing=8)
        layout = column(self, 0, 0)
        layout.addWidget(question, 2)
        layout.addLayout(self._choices)
        layout.addStretch(3)

    def show_slides(self, found: tuple[SlideFacts, ...]) -> None:
        """These slides."""
        if found == self._found:
            return
        self._found = found
        empty(self._choices)
        for number, slide in enumerate(found):
            choice = button(f"{slide.path.name}\n{slide_line(slide)}")
            choice.setFixedWidth(TEXT_PX)
            choice.setToolTip(slide.path.name)
            choice.clicked.connect(partial(self.chosen.emit, number))
            self._choices.addWidget(choice, 0, Qt.AlignmentFlag.AlignHCenter)
