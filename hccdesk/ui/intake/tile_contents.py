"""What the four tiles say, from what was found, chosen and read. No widgets."""

from __future__ import annotations

from hccdesk.domain.ct import Suitability
from hccdesk.domain.roi import SlideRoi
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.found_inputs import Inputs
from hccdesk.ui.image_words import series_line, slide_line
from hccdesk.ui.intake.tile_content import TileContent, TileState
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import say


def tile_contents(
    inputs: Inputs, model: CaseModel, reading: frozenset[str], faults: frozenset[str]
) -> dict[str, TileContent]:
    """Each tile's content by role; `faults` are the sources (`ct`, `slide`) with a line on the problem list."""
    return {
        "ct": _ct(inputs, model, "ct" in reading),
        "ct_roi": _mask(inputs, model, "ct" in reading, "ct" in faults),
        "slide": _slide(inputs, model, "slide" in reading, "slide" in faults),
        "slide_roi": _outline(inputs, model, "slide" in reading, "slide" in faults),
    }


def _ct(inputs: Inputs, model: CaseModel, reading: bool) -> TileContent:
    choices = tuple(series_line(series) for series in inputs.found_series)
    if not inputs.found_series:
        return TileContent(TileState.EMPTY)
    if inputs.series is None:
        return TileContent(TileState.CHOOSE, translate("InputTiles", "Which series?"), "", choices, -1)
    line, chosen = series_line(inputs.series), inputs.found_series.index(inputs.series)
    detail = say(inputs.series.verdict.reasons[0]) if inputs.series.verdict.reasons else inputs.series.description
    if reading:
        return TileContent(TileState.READING, line, detail, choices, chosen)
    if inputs.series.verdict.suitability is not Suitability.INFER or model.viewed_ct is None:
        return TileContent(TileState.FAULT, line, detail, choices, chosen)
    return TileContent(TileState.READY, line, detail, choices, chosen)


def _mask(inputs: Inputs, model: CaseModel, reading: bool, fault: bool) -> TileContent:
    if not inputs.found_masks:
        return _drawn_lesions(model)
    if inputs.mask is None:
        names = tuple(mask.path.name for mask in inputs.found_masks)
        return TileContent(TileState.CHOOSE, translate("InputTiles", "Which file?"), "", names, -1)
    name, labels = inputs.mask.path.name, inputs.mask.labels
    if inputs.mask_label is None:
        return TileContent(TileState.CHOOSE, name, translate("InputTiles", "Which label is the tumour?"), labels, -1)
    chosen = labels.index(inputs.mask_label)
    if reading:
        return TileContent(TileState.READING, name, "", labels, chosen)
    if fault or inputs.series is None:
        return TileContent(TileState.FAULT, name, "", labels, chosen)
    return TileContent(TileState.READY, name, _size_of(model), labels, chosen)


def _size_of(model: CaseModel) -> str:
    ct = model.inputs.ct
    if not (ct and ct.measurements):
        return ""
    return f"{ct.measurements.volume_ml:.1f} ml · Ø {ct.measurements.longest_axial_diameter_mm:.1f} mm"


def _slide(inputs: Inputs, model: CaseModel, reading: bool, fault: bool) -> TileContent:
    if not inputs.found_slides:
        return TileContent(TileState.EMPTY)
    names = tuple(slide.path.name for slide in inputs.found_slides)
    if inputs.slide is None:
        return TileContent(TileState.CHOOSE, translate("InputTiles", "Which slide?"), "", names, -1)
    chosen = inputs.found_slides.index(inputs.slide)
    state = TileState.READING if reading else TileState.READY
    if not reading and model.inputs.slide is None:
        state = TileState.FAULT if fault else TileState.EMPTY
    return TileContent(state, inputs.slide.path.name, slide_line(inputs.slide), names, chosen)


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
    if fault or roi is None:
        return TileContent(TileState.FAULT, name, "", names, chosen)
    return TileContent(TileState.READY, name, _areas(roi), names, chosen)


def _drawn_lesions(model: CaseModel) -> TileContent:
    names = ", ".join(lesion.name for lesion in model.rois.lesions)
    if not names:
        return TileContent(TileState.EMPTY)
    return TileContent(TileState.READY, names, translate("InputTiles", "drawn on the CT screen"))


def _drawn_outline(roi: SlideRoi | None) -> TileContent:
    if roi is None or not roi.polygons:
        return TileContent(TileState.EMPTY)
    return TileContent(TileState.READY, _areas(roi), translate("InputTiles", "drawn on the Slide screen"))


def _areas(roi: SlideRoi) -> str:
    return translate("InputTiles", "outlines: {n}").format(n=len(roi.polygons))
