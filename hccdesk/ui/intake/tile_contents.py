"""What the four tiles say, from what was found, chosen and read. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.ct import Suitability
from hccdesk.domain.roi import RoiMeasurements, SlideRoi
from hccdesk.domain.roi_set import RoiSet
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.found_inputs import Inputs, none_usable
from hccdesk.ui.image_words import series_line, several_patients, slide_line
from hccdesk.ui.intake.tile_content import TileContent, TileState
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import say


def tile_contents(
    inputs: Inputs, model: CaseModel, reading: frozenset[str], faults: frozenset[str], region_size: str = ""
) -> dict[str, TileContent]:
    """Each tile's content by role; `faults` are the sources (`ct`, `slide`) with a line on the problem list.

    `region_size` is the size of the lesions as they stand, in words; empty as long as they are being measured.
    """
    return {
        "ct": _ct(inputs, model, "ct" in reading),
        "ct_roi": _mask(inputs, model, "ct" in reading, region_size),
        "slide": _slide(inputs, model, "slide" in reading, "slide" in faults),
        "slide_roi": _outline(inputs, model, "slide" in reading, "slide" in faults),
    }


def _ct(inputs: Inputs, model: CaseModel, reading: bool) -> TileContent:
    of_whom = several_patients(inputs.found_series)
    choices = tuple(series_line(series, of_whom=of_whom) for series in inputs.found_series)
    if not inputs.found_series:
        return TileContent(TileState.EMPTY)
    if inputs.series is None and none_usable(inputs.found_series):
        first = inputs.found_series[0]
        reason = say(first.verdict.reasons[0]) if first.verdict.reasons else first.description
        return TileContent(TileState.FAULT, series_line(first), reason, choices, -1)
    if inputs.series is None:
        return TileContent(TileState.CHOOSE, translate("InputTiles", "Which series?"), "", choices, -1)
    line, chosen = series_line(inputs.series), inputs.found_series.index(inputs.series)
    detail = say(inputs.series.verdict.reasons[0]) if inputs.series.verdict.reasons else inputs.series.description
    if reading:
        return TileContent(TileState.READING, line, detail, choices, chosen)
    if inputs.series.verdict.suitability is not Suitability.INFER or model.viewed_ct is None:
        return TileContent(TileState.FAULT, line, detail, choices, chosen)
    return TileContent(TileState.READY, line, detail, choices, chosen)


def _mask(inputs: Inputs, model: CaseModel, reading: bool, size: str) -> TileContent:
    if not inputs.found_masks:
        return _drawn_lesions(model, size)
    if inputs.mask is None:
        names = tuple(mask.path.name for mask in inputs.found_masks)
        return TileContent(TileState.CHOOSE, translate("InputTiles", "Which file?"), "", names, -1)
    name, labels = inputs.mask.path.name, inputs.mask.labels
    if inputs.mask_label is None:
        return TileContent(TileState.CHOOSE, name, translate("InputTiles", "Which label is the tumour?"), labels, -1)
    chosen = labels.index(inputs.mask_label)
    if inputs.mask == inputs.refused_mask and model.rois.has_tumour and not reading:
        return TileContent(TileState.READY, lesion_names(model.rois), _not_used(name), labels, chosen)
    state, detail = _state_of_mask(inputs, model, reading, size)
    return TileContent(state, name, detail, labels, chosen)


def _state_of_mask(inputs: Inputs, model: CaseModel, reading: bool, size: str) -> tuple[TileState, str]:
    if reading:
        return TileState.READING, ""
    if inputs.series is None and not none_usable(inputs.found_series):
        return TileState.CHOOSE, translate("InputTiles", "Choose the series first.")
    if model.inputs.ct is None or model.inputs.ct.roi is None:
        return TileState.FAULT, ""
    if not model.rois.has_tumour:
        return TileState.READY, translate("InputTiles", "taken out on the CT screen")
    edited = model.rois.lesions[0].roi is not model.inputs.ct.roi or len(model.rois.lesions) > 1
    parts = (size, translate("InputTiles", "edited") if edited else "")
    return TileState.READY, " · ".join(part for part in parts if part)


def _slide(inputs: Inputs, model: CaseModel, reading: bool, fault: bool) -> TileContent:
    if not inputs.found_slides:
        return TileContent(TileState.EMPTY)
    names = tuple(slide.path.name for slide in inputs.found_slides)
    if inputs.slide is None:
        return TileContent(TileState.CHOOSE, translate("InputTiles", "Which slide?"), _still_open(model), names, -1)
    chosen = inputs.found_slides.index(inputs.slide)
    state = TileState.READING if reading else TileState.READY
    if not reading and model.inputs.slide is None:
        state = TileState.FAULT if fault else TileState.EMPTY
    return TileContent(state, inputs.slide.path.name, slide_line(inputs.slide), names, chosen)


def _still_open(model: CaseModel) -> str:
    slide, told = model.inputs.slide, translate("InputTiles", "{file} stays until you choose.")
    return told.format(file=slide.facts.path.name) if slide else ""


def _outline(inputs: Inputs, model: CaseModel, reading: bool, fault: bool) -> TileContent:
    if not inputs.found_outlines:
        return _drawn_outline(model.rois.slide)
    names = tuple(outline.path.name for outline in inputs.found_outlines)
    if inputs.outline is None:
        return TileContent(TileState.CHOOSE, translate("InputTiles", "Which file?"), "", names, -1)
    chosen = inputs.found_outlines.index(inputs.outline)
    name = inputs.outline.path.name
    if reading:
        return TileContent(TileState.READING, name, "", names, chosen)
    roi = model.rois.slide
    taken = model.inputs.slide is not None and model.inputs.slide.roi is not None
    if roi is not None and inputs.outline == inputs.refused_outline:
        return TileContent(TileState.READY, _areas(roi), _not_used(name), names, chosen)
    if roi is None or (fault and not taken):
        return TileContent(TileState.FAULT, name, "", names, chosen)
    return TileContent(TileState.READY, name, _areas(roi), names, chosen)


def _drawn_lesions(model: CaseModel, size: str) -> TileContent:
    if not model.rois.has_tumour:
        return TileContent(TileState.EMPTY)
    drawn = translate("InputTiles", "drawn on the CT screen")
    return TileContent(TileState.READY, lesion_names(model.rois), f"{size} · {drawn}" if size else drawn)


def lesion_names(rois: RoiSet) -> str:
    """The lesions by name."""
    return ", ".join(lesion.name for lesion in rois.lesions)


def size_words(sizes: Sequence[RoiMeasurements]) -> str:
    """All lesions together, and the largest diameter among them."""
    if not sizes:
        return ""
    volume_ml = sum(size.volume_ml for size in sizes)
    return f"{volume_ml:.1f} ml · Ø {max(size.longest_axial_diameter_mm for size in sizes):.1f} mm"


def _not_used(name: str) -> str:
    return translate("InputTiles", "{file} cannot be used; × takes the file out.").format(file=name)


def _drawn_outline(roi: SlideRoi | None) -> TileContent:
    if roi is None or not roi.polygons:
        return TileContent(TileState.EMPTY)
    return TileContent(TileState.READY, _areas(roi), translate("InputTiles", "drawn on the Slide screen"))


def _areas(roi: SlideRoi) -> str:
    return translate("InputTiles", "outlines: {n}").format(n=len(roi.polygons))
