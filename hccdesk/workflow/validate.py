"""Validate a model bundle on a cohort that it has not seen: validation.json and validation.pdf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hccdesk.atomic_file import write_whole
from hccdesk.domain.applicability import Scope
from hccdesk.domain.cohort import CohortPatient, CohortTable, Endpoint
from hccdesk.domain.errors import StoreError
from hccdesk.domain.manifest import ModelKind
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import ValidationReport
from hccdesk.report.pdf import pdf_bytes
from hccdesk.report.validation_report import outline
from hccdesk.store.validation_file import FILE_NAME, validation_bytes
from hccdesk.workflow.judge_answers import judged
from hccdesk.workflow.open_cohort import open_cohort
from hccdesk.workflow.score_cohort import Answer, ScoredCohort, score_cohort
from hccdesk.workflow.scoring_models import ScoringModels, scoring_models
from hccdesk.workflow.training_overlap import WAS_IN_TRAINING, unseen_patients
from hccdesk.workflow.validation_report import Subject
from hccdesk.workflow.validation_words import ENDPOINTS
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_outputs import require_writable

PDF_NAME = "validation.pdf"


@dataclass(frozen=True, slots=True)
class Validated:
    """The report, where it was written, and a line for each patient whose images were refused."""

    report: ValidationReport
    document: Path
    pdf: Path
    refusals: tuple[str, ...]


def validate(  # noqa: PLR0917 - what is validated, on whom, where to, with what
    bundle_folder: Path,
    table_path: Path,
    out: Path,
    workbench: Workbench,
    progress: Progress | None = None,
    language: str = "en",
) -> Validated:
    """The model in `bundle_folder` asked about every patient of the table whom it was not trained on, and judged.

    Raises `InputError` for a table that cannot be used and for one without a patient to validate on, and
    `ModelBundleError` for a bundle that is damaged or that nobody vouches for.
    """
    require_writable(out)
    watched = progress or NoProgress()
    table = open_cohort(table_path)
    models = scoring_models(bundle_folder, workbench, watched)
    report, refusals = validated(models, table, workbench, watched)
    document, pdf = write_validation(report, out, language)
    return Validated(report, document, pdf, refusals)


def validated(
    models: ScoringModels, table: CohortTable, workbench: Workbench, progress: Progress
) -> tuple[ValidationReport, tuple[str, ...]]:
    """The report, and a line for each patient whose images were refused."""
    subject, scored = ask(models, table, workbench, progress)
    return judged(models.bundle, subject, scored.answers), scored.refusals


def ask(
    models: ScoringModels, table: CohortTable, workbench: Workbench, progress: Progress
) -> tuple[Subject, ScoredCohort]:
    """The model's answers for the patients it was not trained on and whose outcome is known, and what they are of."""
    unseen = unseen_patients(table, models.all_trained)
    answerable = [(row, patient) for row, patient in unseen.patients if _has_outcome(models, patient)]
    without = len(unseen.patients) - len(answerable)
    scored = score_cohort(answerable, models, workbench, progress)
    left_out = ((WAS_IN_TRAINING, unseen.refused), (_unknown_outcome(models), without), *scored.not_scored)
    subject = Subject(
        manifest=models.bundle.manifest,
        manifest_sha256=models.bundle.manifest_sha256,
        cohort=table.title or table.path.name,
        cohort_sha256=table.sha256,
        cohort_kind=table.kind,
        how=unseen.how,
        patients_in_table=len(table.patients),
        not_scored=tuple((why, n) for why, n in left_out if n),
        notes=(*_scope_note(scored.answers), *_rules_note(scored.answers)),
    )
    return subject, scored


def write_validation(report: ValidationReport, out: Path, language: str) -> tuple[Path, Path]:
    """`validation.json` and `validation.pdf` in `out`, each whole or not at all; the PDF is set before either."""
    pages, document = pdf_bytes(outline(report, language)), validation_bytes(report)
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_whole(out / FILE_NAME, document)
        write_whole(out / PDF_NAME, pages)
    except OSError as error:
        raise StoreError(
            Sentence.of("the results cannot be written ({why}).", why=error.strerror or Sentence.of("disk error")),
            where=out,
            what_to_do="Choose another folder with --out.",
        ) from error
    return out / FILE_NAME, out / PDF_NAME


def _has_outcome(models: ScoringModels, patient: CohortPatient) -> bool:
    manifest = models.bundle.manifest
    if manifest.kind is ModelKind.SURVIVAL_NOMOGRAM:
        return Endpoint.of_outputs(manifest.outputs) in patient.follow_up
    return patient.responded is not None


def _unknown_outcome(models: ScoringModels) -> Sentence:
    manifest = models.bundle.manifest
    if manifest.kind is ModelKind.SURVIVAL_NOMOGRAM:
        endpoint = Endpoint.of_outputs(manifest.outputs)
        return Sentence.of("the follow-up is not known ({endpoint})", endpoint=ENDPOINTS[endpoint])
    return Sentence.of("the response by mRECIST is not known")


def _scope_note(answers: Sequence[Answer]) -> tuple[Sentence, ...]:
    outside = sum(answer.scope is Scope.OUTSIDE for answer in answers)
    partly = sum(answer.scope is Scope.PARTLY for answer in answers)
    if not outside and not partly:
        return ()
    return (
        Sentence.of(
            "By the model's own rules {outside} of the {n} scored patients lie outside its scope and {partly} partly; "
            "they are counted like the others.",
            outside=outside,
            partly=partly,
            n=len(answers),
        ),
    )


def _rules_note(answers: Sequence[Answer]) -> tuple[Sentence, ...]:
    stood_in = sum(answer.fitted_rules > 0 for answer in answers)
    if not stood_in:
        return ()
    return (
        Sentence.of(
            "In {n} patients the model's own fitted rule stood in for an unknown value.",
            n=stood_in,
        ),
    )
