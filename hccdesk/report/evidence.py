"""Page 2, the evidence: key images, survival curves and nomograms with this patient's marks."""

from __future__ import annotations

from dataclasses import replace

from hccdesk.domain.image_gain import survival_pairs
from hccdesk.domain.result import CaseResult, HaimFinding, NotComputed, SurvivalFinding
from hccdesk.domain.survival import NomogramAxis
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Heading, Paragraph
from hccdesk.report.contribution_map import patch_figures
from hccdesk.report.document import Section
from hccdesk.report.drivers import points_direction
from hccdesk.report.figure_blocks import CurveFigure, CurveMark, NomogramFigure, Picture, PictureRow
from hccdesk.report.interval_basis import what_intervals_tell
from hccdesk.report.side_by_side import every_answer
from hccdesk.report.standing import badges, missing_reason, of_finding, of_model
from hccdesk.report.survival_card import horizons
from hccdesk.report.survival_pairs import from_images
from hccdesk.report.survival_words import another_question, endpoint_of, fitted_on, whose_patients
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

PATCHES_IN_A_ROW = 6


def evidence(result: CaseResult, voice: Voice) -> Section:
    """Images of the analysis, then curve and nomogram of each survival bundle."""
    blocks = [*_images(result, voice), *_patches(result, voice)]
    for model_id, finding in _images_first(result):
        blocks += _survival(result, model_id, finding, voice)
    if not result.survival:
        blocks.append(Paragraph(voice.say("No survival model is installed."), Tone.MUTED))
    blocks += [*every_answer(result, voice), *what_intervals_tell(result, voice)]
    return Section(Heading(voice.say("Evidence"), 1), tuple(blocks), new_page=True)


def _images_first(result: CaseResult) -> list[tuple[str, SurvivalFinding | NotComputed]]:
    """The same question from clinical features alone comes after the answer that has the images too."""
    beside = [pair.clinical_alone for pair in survival_pairs(result)]
    return sorted(result.survival, key=lambda named: any(named[1] is one for one in beside))


def _images(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    heading = Heading(voice.say("Images of the analysis"))
    if not result.figures:
        return (heading, Paragraph(voice.say("No image was analysed."), Tone.MUTED))
    pictures = tuple(Picture(figure, voice.tell(figure.caption)) for figure in result.figures)
    return (heading, PictureRow(pictures))


def _patches(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """The patches that speak loudest for and against response, and how that was found."""
    found = result.slide_response
    explanation = found.explanation if isinstance(found, HaimFinding) else None
    if explanation is None or not explanation.gallery:
        return ()
    pictures = tuple(Picture(figure, voice.tell(figure.caption)) for figure in patch_figures(explanation))
    method = Paragraph(voice.tell(explanation.method), Tone.MUTED, small=True)
    return (
        Heading(voice.say("Patches that moved the slide model most")),
        PictureRow(pictures, across=PATCHES_IN_A_ROW),
        method,
    )


def _survival(
    result: CaseResult, model_id: str, finding: SurvivalFinding | NotComputed, voice: Voice
) -> tuple[Block, ...]:
    if isinstance(finding, NotComputed):
        reason = voice.say("Not computed: {reason}", reason=missing_reason(finding, voice))
        title = endpoint_of(of_model(result, model_id)).label
        return (Heading(voice.say(title)), Paragraph(f"{value(model_id)} · {reason}", Tone.CAUTION))
    standing = of_finding(result, finding)
    marks = [badge.text for badge in badges(standing, voice)]
    heading = Heading(_asked(finding, result, voice))
    curve = _curve(finding, " · ".join([value(model_id), *marks]), standing.tone, voice)
    nomogram = _nomogram(finding, " · ".join([value(model_id), *marks]), standing.tone, voice)
    told = (*another_question(finding, voice), *whose_patients(finding, voice))
    said = (Paragraph(cell.text, cell.tone, small=True) for cell in told)
    return (heading, curve, *said, Heading(voice.say("Nomogram of this patient")), nomogram)


def _asked(finding: SurvivalFinding, result: CaseResult, voice: Voice) -> str:
    """The question, with what it is answered from where another model answers it too."""
    question = voice.words(finding.question)
    if all(finding is not one for pair in survival_pairs(result) for one in (pair.with_images, pair.clinical_alone)):
        return question
    source = voice.say("With image features") if from_images(finding) else voice.say("Clinical features alone")
    return f"{question} · {source}"


def _curve(finding: SurvivalFinding, source: str, tone: Tone, voice: Voice) -> CurveFigure:
    marks = tuple(
        CurveMark(
            float(month), p, voice.say("{months} mo: {probability}", months=month, probability=numbers.probability(p))
        )
        for month, p in horizons(finding)
    )
    median = finding.median_months
    median_words = voice.say("median {months} months", months=numbers.months(median)) if median is not None else ""
    told = [
        source,
        *([voice.say("shaded: 95% limits")] if finding.curve.low else []),
        *(cell.text for cell in fitted_on(finding, voice)),
        voice.say(
            "The curve ends at {end} months, the last time observed", end=numbers.months(finding.curve.end_months)
        ),
    ]
    return CurveFigure(
        finding.curve,
        marks,
        voice.say("Months"),
        voice.say("Probability"),
        median,
        median_words,
        " · ".join(text.rstrip(".。") for text in told),
        tone,
        finding.cohort_curve,
        _cohort_words(finding, voice),
    )


def _cohort_words(finding: SurvivalFinding, voice: Voice) -> str:
    if finding.cohort is None:
        return voice.say("dashed: the training cohort")
    return voice.say("dashed: the training cohort, {n} patients", n=finding.cohort.patients)


def _nomogram(finding: SurvivalFinding, source: str, tone: Tone, voice: Voice) -> NomogramFigure:
    layout = finding.nomogram
    axes = tuple(_in_words(axis, voice) for axis in layout.axes)
    return NomogramFigure(
        replace(layout, axes=axes),
        voice.say("Points"),
        voice.say("Total points"),
        tuple(
            voice.say("Probability at {months} months", months=numbers.months(a.months)) for a in layout.survival_axes
        ),
        tuple(_survival_value(finding, axis.months) for axis in layout.survival_axes),
        voice.say("patient · points"),
        tuple(_axis_value(axis, voice) for axis in axes),
        numbers.decimal(layout.total_points, 0),
        voice.say("off the axis"),
        f"{source} · {points_direction(layout, voice)}",
        tone,
    )


def _in_words(axis: NomogramAxis, voice: Voice) -> NomogramAxis:
    ticks = tuple(replace(tick, label=voice.words(numbers.as_read(tick.label))) for tick in axis.ticks)
    title = voice.words(axis.title) + (f" ({voice.words(axis.unit)})" if axis.unit else "")
    return replace(axis, title=title, patient_label=voice.words(numbers.as_read(axis.patient_label)), ticks=ticks)


def _survival_value(finding: SurvivalFinding, months: float) -> str:
    """The probability as the finding gives it; a dash beyond the observed time."""
    at = {float(month): p for month, p in finding.probability_at_months.items()}
    return numbers.probability(at[months]) if months in at else "–"


def _axis_value(axis: NomogramAxis, voice: Voice) -> str:
    points = numbers.decimal(axis.patient_points, 0)
    return voice.say("{patient} · {points}", patient=axis.patient_label, points=points)
