"""A whole validation report from scores that are already there: by `hccdesk validate`, or by a training of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hccdesk import __version__
from hccdesk.domain.cohort import CohortPatient, Ending
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind, ModelManifest
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import UNIT_OF_ANALYSIS, Optimism, ValidationReport
from hccdesk.workflow.clinical_logistic import ClinicalLogistic, clinical_scores
from hccdesk.workflow.response_validation import ResponseScores, response_validation
from hccdesk.workflow.survival_validation import SurvivalScores, survival_validation
from hccdesk.workflow.tripod_checklist import checklist
from hccdesk.workflow.validation_comparisons import (
    clinical_note,
    response_comparisons,
    response_subgroups,
    rivals_of_everybody,
    survival_comparisons,
    survival_subgroups,
)

EXTERNAL = Sentence.of(
    "Other patients than those of the training, as far as its record tells. Whether they come from elsewhere, as an "
    "external validation asks, the program cannot know."
)
HELD_OUT = Sentence.of("Held-out patients: set apart by patient before training, used for nothing else.")
CROSS_VALIDATED = Sentence.of("Cross-validated by patient: each is predicted by a model trained without him or her.")


@dataclass(frozen=True, slots=True)
class Subject:
    """What was validated on whom: the model, the cohort, how, and who could not be scored.

    `manifest_sha256` is empty while the bundle is still being made, since it will hold this very report.
    """

    manifest: ModelManifest
    manifest_sha256: str
    cohort: str
    cohort_sha256: str
    cohort_kind: CohortKind
    how: Sentence
    patients_in_table: int
    not_scored: tuple[tuple[Sentence, int], ...] = ()
    notes: tuple[Sentence, ...] = ()


def response_report(
    subject: Subject, scores: ResponseScores, clinical: ClinicalLogistic | None = None
) -> ValidationReport:
    """The report of a response model; `clinical` is the logistic model of its training cohort, if one came with it."""
    _refuse_nobody(scores.patients)
    beside = clinical_scores(scores.patients, clinical)
    rivals = rivals_of_everybody(scores, beside)
    report = _report(subject, scores.patients)
    return _checked(subject, replace(
        report,
        response=response_validation(scores, rivals),
        comparisons=response_comparisons(scores, beside),
        subgroups=response_subgroups(scores),
        notes=(*report.notes, *clinical_note(scores, beside)),
    ))  # fmt: skip


def survival_report(
    subject: Subject, scores: SurvivalScores, optimism: Optimism | None = None, resamples: int = 1000
) -> ValidationReport:
    """The report of a survival model, beside the rivals that `scores` names."""
    _refuse_nobody(scores.patients)
    report = _report(subject, scores.patients)
    return _checked(subject, replace(
        report,
        survival=survival_validation(scores, optimism),
        comparisons=survival_comparisons(scores, resamples),
        subgroups=survival_subgroups(scores),
        notes=(*report.notes, *_survival_notes(scores)),
    ))  # fmt: skip


def _refuse_nobody(patients: tuple[CohortPatient, ...]) -> None:
    if not patients:
        raise InputError(
            "No patient of this cohort could be scored and has a known outcome: there is nothing to validate.",
            what_to_do="`hccdesk cohort check` says what the table lacks.",
        )


def _report(subject: Subject, patients: tuple[CohortPatient, ...]) -> ValidationReport:
    manifest = subject.manifest
    return ValidationReport(
        model_id=manifest.model_id,
        model_version=manifest.version,
        model_kind=manifest.kind,
        model_manifest_sha256=subject.manifest_sha256,
        model_cohort_kind=manifest.cohort_kind,
        cohort=subject.cohort,
        cohort_sha256=subject.cohort_sha256,
        cohort_kind=subject.cohort_kind,
        how=subject.how,
        unit_of_analysis=UNIT_OF_ANALYSIS,
        patients_in_table=subject.patients_in_table,
        scored=len(patients),
        not_scored=subject.not_scored,
        response=None,
        survival=None,
        comparisons=(),
        subgroups=(),
        checklist=(),
        notes=(*_not_offered(manifest), *subject.notes),
        program_version=__version__,
    )


def _checked(subject: Subject, report: ValidationReport) -> ValidationReport:
    return replace(report, checklist=checklist(subject.manifest, report))


def _not_offered(manifest: ModelManifest) -> tuple[Sentence, ...]:
    if manifest.offered:
        return ()
    check = manifest.survival_check
    if check is None:
        return (Sentence.of("This model is not offered for patients: its finding is never computed at the board."),)
    return (
        Sentence.of(
            "This model is not offered for patients: its finding is never computed at the board (likelihood ratio "
            "p = {p:.2g}, corrected slope {slope:.2f}, corrected R² {r2:.3f}).",
            p=check.likelihood_ratio_p,
            slope=check.corrected_slope,
            r2=check.corrected_r2,
        ),
    )


def _survival_notes(scores: SurvivalScores) -> tuple[Sentence, ...]:
    return (*_competing_note(scores), _groups_note(scores))


def _competing_note(scores: SurvivalScores) -> tuple[Sentence, ...]:
    died = sum(patient.follow_up[scores.endpoint].ending is Ending.COMPETING for patient in scores.patients)
    if not died:
        return ()
    return (
        Sentence.of(
            "{n} patients died before progression; their follow-up ends there as if censored, so that curves and "
            "probabilities are of progression as if nobody died of anything else.",
            n=died,
        ),
    )


def _groups_note(scores: SurvivalScores) -> Sentence:
    if scores.risk_cuts is not None:
        return Sentence.of("Risk groups are cut where the model's own training cut them.")
    return Sentence.of("Risk groups are thirds of these patients by predicted risk; they carry no cut over.")
