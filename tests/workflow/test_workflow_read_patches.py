"""Looking ahead at the patches and the analysis read the same ones, in order, and stop at once when asked."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from report_builder import a_slide, a_slide_roi

from hccdesk import resources
from hccdesk.domain.case import SlideInput
from hccdesk.domain.errors import CalibrationError, Cancelled, InputError, ModelBundleError
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.roi import Polygon, SlideRoi
from hccdesk.domain.slide import DropReason
from hccdesk.workflow import read_patches as module
from hccdesk.workflow.installed_models import installed_models
from hccdesk.workflow.preview_patches import preview_patches
from hccdesk.workflow.read_patches import read_patches
from hccdesk.workflow.workbench import Workbench, open_workbench
from hccdesk.wsi.open_slide import describe_slide
from hccdesk.wsi.patches import PatchBatch

DROPS = {3: DropReason.OUT_OF_FOCUS, 10: DropReason.BACKGROUND, 11: DropReason.UNREADABLE}


class FakeSandbox:
    """Patches whose first pixel says which they are; a few are dropped."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.go_on = threading.Event()
        self.go_on.set()

    def call(self, function, path, grid, indices, progress=None):
        assert self.go_on.wait(30)
        self.asked += indices
        rgb = np.zeros((len(indices), 8, 8, 3), np.uint8)
        rgb[:, 0, 0, 0] = indices
        return PatchBatch(rgb, tuple(DROPS.get(index) for index in indices))


@pytest.fixture
def sandbox():
    return FakeSandbox()


@pytest.fixture
def spec():
    return installed_models(resources.models_folder()).haim.manifest.slide_input


@pytest.fixture
def slide():
    outline = np.array([(0, 0), (512 * 6, 0), (512 * 6, 512 * 4), (0, 512 * 4)], dtype=float)
    facts = replace(a_slide(), width_px=8000, height_px=8000, um_per_px=0.25, bounds_offset_px=(0, 0))
    return SlideInput(facts, SlideRoi((Polygon(outline, ()),), "drawn"))


def bench(sandbox, folder: Path | None = None) -> Workbench:
    return Workbench(sandbox, DeviceChoice.CPU, folder or resources.models_folder(), lambda: None)


def test_that_every_patch_is_kept_or_dropped_and_the_kept_ones_are_handed_on_in_order(sandbox, spec, slide):
    given: list[int] = []
    selection = read_patches(slide, spec, sandbox, NoProgress(), lambda rgb: given.append(int(rgb[0, 0, 0])))
    assert sandbox.asked == list(range(24))
    assert selection.dropped == DROPS
    assert selection.kept.tolist() == given == [i for i in range(24) if i not in DROPS]
    assert selection.dropped_by_reason()["unreadable"] == 1


def test_that_the_preview_is_what_the_analysis_reads(sandbox, spec, slide):
    read = read_patches(slide, spec, FakeSandbox(), NoProgress())
    seen = preview_patches(slide, bench(sandbox))
    assert seen.kept.tolist() == read.kept.tolist()
    assert seen.dropped == read.dropped
    assert seen.grid.top_left_px.tolist() == read.grid.top_left_px.tolist()


def test_that_more_patches_than_the_model_takes_are_thinned_out_evenly_and_unread(sandbox, spec, slide):
    selection = read_patches(slide, replace(spec, maximum_patches=6), sandbox, NoProgress())
    assert sandbox.asked == [0, 5, 9, 14, 18, 23]
    assert selection.dropped_by_reason()["not_sampled"] == 18


def test_that_it_counts_patch_by_patch(sandbox, spec, slide):
    class Steps:
        seen: list[tuple[int, int, str]] = []  # noqa: RUF012 - one test's own

        def step(self, done, total, label):
            self.seen.append((done, total, label))

    read_patches(slide, spec, sandbox, Steps())
    assert [done for done, *_ in dict.fromkeys(Steps.seen)] == list(range(25))
    assert {(total, label) for _, total, label in Steps.seen} == {(24, "Slide: patches")}


@pytest.mark.bad("BAD-049")
def test_that_a_read_that_does_not_come_back_keeps_nobody_waiting(sandbox, spec, slide, monkeypatch):
    class Stopped:
        def step(self, done, total, label):
            raise Cancelled

    monkeypatch.setattr(module, "BEAT_S", 0.05)
    sandbox.go_on.clear()
    begun = monotonic()
    with pytest.raises(Cancelled):
        read_patches(slide, spec, sandbox, Stopped())
    assert monotonic() - begun < 1.0
    sandbox.go_on.set()


def test_that_a_slide_that_cannot_be_read_says_so(sandbox, spec, slide, monkeypatch):
    def broken(*_, **__):
        raise InputError("not a slide")

    monkeypatch.setattr(sandbox, "call", broken)
    with pytest.raises(InputError, match="not a slide"):
        read_patches(slide, spec, sandbox, NoProgress())


def test_that_an_outline_without_a_whole_patch_gives_an_empty_selection(sandbox, spec, slide):
    speck = Polygon(np.array([(1.0, 1.0), (3.0, 1.0), (3.0, 3.0)]), ())
    selection = preview_patches(replace(slide, roi=SlideRoi((speck,), "drawn")), bench(sandbox))
    assert len(selection.kept) == 0
    assert not selection.dropped


def test_that_what_is_missing_for_a_preview_is_said(sandbox, slide, tmp_path):
    with pytest.raises(InputError, match="outlined"):
        preview_patches(replace(slide, roi=None), bench(sandbox))
    with pytest.raises(CalibrationError):
        preview_patches(replace(slide, facts=replace(slide.facts, um_per_px=None)), bench(sandbox))
    (tmp_path / "resnet50-backbone").symlink_to(resources.models_folder() / "resnet50-backbone")
    with pytest.raises(ModelBundleError, match="no slide response model"):
        preview_patches(SlideInput(slide.facts, a_slide_roi()), bench(sandbox, tmp_path))


@pytest.mark.real_data
def test_that_a_real_slide_s_tissue_is_kept_and_its_background_is_not(real_data):
    path = real_data / "wsi" / "aperio_CMU-1-Small-Region.svs"
    with open_workbench(DeviceChoice.CPU) as workbench:
        facts = workbench.sandbox.call(describe_slide, path)
        corners = [(0, 0), (facts.width_px, 0), (facts.width_px, facts.height_px), (0, facts.height_px)]
        whole = SlideRoi((Polygon(np.array(corners, dtype=float), ()),), "drawn")
        selection = preview_patches(SlideInput(facts, whole), workbench)
    assert len(selection.kept) + len(selection.dropped) == len(selection.grid.top_left_px) == 4 * 5
    assert len(selection.kept) >= 10
    assert set(selection.dropped.values()) <= {DropReason.BACKGROUND, DropReason.OUT_OF_FOCUS, DropReason.BAD_STAIN}
