"""The case's lesions and its crosshair on series that are shown beside it."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QPoint, Qt
from test_ui_ct_screen import ART, FINE, TILTED, _no_widget_outlives_its_test, screen, wheel  # noqa: F401

from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.ct_viewer.outline import outline_segments
from hccdesk.ui.ct_viewer.pane_layout import PaneLayout
from hccdesk.ui.ct_viewer.patient_grid import Plane, patient_grid
from hccdesk.ui.ct_viewer.transferred_lesions import TransferredLesions, may_transfer

TUMOUR_MM = np.array([-80.0, 0.0, -205.0])
"""The middle of the builder's tumour."""


def a_lesion(name="T1", **changes) -> Lesion:
    return Lesion(name, build.a_ct_roi(), **changes)


def test_that_a_lesion_on_its_own_lattice_is_itself():
    grid, roi = patient_grid(build.a_geometry()), build.a_ct_roi()
    transferred = TransferredLesions(build.a_geometry(), grid)
    for at in (*roi.slice_indices, 0, 39):
        (outline,) = transferred.outlines((a_lesion(),), at, dashed=False)
        assert sorted(outline.segments.tolist()) == sorted(outline_segments(roi.mask[at]).tolist())


def test_that_on_a_finer_series_it_lies_at_the_same_place_of_the_patient():
    grid = patient_grid(FINE)
    transferred = TransferredLesions(build.a_geometry(), grid)
    at = grid.index_of(tuple(np.rint(FINE.index_at(TUMOUR_MM)).astype(int)))[0]
    (outline,) = transferred.outlines((a_lesion(),), at, dashed=False)
    x, y = outline.segments[:, [0, 2]], outline.segments[:, [1, 3]]
    corners = [
        FINE.position_mm(np.array([float(at), end(y.ravel()) - 0.5, end(x.ravel()) - 0.5])) for end in (min, max)
    ]
    corners = np.array(corners)[:, :2]
    assert corners.mean(axis=0) == pytest.approx(TUMOUR_MM[:2], abs=5.6)
    assert corners[1] - corners[0] == pytest.approx([56.0, 56.0], abs=2 * 5.6)
    above = at + int(40 / 2.5)
    assert not len(transferred.outlines((a_lesion(),), above, dashed=False)[0].segments)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_that_every_pixel_is_what_lies_at_its_middle_however_the_series_is_stored(order):
    mask = np.random.default_rng(3).random((12, 11, 13)) > 0.6
    source = build.a_geometry((12, 11, 13), spacing=(4.0, 3.0, 2.5))
    for signs in product((1.0, -1.0), repeat=3):
        directions = tuple(map(tuple, (np.eye(3)[list(order)] * np.array(signs)[:, None]).tolist()))
        target = build.a_geometry((9, 10, 8), directions, (3.1, 2.9, 3.3))
        middle = source.position_mm(np.array([5.5, 5.0, 6.0])) - target.position_mm(np.array([4.2, 4.4, 3.1]))
        target = type(target)(target.shape, target.spacing_mm, tuple(np.add(target.origin_mm, middle)), directions)
        grid = patient_grid(target)
        transferred = TransferredLesions(source, grid)
        for at in (0, 3, 6):
            rows, columns = grid.shape[1:]
            wanted = np.zeros((rows, columns), bool)
            for row, column in product(range(rows), range(columns)):
                place = np.rint(source.index_at(np.array(grid.position_mm((at, row, column))))).astype(int)
                if (place >= 0).all() and (place < mask.shape).all():
                    wanted[row, column] = mask[tuple(place)]
            (outline,) = transferred.outlines((Lesion("T1", CtRoi(mask, "T1")),), at, dashed=False)
            assert sorted(outline.segments.tolist()) == sorted(outline_segments(wanted).tolist())


def test_that_hidden_lesions_stay_hidden_and_colours_are_kept():
    transferred = TransferredLesions(build.a_geometry(), patient_grid(FINE))
    made = transferred.outlines((a_lesion(shown=False), a_lesion("T2", colour=3), a_lesion("T3")), 40, dashed=True)
    assert [outline.colour for outline in made] == [3, 2]


def test_that_nothing_is_transferred_to_a_distorted_series_or_another_examination():
    own = build.a_series()
    assert may_transfer(own, ART)
    assert not may_transfer(own, TILTED)
    assert not may_transfer(TILTED, own)
    assert not may_transfer(own, build.a_series(study_instance_uid="another day"))


def compared(screen, idle):  # noqa: F811
    screen.acts.use_layout(PaneLayout.TWO)
    idle()
    return screen.compared[0].pane


def test_that_a_compared_series_shows_the_lesion_dashed_and_says_from_where(screen, session, idle, qtbot):  # noqa: F811
    pane = compared(screen, idle)
    assert len(pane.content.outlines[0].segments)
    assert pane.content.facts[-1] == "Dashed: from Portal venous"
    kept = pane.content.outlines
    screen._presenter.point(Plane.AXIAL, 60, 60)
    assert pane.content.outlines is kept, "the same slice is not painted anew for the crosshair"
    qtbot.keyClick(screen, Qt.Key.Key_A)
    assert pane.content.outlines == ()
    assert "Dashed" not in " ".join(pane.content.facts)
    qtbot.keyClick(screen, Qt.Key.Key_A)
    session.model.edit_rois(session.model.rois.without_lesion("tumour"), "Remove")
    assert pane.content.outlines == ()
    session.model.undo_stack.undo()
    assert len(pane.content.outlines[0].segments)


def test_that_a_distorted_series_shows_no_lesion(screen, idle):  # noqa: F811
    screen.acts.use_layout(PaneLayout.FOUR)
    idle()
    screen._presenter.go_to_slice(Plane.AXIAL, 5)
    assert screen.compared[1].pane.content.outlines == ()


def test_that_the_crosshair_is_at_the_same_place_of_the_patient(screen, idle):  # noqa: F811
    pane = compared(screen, idle)
    screen._presenter.point(Plane.AXIAL, 40, 100)
    slot = screen.acts.compare._slots[0]
    row, column = pane.content.crosshair
    there = slot.maker.grid.position_mm((slot.at[0], row, column))
    assert there == pytest.approx(screen._presenter.position_mm, abs=5.6 / 2 + 0.01)
    assert pane._crosshair_shown
    screen.crosshair_asked.emit()
    assert not pane._crosshair_shown


def test_that_an_unlinked_view_shows_it_only_on_the_slice_it_lies_on(screen, idle, qtbot):  # noqa: F811
    pane = compared(screen, idle)
    qtbot.keyClick(screen, Qt.Key.Key_L)
    wheel(pane, 5)
    assert pane.content.crosshair is None
    wheel(pane, -5)
    assert pane.content.crosshair is not None


def test_that_a_click_on_a_linked_series_moves_the_crosshair_of_all(screen, idle, qtbot):  # noqa: F811
    pane = compared(screen, idle)
    where = pane._pixel_to_widget().map(24.5, 30.5)
    qtbot.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(*(round(value) for value in where)))
    assert pane.content.crosshair == (30, 24)
    slot = screen.acts.compare._slots[0]
    there = slot.maker.grid.position_mm((slot.at[0], 30, 24))
    assert screen._presenter.position_mm[:2] == pytest.approx(there[:2], abs=1.41)
