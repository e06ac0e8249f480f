"""Journeys through the window on the real engines: the synthetic patient always, real data where it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import ui_builder as build

from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.verbs import WorkflowVerbs


@pytest.fixture
def real_window(qtbot, tmp_path):
    session = build.a_session(tmp_path, WorkflowVerbs())
    window = MainWindow(session)
    window.show()
    yield window, session
    window.close()
    window.deleteLater()


def wait_until_idle(qtbot, session, timeout=120_000):
    def idle() -> bool:
        return not (session.compute.running or session.tiles.running)

    qtbot.waitUntil(idle, timeout=timeout)
    qtbot.wait(50)
    qtbot.waitUntil(idle, timeout=timeout)


def test_that_the_sample_patient_can_be_made_opened_and_looked_at(qtbot, tmp_path, real_window):
    window, session = real_window
    session.loader.make_sample(tmp_path / "sample")
    wait_until_idle(qtbot, session)
    wait_until_idle(qtbot, session)
    inputs = session.model.inputs
    assert inputs.clinical.patient_id
    assert inputs.ct is not None
    assert inputs.rois.tumour is not None
    assert inputs.rois.slide is not None
    assert {fact.role for fact in inputs.facts} == {"ct", "ct_roi", "slide", "slide_roi"}
    window.desk.go_to("ct")
    presenter = window.desk._screens["ct"]._presenter
    grid = presenter._grid
    # It opens in the tumour: the voxel under the crosshair belongs to the region.
    assert inputs.rois.tumour.mask[grid.lattice_index(presenter.sight.at)]
    window.desk.go_to("slide")
    qtbot.wait(100)
    wait_until_idle(qtbot, session)
    canvas = window.desk._screens["slide"]._canvas
    assert canvas._loader.kept
    assert all(np.ptp(canvas._loader.tile(tile)) > 20 for tile in canvas._loader.kept[:1])


def test_that_a_folder_of_nonsense_is_a_line_and_not_a_crash(qtbot, tmp_path, real_window):
    _, session = real_window
    (tmp_path / "junk").mkdir()
    (tmp_path / "junk" / "a.dcm").write_bytes(b"\0" * 128 + b"DICM" + b"\xff" * 400)
    (tmp_path / "junk" / "b.svs").write_bytes(b"II*\0" + b"\xff" * 100)
    session.loader.take([tmp_path / "junk"])
    wait_until_idle(qtbot, session)
    assert session.board.problems
    assert session.model.viewed_ct is None


@pytest.mark.real_data
def test_that_a_real_ct_and_slide_are_shown_the_right_way_round(qtbot, real_window, real_data: Path):
    window, session = real_window
    session.loader.take([real_data / "ct" / "hcc_048_portal_venous"])
    session.loader.take([real_data / "wsi" / "aperio_CMU-1-Small-Region.svs"])
    wait_until_idle(qtbot, session)
    wait_until_idle(qtbot, session)
    viewed = session.model.viewed_ct
    assert viewed is not None
    window.desk.go_to("ct")
    presenter = window.desk._screens["ct"]._presenter
    hu = presenter._hu
    _, rows, columns = hu.shape
    middle = hu[hu.shape[0] // 2]
    # The spine (bone, > 300 HU) lies behind the middle; the air outside the body is all around.
    bone = np.argwhere(middle[:, columns // 3 : 2 * columns // 3] > 300)
    assert np.median(bone[:, 0]) > rows / 2
    assert presenter._grid.letters(Plane.AXIAL) == ("R", "L", "A", "P")
    assert session.model.inputs.slide is not None
