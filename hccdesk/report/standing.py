"""How far each model may speak about this patient: its manifest, verdict, regimen, and what it was made from."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, Scope
from hccdesk.domain.manifest import CohortKind, ModelKind, ModelManifest
from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding, NotComputed, SurvivalFinding
from hccdesk.report.blocks import Cell
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

Finding = CtResponseFinding | HaimFinding | SurvivalFinding

DEMONSTRATION = "DEMONSTRATION MODEL – trained on synthetic patients, not for clinical use"
OUTSIDE_REGIMEN = "OUTSIDE ITS REGIMEN – shown for information"
OUTSIDE_SCOPE = "OUTSIDE ITS SCOPE – shown for information"
SCOPE_WORDS = {
    Scope.INSIDE: "inside its scope",
    Scope.PARTLY: "PARTLY inside its scope",
    Scope.OUTSIDE: "OUTSIDE its scope",
}
SCOPE_MARKS = {Scope.INSIDE: "●", Scope.PARTLY: "▲", Scope.OUTSIDE: "■"}
SCOPE_TONES = {Scope.INSIDE: Tone.PLAIN, Scope.PARTLY: Tone.CAUTION, Scope.OUTSIDE: Tone.PROBLEM}


@dataclass(frozen=True, slots=True)
class Standing:
    """One model's standing; `manifest` and `verdict` are None where the result carries none."""

    model_id: str
    manifest: ModelManifest | None
    verdict: ApplicabilityVerdict | None
    in_regimen: bool
    demonstration: bool

    @property
    def speaks(self) -> bool:
        """Whether its finding enters drivers and concordance."""
        return self.in_regimen and not self.out_of_scope

    @property
    def out_of_scope(self) -> bool:
        """Whether a rule excludes this patient."""
        return self.verdict is not None and self.verdict.scope is Scope.OUTSIDE

    @property
    def tone(self) -> Tone:
        """Greyed where the finding is shown for information only."""
        return Tone.PLAIN if self.speaks else Tone.GREYED

    def title(self, voice: Voice) -> str:
        """The model's title as its manifest gives it, else its id."""
        return voice.words(self.manifest.title) if self.manifest else value(self.model_id)


def of_finding(result: CaseResult, finding: Finding) -> Standing:
    """The standing of the model that made `finding`."""
    standing = of_model(result, finding.model_id)
    phantom = isinstance(finding, SurvivalFinding) and finding.cohort_kind is CohortKind.PHANTOM
    return Standing(
        finding.model_id,
        standing.manifest,
        standing.verdict,
        finding.in_regimen,
        standing.demonstration or phantom,
    )


def of_model(result: CaseResult, model_id: str) -> Standing:
    """The standing of a model by id, its regimen judged from its manifest."""
    manifest = next((m for m in result.models if m.model_id == model_id), None)
    verdict = next((v for v in result.applicability if v.model_id == model_id), None)
    in_regimen = manifest is None or manifest.made_for(result.regimen)
    kinds = {f.cohort_kind for f in result.provenance.models if f.model_id == model_id}
    demonstration = CohortKind.PHANTOM.value in kinds or (manifest is not None and manifest.is_demonstration)
    return Standing(model_id, manifest, verdict, in_regimen, demonstration)


def of_kind(result: CaseResult, kind: ModelKind) -> Standing | None:
    """The standing of the first model of a kind, for a finding that was not computed."""
    manifest = next((m for m in result.models if m.kind is kind), None)
    return of_model(result, manifest.model_id) if manifest else None


def shows_demonstration(result: CaseResult) -> bool:
    """Whether any model of this result was made from synthetic patients."""
    ids = {m.model_id for m in result.models} | {f.model_id for f in result.provenance.models}
    survival = (f for _, f in result.survival if isinstance(f, SurvivalFinding))
    return any(of_model(result, i).demonstration for i in ids) or any(
        f.cohort_kind is CohortKind.PHANTOM for f in survival
    )


def badges(standing: Standing, voice: Voice) -> tuple[Cell, ...]:
    """The words beside a model's number: DEMONSTRATION, outside its regimen, outside its scope."""
    found = []
    if standing.demonstration:
        found.append(Cell(voice.say("DEMONSTRATION"), Tone.CAUTION))
    if not standing.in_regimen:
        found.append(Cell(voice.say(OUTSIDE_REGIMEN), Tone.PROBLEM))
    elif standing.out_of_scope:
        found.append(Cell(voice.say(OUTSIDE_SCOPE), Tone.PROBLEM))
    return tuple(found)


def scope_cell(standing: Standing, voice: Voice) -> Cell:
    """The verdict in words with its mark, and the rules that are not inside."""
    if standing.verdict is None:
        return Cell(voice.say("■ scope not judged"), Tone.PROBLEM)
    text = scope_words(standing, voice)
    counts = _counts(standing.verdict, voice)
    return Cell(f"{text} ({counts})" if counts else text, SCOPE_TONES[standing.verdict.scope])


def scope_words(standing: Standing, voice: Voice) -> str:
    """The verdict in words with its mark; empty of a model that was not judged."""
    if standing.verdict is None:
        return ""
    scope = standing.verdict.scope
    return f"{SCOPE_MARKS[scope]} {voice.say(SCOPE_WORDS[scope])}"


def scope_line(standing: Standing, voice: Voice) -> tuple[Cell, ...]:
    """The verdict under a number; where a badge above it says already that the model may not speak, nothing more."""
    return (scope_cell(standing, voice),) if standing.speaks else ()


def _counts(verdict: ApplicabilityVerdict, voice: Voice) -> str:
    outside = sum(r.answer is RuleAnswer.OUTSIDE for r in verdict.rules)
    unknown = sum(r.answer is RuleAnswer.UNKNOWN for r in verdict.rules)
    parts = []
    if outside:
        parts.append(voice.say("{n} of {total} outside", n=outside, total=len(verdict.rules)))
    if unknown:
        parts.append(voice.say("{n} of {total} unknown", n=unknown, total=len(verdict.rules)))
    return (", " if voice.language == "en" else "，").join(parts)


def missing_reason(finding: NotComputed, voice: Voice) -> str:
    """Why a finding is not there, in the report's language."""
    return voice.tell(finding.reason)
