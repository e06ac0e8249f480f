"""Bring a finished model to the level of a cohort: a new version of it; the original is left as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hccdesk.domain.cohort import CohortTable, Ending, Endpoint
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind, ModelBundle, ModelKind, Recalibration
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import ValidationReport
from hccdesk.inference.interval_file import INTERVAL_FILE, LeftOutCalibration, interval_facts
from hccdesk.statistics.recalibration import RecalibratedLogOdds, recalibrated
from hccdesk.survival.prediction import open_nomogram
from hccdesk.survival.recalibrated_nomogram import recalibrated_nomogram
from hccdesk.survival.selftest import selftest_files
from hccdesk.workflow.judge_answers import judged, response_scores
from hccdesk.workflow.open_cohort import open_cohort
from hccdesk.workflow.recalibrated_bundle import recalibrated_manifest, write_recalibrated
from hccdesk.workflow.score_cohort import Answer
from hccdesk.workflow.scoring_models import scoring_models
from hccdesk.workflow.validate import ask
from hccdesk.workflow.validation_report import Subject
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_outputs import require_writable

FEWEST_A_PARAMETER = 10
"""Patients of the rarer outcome, or events, for each number that is estimated (Peduzzi, J Clin Epidemiol 1996)."""

APPARENT = Sentence.of("Apparent: recalibrated and measured on the same patients. How it does on others is not known.")


@dataclass(frozen=True, slots=True)
class Recalibrated:
    """The new bundle's folder, the reports before and after, and a line for each patient whose images were refused."""

    folder: Path
    recalibration: Recalibration
    before: ValidationReport
    after: ValidationReport
    refusals: tuple[str, ...]


def recalibrate(
    bundle_folder: Path,
    table_path: Path,
    out: Path,
    workbench: Workbench,
    progress: Progress | None = None,
    *,
    with_slope: bool = False,
) -> Recalibrated:
    """A signed bundle `<id>-recalibrated` in the folder `out`, with its report before and after on these patients.

    Response models: the intercept of the log-odds, with `with_slope` their slope too; the threshold moves along, so
    that the same patients lie above it. Nomograms: the baseline hazard, with `with_slope` the coefficients' common
    factor. Refused as `InputError`: too few events, a model recalibrated before, synthetic patients for a model made
    from people; and what `validate` refuses.
    """
    require_writable(out)
    watched = progress or NoProgress()
    table = open_cohort(table_path)
    models = scoring_models(bundle_folder, workbench, watched)
    _refuse_unfit(models.bundle, table)
    subject, scored = ask(models, table, workbench, watched)
    before = judged(models.bundle, subject, scored.answers)
    _refuse_few(before, 2 if with_slope else 1)
    nomogram = models.bundle.manifest.kind is ModelKind.SURVIVAL_NOMOGRAM
    make = _nomogram if nomogram else _response
    made, answers = make(models.bundle, subject, scored.answers, before, with_slope)
    after = judged(made, replace(subject, manifest=made.manifest, manifest_sha256="", how=APPARENT), answers)
    folder = write_recalibrated(made, out, table, [a.patient for a in answers], (before, after), workbench)
    assert made.manifest.recalibration is not None
    return Recalibrated(folder, made.manifest.recalibration, before, after, scored.refusals)


def _refuse_unfit(bundle: ModelBundle, table: CohortTable) -> None:
    if bundle.manifest.recalibration is not None:
        raise InputError(
            "This model was recalibrated before.", what_to_do="Recalibrate the original, on all patients together."
        )
    if table.kind is CohortKind.PHANTOM and bundle.manifest.cohort_kind is not CohortKind.PHANTOM:
        raise InputError("A model made from people is not recalibrated on synthetic patients.", where=table.path)


def _refuse_few(before: ValidationReport, parameters: int) -> None:
    if before.response is not None:
        patients, events = before.response.patients, before.response.positives
        rarer = min(events, patients - events)
    else:
        assert before.survival is not None
        rarer = before.survival.events
    wanted = FEWEST_A_PARAMETER * parameters
    if rarer < wanted:
        raise InputError(
            Sentence.of(
                "{rarer} patients of the rarer outcome are too few to recalibrate: {wanted} are asked for.",
                rarer=rarer,
                wanted=wanted,
            ),
            what_to_do="Wait for more patients; without the slope half as many are asked for.",
        )


def _response(
    bundle: ModelBundle, subject: Subject, answers: Sequence[Answer], before: ValidationReport, with_slope: bool
) -> tuple[ModelBundle, Sequence[Answer]]:
    scores = response_scores(bundle, answers)
    found = recalibrated(scores.score, scores.positive, with_slope=with_slope)
    moved = _recalibration(bundle, subject, (len(answers), int(scores.positive.sum())), found.intercept, found.slope)
    content = {**bundle.content, **_interval(bundle, found, len(answers))}
    made = ModelBundle(recalibrated_manifest(bundle.manifest, moved), content)
    return made, tuple(replace(answer, values=(moved.probability(answer.values[0]),)) for answer in answers)


def _interval(bundle: ModelBundle, found: RecalibratedLogOdds, patients: int) -> dict[str, bytes]:
    """The interval from now on: the calibration is that of these patients, in place of those left out of training."""
    facts = interval_facts(bundle)
    if facts is None:
        return {}
    calibration = LeftOutCalibration(
        intercept=found.intercept,
        slope=found.slope,
        covariance=found.covariance,
        patients=patients,
        is_recalibration=True,
    )
    return {INTERVAL_FILE: facts.model_copy(update={"calibration": calibration, "own": None}).as_bytes()}


def _nomogram(
    bundle: ModelBundle, subject: Subject, answers: Sequence[Answer], before: ValidationReport, with_slope: bool
) -> tuple[ModelBundle, Sequence[Answer]]:
    endpoint = Endpoint.of_outputs(bundle.manifest.outputs)
    follow = [answer.patient.follow_up[endpoint] for answer in answers]
    event = np.array([one.ending is Ending.EVENT for one in follow])
    found = recalibrated_nomogram(
        open_nomogram(bundle).nomogram,
        np.array([answer.values for answer in answers]),
        [one.months for one in follow],
        event,
        with_slope=with_slope,
    )
    moved = _recalibration(bundle, subject, (len(answers), int(event.sum())), found.intercept, found.slope)
    content = {**bundle.content, bundle.manifest.weights: found.content, **selftest_files(found.content)}
    return ModelBundle(recalibrated_manifest(bundle.manifest, moved), content), answers


def _recalibration(
    bundle: ModelBundle, subject: Subject, counted: tuple[int, int], intercept: float, slope: float
) -> Recalibration:
    return Recalibration(
        intercept=intercept,
        slope=slope,
        cohort=subject.cohort,
        cohort_sha256=subject.cohort_sha256,
        patients=counted[0],
        events=counted[1],
        original=bundle.reference,
        original_version=bundle.manifest.version,
        original_manifest_sha256=bundle.manifest_sha256,
    )
