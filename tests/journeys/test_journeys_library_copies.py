"""The sample patient read from a removable disk, which is then pulled: the case opens from its copies, the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from hccdesk.ui import theme
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.ui.verbs import WorkflowVerbs
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.make_sample import make_sample

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def started(folder: Path) -> Session:
    library = case_library(folder / "library")
    session = Session(WorkflowVerbs(), Settings(folder / "window.ini"), folder / "log", datetime.now, library)
    session.input_keeping.watch()
    session.open_library()
    return session


@pytest.mark.bad("BAD-036")
@pytest.mark.bad("BAD-060")
def test_that_a_case_opens_from_its_copies_once_the_disk_is_pulled(qtbot, qapp: QApplication, tmp_path: Path) -> None:
    def wait(until: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(until()), timeout=180_000)

    theme.use(qapp, theme.DARK)
    usb = tmp_path / "usb" / "Wang Xiao"
    make_sample(usb)
    first = started(tmp_path)
    wait(lambda: first.library_state)
    first.loader.take([usb])
    wait(lambda: first.model.inputs.ct and first.model.inputs.slide and not first.loader.reading)
    kept: list[str] = []
    first.input_keeping.kept.connect(kept.append)
    wait(lambda: kept and not first.keeping.running and not first.input_keeping.runner.running)
    case_id, before = first.keeper.case_id, first.model.inputs
    assert case_id
    assert {one.role for one in first.library.inputs(case_id) if one.kept} == {"ct", "ct_roi", "slide", "slide_roi"}
    assert not any("Wang" in str(path) for path in (tmp_path / "library").rglob("*"))
    first.close()

    shutil.rmtree(tmp_path / "usb")
    again = started(tmp_path)
    wait(lambda: again.shelf.entries)
    again.shelf.open(case_id)
    wait(lambda: again.model.inputs.ct and again.model.inputs.slide and not again.loader.reading)
    qtbot.wait(500)
    after = again.model.inputs
    assert after.ct
    assert before.ct
    assert np.array_equal(after.ct.volume.hu, before.ct.volume.hu)
    assert np.array_equal(after.rois.lesions[0].roi.mask, before.rois.lesions[0].roi.mask)
    assert [(fact.role, fact.name, fact.sha256) for fact in after.facts] == [
        (fact.role, fact.name, fact.sha256) for fact in before.facts
    ]
    assert [line.what for line in again.board.problems] == []
    again.close()
