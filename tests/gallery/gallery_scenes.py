"""What only shows itself when something is done: each scene acts with mouse and keys, and leaves the case as it was."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from pathlib import Path

from gallery_waiting import wait_ms, wait_until
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from hccdesk.domain.board_opinion import BoardOpinion, Expectation, OpinionTime
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.patient import Sex
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.ui.board.screen import DECISION, OPINION, SIGNATURE
from hccdesk.ui.ct_viewer.pane_layout import PaneLayout
from hccdesk.ui.ct_viewer.slice_pane import SlicePane
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.results.nomogram_scale import snaps
from hccdesk.ui.results.nomogram_view import NomogramView
from hccdesk.ui.session import Session
from hccdesk.ui.slide_viewer.canvas import SlideCanvas

Key, Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier
Place = tuple[float, float]
"""A continuous (row, column) of the slice that is shown."""


def take_acts(window: MainWindow, session: Session, out: Path) -> None:
    """Every scene."""
    for scene in (
        take_brush, take_second_lesion, take_measurement, take_saliency, take_side_by_side, take_contributions,
        take_survival, take_board, take_key_images,
    ):  # fmt: skip
        scene(window, session, out)
    window.desk.go_to("case")


def take_brush(window: MainWindow, session: Session, out: Path) -> None:
    window.desk.go_to("ct")
    pane = axial(window)
    QTest.keyClick(pane, Key.Key_B)
    QTest.mouseMove(pane, QPoint(pane.width() // 3, pane.height() // 2))
    wait_ms(400)
    grab(window, out / "ct-brush.png")
    QTest.keyClick(pane, Key.Key_Escape)


def take_second_lesion(window: MainWindow, session: Session, out: Path) -> None:
    """A small lesion beside the tumour, drawn freehand."""
    before = session.model.undo_stack.index()
    pane, rois = axial(window), window.desk._screens["ct"]._rois
    rois.list.begin_new()
    QTest.keyClick(pane, Key.Key_F)
    drag(pane, *around((0.35, 0.60), 0.035, pane))
    QTest.keyClick(pane, Key.Key_Return)
    wait_ms(900)
    grab(window, out / "ct-second-lesion.png")
    QTest.keyClick(pane, Key.Key_Escape)
    session.model.undo_stack.setIndex(before)


def take_measurement(window: MainWindow, session: Session, out: Path) -> None:
    """The tumour's two diameters."""
    before = session.model.undo_stack.index()
    pane = axial(window)
    QTest.keyClick(pane, Key.Key_D, Shift)
    drag(pane, *in_slice(pane, (0.385, 0.32), (0.59, 0.345)))
    drag(pane, *in_slice(pane, (0.492, 0.24), (0.482, 0.425)))
    QTest.keyClick(pane, Key.Key_Escape)
    wait_ms(500)
    grab(window, out / "ct-measurement.png")
    session.model.undo_stack.setIndex(before)


def take_saliency(window: MainWindow, session: Session, out: Path) -> None:
    session.overlays.show_saliency(True)
    wait_ms(600)
    grab(window, out / "ct-saliency.png")
    session.overlays.show_saliency(False)


def take_side_by_side(window: MainWindow, session: Session, out: Path) -> None:
    acts = window.desk._screens["ct"].acts
    acts.use_layout(PaneLayout.TWO)
    wait_until(lambda: not session.compute.running)
    wait_ms(600)
    grab(window, out / "ct-side-by-side.png")
    acts.use_layout(PaneLayout.PLANES)


def take_contributions(window: MainWindow, session: Session, out: Path) -> None:
    window.desk.go_to("slide")
    canvas = window.findChildren(SlideCanvas)[0]
    QTest.keyClick(canvas, Key.Key_G)
    session.overlays.show_contribution(True)
    wait_ms(1500)
    grab(window, out / "slide-contributions.png")
    session.overlays.show_contribution(False)
    QTest.keyClick(canvas, Key.Key_G)


def take_survival(window: MainWindow, session: Session, out: Path) -> None:
    """The nomogram, then a what-if on its longest ruler of numbers."""
    window.desk.go_to("results")
    for ruler in window.findChildren(NomogramView)[:1]:
        show_whole(window, ruler)
        wait_ms(200)
        grab(window, out / "results-survival.png")
        ruler.setFocus()
        axes = ruler._layout.axes
        numbers = [number for number, axis in enumerate(axes) if not snaps(axis)]
        longest = max(numbers, key=lambda number: max(tick.points for tick in axes[number].ticks))
        for _ in range(longest):
            QTest.keyClick(ruler, Key.Key_Down)
        toward = Key.Key_Right if axes[longest].patient_points < 50 else Key.Key_Left
        for _ in range(4):
            QTest.keyClick(ruler, toward, Shift)
        wait_until(lambda: not session.tiles.running)
        show_whole(window, ruler)
        wait_ms(300)
        grab(window, out / "results-what-if.png")
    for area in window.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    wait_ms(200)
    grab(window, out / "results-foot.png")


