"""Annex C: the facts label of each model, from its manifest."""

from __future__ import annotations

from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.result import CaseResult
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph
from hccdesk.report.document import Section
from hccdesk.report.image_facts import Fact, fact_table
from hccdesk.report.independent_review import independent_review
from hccdesk.report.known_limits import known_limits
from hccdesk.report.model_performance import performance
from hccdesk.report.plain_text import plain
from hccdesk.report.standing import DEMONSTRATION
from hccdesk.report.summary import KIND_SHORT
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value


def annex_models(result: CaseResult, voice: Voice) -> Section:
    """One label for each model of the result."""
    blocks: list[Block] = []
    for manifest in result.models:
        blocks += _label(manifest, voice)
    if not blocks:
        blocks.append(Paragraph(voice.say("No model was used."), Tone.MUTED))
    return Section(Heading(voice.say("Annex C – Model facts"), 1), tuple(blocks))


def _label(manifest: ModelManifest, voice: Voice) -> list[Block]:
    blocks: list[Block] = [Heading(voice.words(manifest.title))]
    if manifest.is_demonstration:
        blocks.append(Paragraph(voice.say(DEMONSTRATION), Tone.CAUTION))
    blocks.append(fact_table(_facts(manifest, voice)))
    if not manifest.offered:
        return blocks  # it gave no number that anybody could review
    blocks.append(Heading(voice.say("What is needed to judge it independently"), 3))
    blocks.append(fact_table(independent_review(manifest, voice)))
    blocks += performance(manifest.performance, voice)
    return [*blocks, *known_limits(manifest.known_limits, voice)]


def _facts(manifest: ModelManifest, voice: Voice) -> list[Fact]:
    regimen = _regimen(manifest, voice)
    return [
        (
            voice.say("Model"),
            Cell(f"{value(manifest.model_id)} {value(manifest.version)} ({voice.say(KIND_SHORT[manifest.kind])})"),
        ),
        (voice.say("Intended use"), Cell(voice.words(manifest.intended_use))),
        (voice.say("Regimen"), Cell(regimen)),
        (voice.say("Output and direction"), Cell(voice.words(manifest.direction) or "–")),
        (voice.say("Threshold and its origin"), Cell(_threshold(manifest, voice))),
        (voice.say("Licence"), Cell(value(manifest.licence))),
        *_source(manifest, voice),
        *_offered(manifest, voice),
    ]


def _source(manifest: ModelManifest, voice: Voice) -> list[Fact]:
    return [(voice.say("To be cited"), Cell(plain(manifest.citation)))] if manifest.citation else []


def _offered(manifest: ModelManifest, voice: Voice) -> list[Fact]:
    """The figures a survival model had to show, and whether it may speak."""
    check = manifest.survival_check
    if check is None:
        return []
    figures = voice.say(
        "likelihood-ratio p = {p:.2g}, slope {slope:.3f} and R² {r2:.3f} corrected for optimism",
        p=check.likelihood_ratio_p,
        slope=check.corrected_slope,
        r2=check.corrected_r2,
    )
    verdict = voice.say("yes") if manifest.offered else voice.say("NO, never")
    tone = Tone.PLAIN if manifest.offered else Tone.PROBLEM
    return [(voice.say("Shown for patients"), Cell(f"{verdict}: {figures}", tone))]


def _regimen(manifest: ModelManifest, voice: Voice) -> str:
    if manifest.regimen:
        return manifest.regimen.label
    given = manifest.applicability.get("treatments_given")
    return voice.say("none of ours; these patients had: {given}", given=", ".join(given)) if given else voice.say("any")


def _threshold(manifest: ModelManifest, voice: Voice) -> str:
    if manifest.threshold is None:
        return voice.say("none")
    return f"{numbers.threshold(manifest.threshold.value)} · {voice.words(manifest.threshold.origin)}"
