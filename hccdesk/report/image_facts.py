"""Facts of the CT series, the tumour region and the slide for annex A."""

from __future__ import annotations

from hccdesk.domain.ct import ContrastPhase, CtSeries, Suitability, Verdict
from hccdesk.domain.result import CaseResult, HaimFinding
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.domain.slide import SlideFacts
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.response_cards import DROP_WORDS
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

PHASE_WORDS = {
    ContrastPhase.NATIVE: "native",
    ContrastPhase.ARTERIAL: "arterial",
    ContrastPhase.PORTAL_VENOUS: "portal venous",
    ContrastPhase.DELAYED: "delayed",
    ContrastPhase.UNKNOWN: "unknown",
}
SUITABILITY_WORDS = {
    Suitability.NONE: "not usable",
    Suitability.VIEW: "view only",
    Suitability.MEASURE: "view and measure, not for models",
    Suitability.INFER: "view, measure and models",
}
Fact = tuple[str, Cell]


def ct_facts(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """The series and the tumour region on it."""
    heading = Heading(voice.say("CT series and tumour region"))
    if result.ct_series is None:
        set_aside = result.ct_set_aside
        if set_aside is None:
            return (heading, Paragraph(voice.say("No CT was given."), Tone.MUTED))
        why = voice.tell(set_aside)
        return (heading, Paragraph(f"{why[:1].upper()}{why[1:]}", Tone.CAUTION))
    facts = [*_series(result.ct_series, result, voice), *_region(result.ct_roi, voice)]
    return (heading, fact_table(facts))


def slide_facts(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """The slide, and what became of its patches."""
    heading = Heading(voice.say("Biopsy slide"))
    if result.slide is None:
        return (heading, Paragraph(voice.say("No slide was given."), Tone.MUTED))
    return (heading, fact_table([*_slide(result.slide, voice), *_patches(result, voice)]))


def fact_table(facts: list[Fact]) -> Table:
    """Names and values, one pair to a line."""
    return Table((), tuple((Cell(name, Tone.MUTED), cell) for name, cell in facts), (1.4, 4.0), compact=True)


def _series(series: CtSeries, result: CaseResult, voice: Voice) -> list[Fact]:
    acquired = series.acquisition
    scanner = " ".join(filter(None, (acquired.manufacturer, acquired.scanner_model)))
    facts = [
        (voice.say("Series instance UID"), Cell(value(series.series_instance_uid))),
        (voice.say("Description"), Cell(value(series.description))),
        (voice.say("Scanner"), Cell(value(scanner))),
        (voice.say("Contrast phase"), Cell(voice.words(PHASE_WORDS[series.phase]))),
        (voice.say("Tube voltage"), Cell(_measured(acquired.kvp, "kV"))),
        (voice.say("Slice thickness in the header"), Cell(_measured(acquired.slice_thickness_mm, "mm"))),
        (voice.say("Slices and voxel size"), Cell(_lattice(series, voice))),
        (voice.say("Reconstruction kernel"), Cell(value(acquired.convolution_kernel))),
        (voice.say("Contrast agent"), Cell(value(acquired.contrast_agent))),
        (voice.say("Acquired on"), Cell(acquired.acquisition_date.isoformat() if acquired.acquisition_date else "–")),
        (voice.say("Usable for"), _verdict(series.verdict, voice)),
    ]
    return [*facts, *_days_to_treatment(series, result, voice)]


def _days_to_treatment(series: CtSeries, result: CaseResult, voice: Voice) -> list[Fact]:
    acquired, treated = series.acquisition.acquisition_date, result.clinical.treatment_date
    name = voice.say("CT to planned treatment")
    if acquired is None or treated is None:
        return [(name, Cell(voice.say("unknown"), Tone.MUTED))]
    return [(name, Cell(voice.say("{n} days", n=(treated - acquired).days)))]


def _lattice(series: CtSeries, voice: Voice) -> str:
    if series.geometry is None:
        return voice.say("{n} slices, no regular lattice", n=series.slice_count)
    sizes = " × ".join(f"{mm:.4g}" for mm in series.geometry.spacing_mm)
    return voice.say("{n} slices, {sizes} mm (slice, row, column)", n=series.slice_count, sizes=sizes)


def _verdict(verdict: Verdict, voice: Voice) -> Cell:
    reasons = "; ".join(voice.tell(reason) for reason in verdict.reasons)
    words = voice.say(SUITABILITY_WORDS[verdict.suitability])
    tone = Tone.PLAIN if verdict.suitability is Suitability.INFER else Tone.CAUTION
    return Cell(f"{words}: {reasons}" if reasons else words, tone)


def _region(roi: RoiMeasurements | None, voice: Voice) -> list[Fact]:
    if roi is None:
        return [(voice.say("Tumour region"), Cell(voice.say("none"), Tone.CAUTION))]
    sizes = voice.say(
        "{volume} ml on {n} slices; longest axial diameter {axial} mm, largest in 3D {largest} mm",
        volume=numbers.decimal(roi.volume_ml, 1),
        n=roi.slice_count,
        axial=numbers.decimal(roi.longest_axial_diameter_mm, 1),
        largest=numbers.decimal(roi.largest_3d_diameter_mm, 1),
    )
    return [(voice.say("Tumour region"), Cell(sizes))]


def _slide(slide: SlideFacts, voice: Voice) -> list[Fact]:
    scale = f"{slide.um_per_px:.4g} µm/px" if slide.um_per_px is not None else voice.say("unknown")
    power = f"{slide.objective_power:g}×" if slide.objective_power is not None else voice.say("unknown")
    size = voice.say(
        "{width} × {height} pixels, {n} levels", width=slide.width_px, height=slide.height_px, n=slide.level_count
    )
    corrected = [(voice.say("Colours"), Cell(voice.say("misstated in the header, put right"), Tone.CAUTION))]
    return [
        (voice.say("File"), Cell(value(slide.path.name))),
        (voice.say("Scanner or format"), Cell(value(slide.vendor))),
        (voice.say("Resolution"), Cell(f"{scale} · {voice.say('objective')} {power}")),
        (voice.say("Size"), Cell(size)),
        (voice.say("Usable for"), _verdict(slide.verdict, voice)),
        *(corrected if slide.colour_corrected else []),
    ]


def _patches(result: CaseResult, voice: Voice) -> list[Fact]:
    finding = result.slide_response
    if not isinstance(finding, HaimFinding):
        return []
    dropped = [f"{voice.words(DROP_WORDS.get(reason, reason))} {n}" for reason, n in finding.patches_dropped.items()]
    return [
        (voice.say("Patches read"), Cell(str(finding.patches_kept))),
        (voice.say("Patches dropped"), Cell(" · ".join(dropped) or "0")),
    ]


def _measured(number: float | None, unit: str) -> str:
    return "–" if number is None else f"{numbers.general(number)} {unit}"