def take_cover(window: MainWindow, session: Session, out: Path) -> None:
    """What stands in the place of a result before the board gave its opinion; of a patient without images."""
    session.tumour_board.set_opinion_first(True)
    row = {"patient_id": "BJ-20418", "name": "Chen Mei 陈梅", "age_years": 54.0, "ecog": 1, "afp_ng_per_ml": 812.0}
    session.model.set_clinical(ClinicalRecord(**row, sex=Sex.FEMALE, vp=PortalVeinInvasion.VP2))
    window.desk.go_to("results")
    window._analysis.start(DeviceChoice.CPU)
    wait_until(lambda: session.model.is_covered and not session.tumour_board.waits_for_result)
    session.tumour_board.add(
        BoardOpinion("Li Min 李敏", OpinionTime.BEFORE_RESULT, session.now().astimezone(), Expectation.RESPONSE)
    )
    wait_until(lambda: bool(session.tumour_board.record.entries))
    for screen in ("results", "report"):
        window.desk.go_to(screen)
        wait_ms(300)
        grab(window, out / f"{screen}-covered.png")
    leave_empty(session)


def take_board(window: MainWindow, session: Session, out: Path) -> None:
    """The three forms beside the record."""
    window.desk.go_to("board")
    screen = window.desk._screens["board"]
    for form, name in ((DECISION, "board-decision"), (SIGNATURE, "board-signature"), (OPINION, "")):
        screen.show_form(form)
        wait_ms(200)
        if name:
            grab(window, out / f"{name}.png")


def take_key_images(window: MainWindow, session: Session, out: Path) -> None:
    """Two pictures of the CT, chosen with K, on their page of the report."""
    window.desk.go_to("ct")
    pane = axial(window)
    for _ in range(2):
        QTest.keyClick(pane, Key.Key_K)
        wait_ms(200)
        QTest.keyClick(pane, Key.Key_Down)
    for _ in range(2):
        QTest.keyClick(pane, Key.Key_Up)
    window.desk.go_to("report")
    screen = window.desk._screens["report"]
    wait_until(lambda: not screen._preview.busy)
    titles = screen._titles
    screen.pages.go_to_page(next((n for n, title in enumerate(titles) if "ey image" in title or "关键" in title), 0))
    wait_ms(1500)
    grab(window, out / "report-key-images.png")
    session.model.set_key_images(())


def take_problems(window: MainWindow, session: Session, out: Path, broken: Path) -> None:
    """A series with missing slices, and the list that says so."""
    session.loader.take([broken])
    wait_until(lambda: bool(session.board.problems) and not session.loader.reading)
    window.desk.go_to("ct")
    if window.desk._problems.isHidden():
        window.desk.toggle_problems()
    wait_ms(600)
    grab(window, out / "problems.png")
    window.desk.toggle_problems()
    leave_empty(session)


def leave_empty(session: Session) -> None:
    """The case goes, so that the next start is an empty one again."""
    wait_until(lambda: session.shelf.open_id is not None)
    begun = session.shelf.open_id
    session.shelf.new()
    wait_until(lambda: session.shelf.open_id is None)
    session.shelf.remove(begun)
    wait_until(lambda: not session.shelf.entries)
    session.shelf.set_aside()


def take_dialogs(window: MainWindow, out: Path) -> None:
    """Manual, controls, about."""
    acts: tuple[tuple[str, Callable[[], None]], ...] = (
        ("manual", window.show_help), ("controls", window.show_controls), ("about", window.show_about)
    )  # fmt: skip
    for name, show in acts:
        show()
        wait_ms(300)
        dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
        grab(dialog, out / f"{name}.png")
        dialog.close()
        wait_ms(50)


def axial(window: MainWindow) -> SlicePane:
    return window.findChildren(SlicePane)[0]


def drag(pane: SlicePane, *way: QPoint) -> None:
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, way[0])
    for point in way[1:]:
        QTest.mouseMove(pane, point)
        wait_ms(5)
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, way[-1])


def in_slice(pane: SlicePane, *shares: Place) -> list[QPoint]:
    """Points of the widget at shares (of the rows, of the columns) of the slice that is shown."""
    rows, columns = pane.content.hu.shape
    to_widget = pane._pixel_to_widget()
    return [to_widget.map(QPointF(across * columns, down * rows)).toPoint() for down, across in shares]


def around(centre: Place, radius: float, pane: SlicePane) -> list[QPoint]:
    turns = [2 * pi * step / 24 for step in range(25)]
    return in_slice(pane, *((centre[0] + radius * sin(t), centre[1] + 1.2 * radius * cos(t)) for t in turns))


def show_whole(window: MainWindow, widget: QWidget) -> None:
    """Scroll to it."""
    for area in window.findChildren(QScrollArea):
        if area.isAncestorOf(widget):
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
            area.ensureWidgetVisible(widget)


def grab(widget: QWidget, path: Path) -> None:
    widget.grab().save(str(path))
