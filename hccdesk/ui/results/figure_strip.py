"""What the models saw: the pictures of the analysis, side by side; a click enlarges one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QToolButton, QWidget

from hccdesk.domain.result import Figure
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import column, empty, label, row
from hccdesk.ui.widgets.pixels import image_of

THUMBNAIL_PX = 148
ENLARGED_PX = 640
A_ROW = 6


class FigureStrip(QFrame):
    """The strip."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._body = column(self, 16, 8)

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """These pictures, or that there are none."""
        empty(self._body)
        self._body.addWidget(label(self.tr("What was looked at"), "section"))
        if not figures:
            self._body.addWidget(label(self.tr("No pictures: neither a region on CT nor one on a slide."), "muted"))
        for start in range(0, len(figures), A_ROW):
            line = row(spacing=12)
            for figure in figures[start : start + A_ROW]:
                line.addWidget(self._figure(figure), 0, Qt.AlignmentFlag.AlignTop)
            line.addStretch(1)
            self._body.addLayout(line)

    def _figure(self, figure: Figure) -> QWidget:
        owner = QWidget()
        owner.setFixedWidth(THUMBNAIL_PX + 12)
        layout = column(owner, 0, 4)
        picture = QToolButton()
        picture.setProperty("kind", "quiet")
        small = _pixmap(figure, THUMBNAIL_PX - 12)
        picture.setIcon(small)
        picture.setIconSize(small.size())
        picture.setFixedSize(small.size() + QSize(12, 12))
        picture.setToolTip(self.tr("Enlarge"))
        picture.setAccessibleName(say(figure.caption))
        picture.clicked.connect(lambda: self._enlarge(figure))
        layout.addWidget(picture)
        layout.addWidget(label(say(figure.caption), "caption", wrap=True))
        return owner

    def _enlarge(self, figure: Figure) -> None:
        shown = QDialog(self)
        shown.setWindowTitle(say(figure.caption))
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = column(shown, 16, 8)
        picture = label()
        picture.setPixmap(_pixmap(figure, ENLARGED_PX))
        layout.addWidget(picture)
        layout.addWidget(label(say(figure.caption), "muted", wrap=True))
        shown.open()


def _pixmap(figure: Figure, side_px: int) -> QPixmap:
    ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return QPixmap.fromImage(image_of(figure.rgb).scaled(side_px, side_px, ratio, smooth))
