"""Beside the slide: its facts, the regions, the patches, and what spoke for and against response."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from hccdesk.ui.slide_viewer.contribution_panel import ContributionPanel
from hccdesk.ui.slide_viewer.patch_panel import PatchPanel
from hccdesk.ui.slide_viewer.region_list import RegionList
from hccdesk.ui.widgets.pieces import button, column, empty, label, line, row, scrolled

WIDTH_PX = 300
TITLE_PX = 80


class SlideInspector(QFrame):
    """The panel on the right.

    Signals: `scale_asked` the reader wants to tell µm/px.
    """

    scale_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setFixedWidth(WIDTH_PX)
        self.regions, self.patches, self.contribution = RegionList(), PatchPanel(), ContributionPanel()
        self._facts = column(spacing=4)
        self._scale = button(self.tr("Enter µm/px …"), "", "ruler")
        self._scale.clicked.connect(self.scale_asked)
        content = QWidget()
        body = column(content, 16, 12)
        body.addWidget(label(self.tr("Slide"), "section"))
        body.addLayout(self._facts)
        body.addWidget(self._scale)
        for part in (self.regions, self.patches, self.contribution):
            body.addWidget(line())
            body.addWidget(part)
        body.addWidget(line())
        body.addWidget(label(self._keys(), "caption", wrap=True))
        body.addStretch(1)
        column(self).addWidget(scrolled(content))

    def show_facts(self, facts: tuple[tuple[str, str], ...], notes: tuple[str, ...], *, unscaled: bool) -> None:
        """What is known of the slide, what is odd about it, and whether its resolution is unknown."""
        empty(self._facts)
        for title, value in facts:
            pair = row(spacing=8)
            name = label(title, "muted")
            name.setFixedWidth(TITLE_PX)
            pair.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            pair.addWidget(label(value, wrap=True), 1)
            self._facts.addLayout(pair)
        for note in notes:
            self._facts.addWidget(label(note, "warning", wrap=True))
        self._scale.setVisible(unscaled)

    def _keys(self) -> str:
        return self.tr(
            "wheel, + −, double click: zoom · drag, arrows: pan · Space held: pan in any tool\n"
            "0 or Home: whole slide · , . Ctrl+wheel: turn\n"
            "P polygon · B brush · R rectangle · M move · Delete removes\n"
            "What touches a region joins it · Alt takes out\n"
            "A outlines · F fill · G patch grid · Shift+O explanation · K picture for the report"
        )
