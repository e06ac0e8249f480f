"""Page 1, for the board: what is asked, what each model says and may say, what is missing, and who decides."""

from __future__ import annotations

from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.manifest import CohortKind, ModelKind, ModelManifest
from hccdesk.domain.report_options import NOTHING_ON_RECORD
from hccdesk.domain.result import CaseResult
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, StatusCell, StatusStrip
from hccdesk.report.board_part import clinicians_part
from hccdesk.report.document import Section
from hccdesk.report.drivers import concordance, drivers_and_missing
from hccdesk.report.plain_text import plain
from hccdesk.report.response_cards import response_cards
from hccdesk.report.scores import small_scores
from hccdesk.report.side_by_side import side_by_side
from hccdesk.report.standing import OUTSIDE_REGIMEN, Standing, of_model, scope_cell, scope_words
from hccdesk.report.survival_card import survival_cards
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

LONGEST_REASON = 110
"""Letters of the reason in the strip; annex B has it whole."""
KIND_SHORT = {
    ModelKind.BACKBONE: "Backbone",
    ModelKind.CT_RESPONSE: "CT response",
    ModelKind.HAIM: "HAIM",
    ModelKind.SURVIVAL_NOMOGRAM: "Nomogram",
}
COHORT_WORDS = {
    CohortKind.PHANTOM: "▲ DEMONSTRATION MODEL, synthetic patients",
    CohortKind.PUBLIC: "public data",
    CohortKind.SITE: "trained on a site's own patients",
}


def summary(result: CaseResult, voice: Voice, board: BoardRecord = NOTHING_ON_RECORD) -> Section:
    """Page 1."""
    blocks: tuple[Block, ...] = (
        status_strip(result, voice),
        *passed_stops(result, voice),
        Paragraph(_question(result, voice)),
        response_cards(result, voice),
        *survival_cards(result, voice),
        *side_by_side(result, voice),
        concordance(result, voice),
        drivers_and_missing(result, voice),
        *small_scores(result, voice),
        clinicians_part(result, board, voice),
    )
    return Section(Heading(voice.say("Summary for the tumour board"), 1), blocks, one_page=True)


def passed_stops(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """Every stop the user passed, with the reason given: the first thing a reader must know."""
    return tuple(
        Paragraph(
            voice.say(
                "▲ STOP PASSED BY THE USER: {stop}. Reason given: {reason}",
                stop=voice.tell(passed.stop),
                reason=value(passed.reason),
            ),
            Tone.PROBLEM,
        )
        for passed in result.provenance.overrides
    )


def _question(result: CaseResult, voice: Voice) -> str:
    return voice.say(
        "Planned regimen: {regimen}. Question to the board: will the tumour respond (mRECIST CR or PR), "
        "and for how long is the patient likely to be free of progression?",
        regimen=result.regimen.label,
    )


def status_strip(result: CaseResult, voice: Voice) -> StatusStrip:
    """Intended use, where the models come from, and each model's verdict, loud."""
    use = (
        Cell(voice.say("RESEARCH USE ONLY")),
        Cell(voice.say("Supports a multidisciplinary board; never the sole basis of a treatment."), Tone.MUTED),
    )
    return StatusStrip(
        (
            StatusCell(voice.say("Intended use"), use),
            StatusCell(voice.say("Models"), _provenance(result, voice)),
            StatusCell(voice.say("Applicability to this patient"), _applicability(result, voice)),
        )
    )


def _provenance(result: CaseResult, voice: Voice) -> tuple[Cell, ...]:
    speaking = [m for m in result.models if m.kind is not ModelKind.BACKBONE and m.offered]
    if not speaking:
        return (Cell(voice.say("No model was used"), Tone.MUTED),)
    kinds = dict.fromkeys(m.cohort_kind for m in speaking)
    return tuple(
        Cell(
            f"{voice.say(COHORT_WORDS[kind])}: "
            + ", ".join(short_name(m, result, voice) for m in speaking if m.cohort_kind is kind),
            Tone.CAUTION if kind is CohortKind.PHANTOM else Tone.PLAIN,
        )
        for kind in kinds
    )


def short_name(manifest: ModelManifest, result: CaseResult, voice: Voice) -> str:
    """A model's kind; its endpoint too where several nomograms are installed, and whether it needs no image."""
    kind = voice.say(KIND_SHORT[manifest.kind])
    nomograms = [m for m in result.models if m.kind is ModelKind.SURVIVAL_NOMOGRAM]
    if manifest.kind is not ModelKind.SURVIVAL_NOMOGRAM or len(nomograms) < 2:
        return kind
    endpoint = Endpoint.of_outputs(manifest.outputs)
    same = [m for m in nomograms if Endpoint.of_outputs(m.outputs) is endpoint and m.regimen is manifest.regimen]
    if len(same) > 1 and manifest.backbone is None:
        return voice.say("{kind} ({endpoint}, clinical features)", kind=kind, endpoint=endpoint.value.upper())
    return f"{kind} ({endpoint.value.upper()})"


def _applicability(result: CaseResult, voice: Voice) -> tuple[Cell, ...]:
    """The models under each verdict, those outside first."""
    if not result.applicability:
        return (Cell(voice.say("No model was judged"), Tone.MUTED),)
    names: dict[Cell, list[str]] = {}
    for verdict in result.applicability:
        standing = of_model(result, verdict.model_id)
        name = short_name(standing.manifest, result, voice) if standing.manifest else value(verdict.model_id)
        names.setdefault(_why(standing, voice), []).append(name)
    loudest = sorted(names, key=lambda said: (said.tone is not Tone.PROBLEM, said.tone is not Tone.CAUTION))
    between = ", " if voice.language == "en" else "、"
    return tuple(Cell(f"{between.join(names[said])}: {said.text}", said.tone) for said in loudest)


def _verdict(standing: Standing, voice: Voice) -> Cell:
    if not standing.in_regimen:
        return Cell(f"■ {voice.say(OUTSIDE_REGIMEN)}", Tone.PROBLEM)
    return scope_cell(standing, voice)


def _why(standing: Standing, voice: Voice) -> Cell:
    """The verdict with the loudest of its reasons; another regimen is reason enough."""
    said = _verdict(standing, voice)
    reasons = standing.verdict.loudest_first if standing.verdict and standing.in_regimen else ()
    if not reasons:
        return said
    verdict, reason = scope_words(standing, voice), plain(voice.tell(reasons[0].explanation), LONGEST_REASON)
    if len(reasons) == 1:
        return Cell(voice.say("{verdict}: {reason}", verdict=verdict, reason=reason), said.tone)
    more = voice.say("{verdict}: {reason}; {n} more", verdict=verdict, reason=reason, n=len(reasons) - 1)
    return Cell(more, said.tone)
