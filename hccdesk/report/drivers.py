"""What moves the numbers, whether the two models agree, and what is missing: in words, from what may speak."""

from __future__ import annotations

from hccdesk.domain.applicability import RuleAnswer, RuleResult
from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.clinical_record import CLINICAL_FIELDS
from hccdesk.domain.concordance import Agreement
from hccdesk.domain.concordance import concordance as concordance_of
from hccdesk.domain.image_gain import survival_pairs
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.problem import Severity
from hccdesk.domain.result import CaseResult, SurvivalFinding
from hccdesk.domain.survival import NomogramLayout
from hccdesk.report import numbers
from hccdesk.report.blocks import Bullets, Columns, Paragraph
from hccdesk.report.clinical_labels import FIELD_LABELS
from hccdesk.report.image_drivers import of_images
from hccdesk.report.plain_text import plain
from hccdesk.report.standing import of_finding, of_model
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

DRIVERS_SHOWN = 3
MISSING_SHOWN = 5
UNKNOWN_SHOWN = 6
LONGEST_ITEM = 160
"""Characters of one item on page 1; the annexes print it whole."""
_NOT_COUNTED = ("patient_id", "name", "previous_session", "bclc_confirmed")


def drivers_and_missing(result: CaseResult, voice: Voice) -> Columns:
    """Main drivers on the left, what is missing or assumed on the right."""
    return Columns(_drivers(result, voice), _missing(result, voice))


def concordance(result: CaseResult, voice: Voice) -> Paragraph:
    """Whether the two response models point the same way; in words only, and only where both may speak."""
    found = concordance_of(result)
    if found.agreement is Agreement.NOT_STATED:
        return Paragraph(voice.tell(found.said), Tone.MUTED, small=True)
    return Paragraph(voice.tell(found.said))


def _drivers(result: CaseResult, voice: Voice) -> Bullets:
    title = voice.say("Main drivers (what moved the models; no causes)")
    items: list[str] = []
    speaking = [
        (model_id, finding)
        for model_id, finding in result.survival
        if isinstance(finding, SurvivalFinding) and of_finding(result, finding).speaks
    ]
    beside = [pair.clinical_alone for pair in survival_pairs(result)]  # the same points again, without the images
    speaking = [(name, finding) for name, finding in speaking if all(finding is not one for one in beside)]
    for model_id, finding in speaking:
        named = [f"{voice.words(finding.question)} ({value(model_id)}):"] if len(speaking) > 1 else []
        items += [*named, *_largest(finding.nomogram, voice)]
    if not items:
        items.append(voice.say("None: no nomogram inside its regimen and scope was computed."))
    return Bullets(title, (*items, *of_images(result, voice)))


def _largest(layout: NomogramLayout, voice: Voice) -> list[str]:
    ordered = sorted((a for a in layout.axes if a.patient_points > 0), key=lambda axis: -axis.patient_points)
    said = [
        voice.say(
            "{variable}: {patient} · {points} of {total} points",
            variable=voice.words(axis.title),
            patient=numbers.as_read(axis.patient_label),
            points=numbers.decimal(axis.patient_points, 0),
            total=numbers.decimal(layout.total_points, 0),
        )
        for axis in ordered[:DRIVERS_SHOWN]
    ]
    return [*said, points_direction(layout, voice)]


def points_direction(layout: NomogramLayout, voice: Voice) -> str:
    """Which way the points push, read from the survival axes themselves."""
    ticks = sorted((points, p) for axis in layout.survival_axes[:1] for p, points in axis.ticks)
    if len(ticks) < 2 or ticks[0][1] == ticks[-1][1]:
        return voice.say("Points as in the nomogram on the following pages")
    if ticks[0][1] > ticks[-1][1]:
        return voice.say("More points = shorter time free of the event")
    return voice.say("More points = longer time free of the event")


def _missing(result: CaseResult, voice: Voice) -> Bullets:
    said = [*_problems(result, Severity.STOP, voice), *assumed(result, voice)]
    said += [*_problems(result, Severity.WARNING, voice), *_unknown_fields(result, voice)]
    said += [voice.tell(rule.explanation) for rule in _rules(result, RuleAnswer.OUTSIDE)]
    unchecked = len({rule.rule for rule in _rules(result, RuleAnswer.UNKNOWN)})
    if unchecked:
        said.append(voice.say("Applicability rules that could not be checked: {n} (annex B)", n=unchecked))
    items = [plain(text, LONGEST_ITEM) for text in dict.fromkeys(said)]
    if len(items) > MISSING_SHOWN:
        rest = len(items) - MISSING_SHOWN + 1
        items = [*items[: MISSING_SHOWN - 1], voice.say("{n} more in annexes A and B", n=rest)]
    return Bullets(voice.say("Missing, assumed or wrong"), tuple(items) or (voice.say("Nothing"),))


def _problems(result: CaseResult, severity: Severity, voice: Voice) -> list[str]:
    return [voice.tell(problem.what) for problem in result.problems if problem.severity is severity]


def assumed(result: CaseResult, voice: Voice) -> list[str]:
    """Inputs that a bundle's own fitted rule stood in for."""
    return [voice.tell(s) for _, f in result.survival if isinstance(f, SurvivalFinding) for s in f.fitted_rules_used]


def _unknown_fields(result: CaseResult, voice: Voice) -> list[str]:
    needed = [feature.field for feature in FEATURES.values()]  # what a model needs is said first
    counted = dict.fromkeys(needed + [f for f in CLINICAL_FIELDS if f not in _NOT_COUNTED])
    unknown = [voice.words(FIELD_LABELS[f]) for f in counted if getattr(result.clinical, f) is None]
    if not unknown:
        return []
    shown = (", " if voice.language == "en" else "、").join(unknown[:UNKNOWN_SHOWN])
    if len(unknown) > UNKNOWN_SHOWN:
        return [voice.say("Unknown: {fields} and {n} more", fields=shown, n=len(unknown) - UNKNOWN_SHOWN)]
    return [voice.say("Unknown: {fields}", fields=shown)]


def _rules(result: CaseResult, answer: RuleAnswer) -> list[RuleResult]:
    judged = (v for v in result.applicability if not _is_background(result, v.model_id))
    return [r for v in judged for r in v.rules if r.answer is answer]


def _is_background(result: CaseResult, model_id: str) -> bool:
    """A public model of other treatments: its scope stands in the strip above and in annex B."""
    standing = of_model(result, model_id)
    public = standing.manifest is not None and standing.manifest.cohort_kind is CohortKind.PUBLIC
    return public and not standing.in_regimen
