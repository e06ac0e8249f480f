"""What was drawn, measured, kept and typed is there again in the next session, field by field."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget
from reader_hands import sit_down

from hccdesk.workflow.case_library import case_library

pytestmark = pytest.mark.timeout(600)


def same(one: object, other: object) -> bool:
    """Equal field by field, arrays by their values."""
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if hasattr(one, "__dataclass_fields__"):
        own = (field.name for field in fields(one))
        return type(one) is type(other) and all(same(getattr(one, name), getattr(other, name)) for name in own)
    return one == other


def test_that_a_case_is_there_again_after_the_program_was_closed(qtbot, reader, sample, few_patches, tmp_path):
    reader.drop(sample.ct_folder, sample.ct_roi)
    reader.drop(sample.slide, few_patches, sample.clinical)
    reader.choose("Planned treatment", "HAIC + TKI + ICI")
    reader.go("CT")
    reader.press("New lesion")
    reader.key(Qt.Key.Key_B)
    axial = reader.view("Axial")
    reader.drag(axial, (150, 200), (190, 200), (190, 240))
    reader.key(Qt.Key.Key_D)
    reader.drag(axial, (120, 120), (220, 180))
    reader.key(Qt.Key.Key_K)
    reader.key(Qt.Key.Key_Escape)
    reader.key(Qt.Key.Key_Down)
    reader.key(Qt.Key.Key_K)
    model = reader.session.model
    rois, images, inputs = model.rois, model.key_images, model.inputs
    assert [lesion.name for lesion in rois.lesions] == ["T1", "T2"]
    assert rois.slide is not None
    assert len(rois.measurements) == 1
    assert len(images) == 2
    reader.until(lambda: reader.reads(r"^Saved \d\d:\d\d:\d\d$"))
    qtbot.wait(800)
    reader.wait()

    kept = case_library(tmp_path / "home" / "cases")
    ((entry,), faults) = (kept.list().entries, kept.list().faults)
    assert faults == ()
    assert same(kept.load(entry.case_id).rois, rois)  # already now, should the computer lose its power
    reader.leave()

    again = sit_down(qtbot, tmp_path / "home")
    try:
        assert again.session.model.viewed_ct is None
        again.go("Cases")
        table = next(again.seen(QTreeWidget))
        assert table.topLevelItemCount() == 1
        assert "Phantom" in table.topLevelItem(0).text(0)
        again.press("Open")
        again.wait()
        back = again.session.model
        assert same(back.rois, rois)
        assert same(back.key_images, images)
        assert back.inputs.clinical == inputs.clinical
        assert back.inputs.regimen is inputs.regimen
        assert same(back.inputs.facts, inputs.facts)
        assert again.session.board.problems == reader.session.board.problems
        again.go("CT")
        assert again.button("Lock T2 against changes").isEnabled()
    finally:
        again.leave()
