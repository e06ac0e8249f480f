"""The regions of the slide in the inspector: area, class, go to, remove; import and export."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from hccdesk.ui import theme
from hccdesk.ui.slide_viewer.region_presenter import RegionLine
from hccdesk.ui.widgets.pieces import button, column, empty, icon_button, label, row

MOST_SHOWN = 60


class RegionList(QWidget):
    """The list.

    Signals: `chosen(int)` go to that region, `remove_asked(int)`, `import_asked`, `export_asked(str)` with a suffix.
    """

    chosen = Signal(int)
    remove_asked = Signal(int)
    import_asked = Signal()
    export_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._unknown = ""
        self._lines, self._total = column(spacing=0), label("", "caption", wrap=True)
        self._menu = QMenu(self)
        self._bring = self._menu.addAction(self.tr("Import outlines …"), self.import_asked.emit)
        self._menu.addSeparator()
        self._exports = [
            self._menu.addAction(self.tr("Export as QuPath GeoJSON …"), partial(self.export_asked.emit, ".geojson")),
            self._menu.addAction(self.tr("Export as ASAP XML …"), partial(self.export_asked.emit, ".xml")),
        ]
        more = icon_button("dots-horizontal", self.tr("Import and export outlines"))
        more.setMenu(self._menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        head = row(spacing=8)
        head.addWidget(label(self.tr("Regions"), "section"), 1)
        head.addWidget(more)
        body = column(self, 0, 4)
        body.addLayout(head)
        body.addLayout(self._lines)
        body.addWidget(self._total)

    def show_regions(
        self, lines: tuple[RegionLine, ...], selected: int | None, total_mm2: float | None, measuring: bool = False
    ) -> None:
        """These regions; `measuring` says that their areas are on the way."""
        empty(self._lines)
        self._unknown = "…" if measuring else self.tr("area unknown")
        for place, line in enumerate(lines[:MOST_SHOWN]):
            self._lines.addWidget(self._row(place, line, place == selected))
        for action in self._exports:
            action.setEnabled(bool(lines))
        self._total.setText(self._sum(lines, total_mm2))

    def _row(self, place: int, line: RegionLine, is_selected: bool) -> QWidget:
        made = QWidget()
        layout = row(made, 0, 4)
        name = self.tr("Region {n}").format(n=line.number)
        area = f"{line.area_mm2:.3g} mm²" if line.area_mm2 is not None else self._unknown
        choose = button(f"{name} · {area}", "quiet")
        choose.setStyleSheet("text-align: left;")
        choose.setCheckable(True)
        choose.setChecked(is_selected)
        if is_selected:
            choose.setIcon(theme.current().icon("check", "accent"))
        choose.setToolTip(self.tr("Go to this region") + (f" · {line.classes}" if line.classes else ""))
        choose.clicked.connect(partial(self.chosen.emit, place))
        remove = icon_button("trash-can-outline", self.tr("Remove region {n}").format(n=line.number))
        remove.clicked.connect(partial(self.remove_asked.emit, place))
        layout.addWidget(choose, 1)
        layout.addWidget(remove, 0, Qt.AlignmentFlag.AlignRight)
        return made

    def _sum(self, lines: tuple[RegionLine, ...], total_mm2: float | None) -> str:
        if not lines:
            return self.tr("None yet. Draw the tumour with P, B or R, or import an outline.")
        parts = []
        if len(lines) > MOST_SHOWN:
            parts.append(self.tr("{n} more are not listed.").format(n=len(lines) - MOST_SHOWN))
        if total_mm2 is not None:
            parts.append(self.tr("Together {area} mm².").format(area=f"{total_mm2:.3g}"))
        if lines[0].classes:
            parts.append(self.tr("Class: {classes}.").format(classes=lines[0].classes))
        return " ".join(parts)
