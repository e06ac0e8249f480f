"""A response card: the one number that matters, its direction in words, and where it lies to the threshold."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout

from hccdesk.ui.results.cards import (
    ARROWS,
    CardContent,
    basis_line,
    direction_word,
    interval_line,
    origin_line,
    regimen_line,
    threshold_line,
)
from hccdesk.ui.results.demonstration import card_head
from hccdesk.ui.results.overlay_switch import OverlaySwitch
from hccdesk.ui.results.skeleton import Block, lines
from hccdesk.ui.results.threshold_bar import BAR_HEIGHT_PX, ThresholdBar
from hccdesk.ui.widgets.pieces import column, empty, label, row

NUMBER_PX = 40


class ResponseCard(QFrame):
    """The card; `switch` lays the model's explanation over its image."""

    def __init__(self, title: str, switch: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._title = title
        self.switch = OverlaySwitch(switch)
        outer = column(self, 16, 8)
        self._body: QVBoxLayout = column(spacing=8)
        outer.addLayout(self._body)
        outer.addStretch(1)
        outer.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_skeleton()

    def show_skeleton(self) -> None:
        """Nothing is known yet."""
        empty(self._body)
        self._body.addLayout(card_head(self._title, False))
        for height, width in ((NUMBER_PX, 200), (BAR_HEIGHT_PX, 0)):
            self._body.addWidget(Block(height, width))
        self._body.addWidget(lines(3))

    def show_content(self, content: CardContent) -> None:
        """A finding, or why there is none."""
        empty(self._body)
        self._body.addLayout(card_head(content.title, content.demonstration))
        if content.value is None:
            self._body.addWidget(label(direction_word(content), "section"))
        else:
            self._add_value(content, content.value)
        for note in content.notes:
            self._body.addWidget(label(note, "muted" if content.value is None else "caption", wrap=True))

    def _add_value(self, content: CardContent, value: float) -> None:
        self._body.addLayout(self._number(content, value))
        if content.outside:
            self._body.addWidget(label(f"▲ {content.warnings[0]}", "warning", wrap=True))
        elif content.caution:
            self._body.addWidget(label(f"▲ {content.caution}", "warning", wrap=True))
        self._body.addWidget(ThresholdBar(content, value))
        self._body.addWidget(label(threshold_line(content), "caption", wrap=True))
        if basis_line(content):
            self._body.addWidget(label(basis_line(content), "caption", wrap=True))
        if content.threshold_origin:
            self._body.addWidget(label(origin_line(content), "caption", wrap=True))
        if content.regimen:
            self._body.addWidget(label(regimen_line(content), "caption", wrap=True))

    def _number(self, content: CardContent, value: float) -> QLayout:
        line = row(spacing=12)
        number = label(f"{value:.2f}", "number")
        number.setEnabled(not content.outside)
        line.addWidget(number, 0, Qt.AlignmentFlag.AlignVCenter)
        said = column(spacing=0)
        direction = content.direction
        assert direction is not None  # there is a value
        role = "outside" if content.outside else direction.value
        said.addWidget(label(f"{ARROWS[direction]} {direction_word(content)}", role))
        said.addWidget(label(content.measure, "caption", wrap=True))
        said.addWidget(label(interval_line(content), "caption", wrap=True))
        line.addLayout(said, 1)
        return line
