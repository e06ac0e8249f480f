"""What was found for the case and what of it was chosen: one immutable value, no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.domain.slide import SlideFacts

if TYPE_CHECKING:
    from hccdesk.workflow.inspect_folder import Inspection, RoiFile

CLINICAL_SUFFIXES = (".json", ".csv")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Found series, masks, slides and outlines, and the choice among each; None where nothing is chosen yet."""

    ct_root: Path | None = None
    found_series: tuple[CtSeries, ...] = ()
    series: CtSeries | None = None
    found_masks: tuple[RoiFile, ...] = ()
    mask: RoiFile | None = None
    mask_label: str | None = None
    found_slides: tuple[SlideFacts, ...] = ()
    slide: SlideFacts | None = None
    found_outlines: tuple[RoiFile, ...] = ()
    outline: RoiFile | None = None

    def merged(self, found: Inspection, root: Path) -> Inputs:
        """With what was found under `root`; a kind that was found there replaces what was found before."""
        now = self
        if found.series:
            now = replace(now, ct_root=root, found_series=found.series, series=_only_series(found.series))
            now = replace(now, found_masks=(), mask=None, mask_label=None)
        masks = tuple(roi for roi in found.roi_files if roi.labels)
        outlines = tuple(roi for roi in found.roi_files if not roi.labels)
        if masks:
            now = replace(now, found_masks=masks).with_mask(masks[0] if len(masks) == 1 else None)
        if found.slides:
            only = found.slides[0] if len(found.slides) == 1 else None
            now = replace(now, found_slides=found.slides, slide=only, found_outlines=(), outline=None)
        if outlines:
            now = replace(now, found_outlines=outlines, outline=outlines[0] if len(outlines) == 1 else None)
        return now

    def with_mask(self, mask: RoiFile | None) -> Inputs:
        """Another mask; its label is chosen where it has only one."""
        label = mask.labels[0] if mask and len(mask.labels) == 1 else None
        return replace(self, mask=mask, mask_label=label)

    def without_ct(self) -> Inputs:
        """No CT, and so no region on it."""
        return replace(self, ct_root=None, found_series=(), series=None, found_masks=(), mask=None, mask_label=None)

    def without_slide(self) -> Inputs:
        """No slide, and so no outline on it."""
        return replace(self, found_slides=(), slide=None, found_outlines=(), outline=None)


def clinical_files(found: Inspection, dropped: Sequence[Path]) -> tuple[Path, ...]:
    """Files that may hold the clinical row: handed over by themselves, or named so in a folder."""
    return tuple(
        skipped.path
        for skipped in found.skipped
        if skipped.path.suffix.lower() in CLINICAL_SUFFIXES
        and (skipped.path in dropped or skipped.path.stem.lower().startswith("clinical"))
    )


def roots_of(paths: Sequence[Path]) -> tuple[Path, ...]:
    """What to look through: DICOM files dropped together are one series, so their folder is taken."""
    files = [path for path in paths if not path.is_dir()]
    slices = [path for path in files if path.suffix.lower() in ("", ".dcm", ".ima")]
    if len(slices) < 2:
        return tuple(dict.fromkeys(paths))
    return tuple(dict.fromkeys([path.parent if path in slices else path for path in paths]))


def _only_series(series: Sequence[CtSeries]) -> CtSeries | None:
    """The one series a model may see; where there is none, the one that can at least be looked at."""
    for wanted in ((Suitability.INFER,), (Suitability.VIEW, Suitability.MEASURE)):
        fitting = [one for one in series if one.verdict.suitability in wanted]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None
