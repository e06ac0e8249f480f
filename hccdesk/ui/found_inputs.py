"""What was found for the case and what of it was chosen: one immutable value, no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hccdesk.domain.case_snapshot import CtSource, SlideSource
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
    stated_um_per_px: float | None = None
    """The resolution of the slide that a reader told."""
    refused_mask: RoiFile | None = None
    refused_outline: RoiFile | None = None
    """Chosen, but it cannot be used: what is in the case stays."""

    def merged(self, found: Inspection, root: Path) -> Inputs:
        """With what was found under `root`; a kind that was found there replaces what was found before.

        The series, or the slide, that is chosen already and is found again stays chosen, with its region. Where no
        series found can even be looked at, the one that is chosen stays.
        """
        now = self
        if found.series and (self.series is None or not none_usable(found.series)):
            now = now._with_series(found.series, root)
        masks = tuple(roi for roi in found.roi_files if roi.labels)
        outlines = tuple(roi for roi in found.roi_files if not roi.labels)
        if masks:
            now = replace(now, found_masks=masks).with_mask(masks[0] if len(masks) == 1 else None)
        if found.slides:
            now = now._with_slides(found.slides)
        if outlines:
            now = replace(now, found_outlines=outlines, outline=_only_outline(outlines))
        return now

    def _with_series(self, found: tuple[CtSeries, ...], root: Path) -> Inputs:
        uid = self.series.series_instance_uid if self.series else None
        again = next((series for series in found if series.series_instance_uid == uid), None)
        if again:
            return replace(self, ct_root=root, found_series=found, series=again)
        return replace(self.without_ct(), ct_root=root, found_series=found, series=_only_series(found))

    def _with_slides(self, found: tuple[SlideFacts, ...]) -> Inputs:
        if self.slide in found:
            return replace(self, found_slides=found)
        return replace(self.without_slide(), found_slides=found, slide=found[0] if len(found) == 1 else None)

    def with_ct_of(self, other: Inputs) -> Inputs:
        """With the CT, and the region on it, of another choice."""
        return replace(
            self,
            ct_root=other.ct_root,
            found_series=other.found_series,
            series=other.series,
            found_masks=other.found_masks,
            mask=other.mask,
            mask_label=other.mask_label,
        )

    def with_slide_of(self, other: Inputs) -> Inputs:
        """With the slide, and the outline on it, of another choice."""
        return replace(
            self,
            found_slides=other.found_slides,
            slide=other.slide,
            found_outlines=other.found_outlines,
            outline=other.outline,
            stated_um_per_px=other.stated_um_per_px,
        )

    def with_mask(self, mask: RoiFile | None) -> Inputs:
        """Another mask; its label is chosen where it has only one."""
        label = mask.labels[0] if mask and len(mask.labels) == 1 else None
        return replace(self, mask=mask, mask_label=label)

    def without_ct(self) -> Inputs:
        """No CT, and so no region on it."""
        return self.with_ct_of(Inputs())

    def without_slide(self) -> Inputs:
        """No slide, and so no outline on it."""
        return self.with_slide_of(Inputs())


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the inputs of a kept case came from."""

    ct: CtSource | None = None
    slide: SlideSource | None = None

    @property
    def roots(self) -> tuple[Path, ...]:
        """What to look through; a file inside a folder of them is found with it."""
        ct, slide = self.ct, self.slide
        named = (ct and ct.root, ct and ct.mask, slide and slide.path, slide and slide.outline)
        paths = tuple(dict.fromkeys(path for path in named if path))
        return tuple(path for path in paths if not any(other in path.parents for other in paths))

    def chosen(self, found: Sequence[tuple[Path, Inspection]]) -> Inputs:
        """What was found again, with the same choice among it."""
        inputs = Inputs()
        for root, inspection in found:
            inputs = inputs.merged(inspection, root)
        # A region whose image is gone is no news: it waits for that image, with what else was drawn on it.
        inputs = inputs if inputs.found_series else inputs.without_ct()
        inputs = inputs if inputs.found_slides else inputs.without_slide()
        uid = self.ct.series_instance_uid if self.ct else None
        series = next((one for one in inputs.found_series if one.series_instance_uid == uid), None)
        mask = _at(inputs.found_masks, self.ct.mask if self.ct else None)
        slide = next(
            (one for one in inputs.found_slides if self.slide and one.path.absolute() == self.slide.path), None
        )
        outline = _at(inputs.found_outlines, self.slide.outline if self.slide else None)
        label = self.ct.mask_label if self.ct and mask else None
        chosen = replace(inputs, series=series, mask=mask, mask_label=label, slide=slide, outline=outline)
        stated = self.slide.stated_um_per_px if self.slide and slide else None
        return replace(chosen, stated_um_per_px=stated)


def _at(files: Sequence[RoiFile], path: Path | None) -> RoiFile | None:
    return next((file for file in files if file.path.absolute() == path), None)


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


def none_usable(series: Sequence[CtSeries]) -> bool:
    """Whether none of these series can even be looked at."""
    return all(one.verdict.suitability is Suitability.NONE for one in series)


def _only_series(series: Sequence[CtSeries]) -> CtSeries | None:
    """The one series a model may see; where there is none, the one that can at least be looked at."""
    for wanted in ((Suitability.INFER,), (Suitability.VIEW, Suitability.MEASURE)):
        fitting = [one for one in series if one.verdict.suitability in wanted]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _only_outline(outlines: Sequence[RoiFile]) -> RoiFile | None:
    """The one outline; files of one name but for the suffix are one outline in several formats, GeoJSON keeps holes."""
    if len({(file.path.parent, file.path.name.partition(".")[0]) for file in outlines}) != 1:
        return None
    return min(outlines, key=lambda file: (file.path.suffix.lower() not in (".geojson", ".json"), file.path.name))
