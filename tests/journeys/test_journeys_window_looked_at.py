"""The first look: the sample patient, a folder of nonsense, and a real liver and slide, shown the right way round."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QImage

pytestmark = pytest.mark.timeout(600)


def pixels(picture: QImage) -> np.ndarray:
    """(row, column, RGB)."""
    flat = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(flat.constBits(), np.uint8).reshape(flat.height(), flat.bytesPerLine())
    return rows[:, : 3 * flat.width()].reshape(flat.height(), flat.width(), 3).astype(int)


def middle_of_the_window(reader) -> np.ndarray:
    shown = pixels(reader.window.grab().toImage())
    return shown[250:550, 400:700]


def key_image(reader):
    """What the view in use shows, as a key image keeps it: its pixels, and the number of its slice, from 0."""
    reader.key(Qt.Key.Key_K)
    figure = reader.session.model.key_images[-1]
    return figure.rgb.astype(int), int(str(dict(figure.caption.facts)["place"]).partition("/")[0]) - 1


def test_that_the_sample_patient_is_made_opened_and_looked_at(reader, tmp_path, monkeypatch):
    monkeypatch.setattr(QStandardPaths, "writableLocation", staticmethod(lambda _: str(tmp_path / "data")))
    reader.press("Try the sample patient")
    reader.wait()
    assert reader.reads("PHANTOM-P7")
    inputs = reader.session.model.inputs
    assert {fact.role for fact in inputs.facts} == {"ct", "ct_roi", "slide", "slide_roi"}
    assert inputs.clinical.patient_id == "PHANTOM-P7-1000001"
    reader.go("CT")
    reader.wait()
    rgb, at = key_image(reader)
    assert inputs.rois.tumour.mask[at].any()  # it opens in the tumour
    assert (np.ptp(rgb, axis=2) > 60).any()  # and its outline, which has a colour, is drawn
    reader.key(Qt.Key.Key_A)
    without, _ = key_image(reader)
    assert (np.ptp(rgb, axis=2) > 60).sum() > (np.ptp(without, axis=2) > 60).sum()
    reader.go("Slide")
    reader.wait()
    shown = middle_of_the_window(reader)
    tissue = (shown[..., 0] > shown[..., 1] + 20) & (shown[..., 2] > shown[..., 1] + 10)  # eosin and haematoxylin
    assert tissue.mean() > 0.2
    assert len(np.unique(shown[..., 1])) > 50


@pytest.mark.bad("BAD-001")
def test_that_a_folder_of_nonsense_is_a_line_and_not_a_crash(reader, tmp_path):
    junk = tmp_path / "junk"
    junk.mkdir()
    (junk / "a.dcm").write_bytes(b"\0" * 128 + b"DICM" + b"\xff" * 400)
    (junk / "b.svs").write_bytes(b"II*\0" + b"\xff" * 100)
    reader.drop(junk)
    assert reader.reads("^1 problem")
    reader.key(Qt.Key.Key_F8)
    assert reader.reads("(?i)^junk: ")
    reader.go("CT")
    assert reader.session.model.viewed_ct is None
    assert reader.reads("^No CT yet$")


@pytest.mark.real_data
@pytest.mark.control("RISK-03-a")
def test_that_a_real_ct_and_slide_are_shown_the_right_way_round(reader, real_data: Path):
    reader.drop(real_data / "ct" / "hcc_048_portal_venous")
    reader.drop(real_data / "wsi" / "aperio_CMU-1-Small-Region.svs")
    reader.go("CT")
    reader.wait()
    reader.key(Qt.Key.Key_4)  # bone
    reader.key(Qt.Key.Key_X)
    grey, _ = key_image(reader)
    bright = grey.min(axis=2)
    rows, columns = bright.shape
    # The spine lies behind the middle, which is below on an axial view; the air is all around.
    spine = np.argwhere(bright[rows // 6 : -rows // 6, columns * 2 // 5 : columns * 3 // 5] > 170)
    assert np.median(spine[:, 0]) + rows / 6 > rows / 2
    reader.go("Slide")
    reader.wait()
    assert len(np.unique(middle_of_the_window(reader)[..., 1])) > 50
