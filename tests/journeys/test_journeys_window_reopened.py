"""What was drawn, measured, kept and typed is there again in the next session, field by field."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget
from reader_hands import CTRL, Reader, sit_down

from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.workflow.case_library import case_library

pytestmark = pytest.mark.timeout(600)


def differences(one: object, other: object, where: str = "") -> list[str]:
    """Where two values are not the same, arrays bit by bit."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return [] if one.dtype == other.dtype and np.array_equal(one, other) else [where]
    if type(one) is not type(other):
        return [f"{where}: {type(one)} | {type(other)}"]
    if is_dataclass(one):
        pairs = [(f".{field.name}", getattr(one, field.name), getattr(other, field.name)) for field in fields(one)]
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        pairs = [(f"[{number}]", a, b) for number, (a, b) in enumerate(zip(one, other, strict=True))]
    elif isinstance(one, Mapping) and isinstance(other, Mapping) and one.keys() == other.keys():
        pairs = [(f"[{key}]", one[key], other[key]) for key in one]
    else:
        return [] if one == other else [f"{where}: {one!r} | {other!r}"[:300]]
    return [place for name, a, b in pairs for place in differences(a, b, where + name)]


def same(one: object, other: object) -> bool:
    """Equal field by field, arrays by their values."""
    return differences(one, other) == []


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
    kept.open()
    ((entry,), faults) = (kept.list().entries, kept.list().faults)
    assert faults == ()
    assert same(kept.load(entry.case_id).rois, rois)  # already now, should the computer lose its power
    kept.close()
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


def snapshot_in(home: Path) -> CaseSnapshot:
    """The one case of the library, as a program that starts now would find it."""
    library = case_library(home / "cases")
    library.open()
    try:
        (entry,) = library.list().entries
        return library.load(entry.case_id)
    finally:
        library.close()


def undone_and_done_again(reader: Reader) -> list[tuple[object, ...]]:
    """Every state of the case, back to the first act and forward again, by the keys, with what was done last."""
    model, states = reader.session.model, []
    for key, may in ((Qt.Key.Key_Z, model.undo_stack.canUndo), (Qt.Key.Key_Y, model.undo_stack.canRedo)):
        while may():
            reader.key(key, CTRL)
            states.append((model.undo_stack.undoText(), model.rois, model.key_images, model.inputs.clinical))
    return states


def test_that_a_case_built_by_hand_is_reopened_equal_field_by_field_although_its_stick_is_gone(
    qtbot, reader, sample, few_patches, tmp_path
):
    stick = tmp_path / "stick"
    shutil.copytree(sample.ct_folder, stick / "ct")
    for path in (sample.ct_roi, sample.slide, sample.clinical, few_patches):
        shutil.copy(path, stick / path.name)
    reader.session.input_keeping.watch()
    reader.drop(stick / "ct", stick / sample.ct_roi.name)
    reader.drop(stick / sample.slide.name, stick / few_patches.name, stick / sample.clinical.name)
    reader.choose("Planned treatment", "HAIC + TKI + ICI")
    reader.go("CT")
    reader.press("New lesion")
    reader.key(Qt.Key.Key_B)
    axial = reader.view("Axial")
    reader.drag(axial, (150, 200), (190, 200), (190, 240))
    reader.drag(axial, (150, 200), (150, 240))
    reader.key(Qt.Key.Key_D)
    reader.drag(axial, (120, 120), (220, 180))
    reader.key(Qt.Key.Key_K)
    reader.key(Qt.Key.Key_Escape)
    reader.go("Results")
    reader.press("Analyse")
    model = reader.session.model
    reader.until(lambda: model.result is not None, 300_000)
    reader.go("CT")
    reader.key(Qt.Key.Key_Down)
    reader.key(Qt.Key.Key_Plus)
    reader.wait()
    states, result, rois = undone_and_done_again(reader), model.result, model.rois
    assert len(states) >= 8
    assert model.result_is_current
    reader.until(lambda: not reader.session.input_keeping.runner.running)
    reader.wait()
    views, facts = reader.session.views.now(), model.inputs.facts
    reader.leave()
    shutil.rmtree(stick)

    kept = snapshot_in(tmp_path / "home")
    assert kept.analysed
    again = sit_down(qtbot, tmp_path / "home")
    try:
        again.go("Cases")
        again.press("Open")
        again.wait()
        session, back = again.session, again.session.model
        now = replace(session.keeper.snapshot, views=session.views.now())
        assert differences(now, kept) == []
        assert differences(session.views.now(), views) == []
        assert same((back.rois, back.inputs.facts), (rois, facts))
        assert session.screen == "ct"
        assert same(back.result, result)
        assert back.result_is_current
        assert session.board.problems == reader.session.board.problems
        assert differences(tuple(undone_and_done_again(again)), tuple(states)) == []
        assert back.result_is_current
        assert session.library.verify_audit().is_whole
    finally:
        again.leave()
