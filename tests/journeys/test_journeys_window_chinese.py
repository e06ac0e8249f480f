"""Chinese in the middle of a case: the case stays, the work goes on, and no English word of ours is left."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from hccdesk import resources

pytestmark = pytest.mark.timeout(600)
OWN_NAMES = {"English"}
"""A choice of languages names each in itself."""
STEPS = ["Cases", "Case", "CT", "Slide", "Results", "Board", "Report"]


def english_words() -> dict[str, str]:
    """What our catalogue says otherwise in Chinese; entries that are not finished, or the same, do not count."""
    found: dict[str, set[str]] = {}
    tree = ET.parse(resources.assets_folder() / "i18n" / "ui" / "hccdesk_zh_CN.ts")
    for message in tree.getroot().iter("message"):
        source, said = message.findtext("source") or "", message.find("translation")
        chinese = said.text if said is not None and said.get("type") != "unfinished" else None
        found.setdefault(source, set()).add(chinese or source)
    return {source: next(iter(said)) for source, said in found.items() if source not in said}


def tips(reader) -> list[str]:
    """What is said only to who asks, or listens."""
    every = [text for widget in reader.seen(QWidget) for text in (widget.toolTip(), widget.accessibleName())]
    return every + [box.itemText(at) for box in reader.seen(QComboBox) for at in range(box.count())]


@pytest.mark.control("RISK-43-a")
def test_that_the_window_changes_to_chinese_in_the_midst_of_a_case(reader, sample):
    reader.drop(sample.ct_folder, sample.ct_roi)
    reader.drop(sample.slide, sample.clinical)
    reader.go("Results")
    assert reader.steps() == STEPS
    model = reader.session.model
    lesions = model.rois.lesions
    reader.press("Analyse")
    reader.press("Chinese · 中文")  # while it runs
    reader.until(lambda: reader.reads("^分析$"))
    reader.wait()
    assert reader.button("分析").isEnabled()
    result = model.result
    assert result is not None
    assert model.rois.lesions == lesions
    assert f"{result.ct_response.probability_of_objective_response:.2f}" in reader.texts()
    steps = reader.steps()
    assert len(steps) == 7
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in steps if text != "CT")

    left: dict[str, set[str]] = {}
    english_ones = english_words()
    for step in steps:
        reader.go(step)
        reader.wait()
        said = {text.strip() for text in (*reader.texts(), *tips(reader))}
        left[step] = {text for text in said if text in english_ones} - OWN_NAMES
    assert {step: words for step, words in left.items() if words} == {}

    reader.go("CT")
    reader.key(Qt.Key.Key_B)
    axial = reader.view("轴位")
    before = sum(lesion.roi.mask.sum() for lesion in model.rois.lesions)
    reader.drag(axial, (120, 160), (180, 160))
    assert sum(lesion.roi.mask.sum() for lesion in model.rois.lesions) > before
    reader.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert model.rois.lesions == lesions

    reader.press("English · 英文")
    reader.until(lambda: "Cases" in reader.steps())
    assert model.result is result
