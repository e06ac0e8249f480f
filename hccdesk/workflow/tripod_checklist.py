"""The TRIPOD+AI checklist, filled from what the program knows of the model and the cohort; the rest stays open."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hccdesk.domain.manifest import CohortKind, ModelKind, ModelManifest
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import ChecklistItem, ValidationReport
from hccdesk.workflow.tripod_items import ITEMS
from hccdesk.workflow.validation_words import ENDPOINTS, POSITIVES


def checklist(manifest: ModelManifest, report: ValidationReport) -> tuple[ChecklistItem, ...]:
    """All items in order; `report` is the validation as far as it is computed."""
    return tuple(
        ChecklistItem(number, section, asks, ANSWERS[number](manifest, report) if number in ANSWERS else None)
        for number, section, asks in ITEMS
    )


def _title(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of(
        "Evaluation of “{title}” on {patients} patients of {cohort}.",
        title=manifest.title,
        patients=report.scored,
        cohort=report.cohort,
    )


def _purpose(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    regimen = manifest.regimen.label if manifest.regimen else None
    if regimen is None:
        return Sentence.of("{use}", use=manifest.intended_use)
    return Sentence.of("{use} Planned treatment: {regimen}.", use=manifest.intended_use, regimen=regimen)


def _objective(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of("Evaluation of a finished model. {how}", how=report.how)


def _source(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    if report.cohort_kind is CohortKind.PHANTOM:
        return Sentence.of("Synthetic patients made by this program: they represent no patient.")
    if report.cohort_kind is CohortKind.PUBLIC:
        return Sentence.of("A published data set: {cohort}.", cohort=report.cohort)
    return Sentence.of(
        "The site's own cohort, {cohort}; how its patients were selected is not known.", cohort=report.cohort
    )


def _centres(manifest: ModelManifest, report: ValidationReport) -> Sentence | None:
    centres = [row for row in report.subgroups if row.variable == "centre"]
    return Sentence.of("{n} centres, named in the subgroups.", n=len(centres)) if centres else None


def _eligibility(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of(
        "Of the model: its applicability rules ({n}) in the manifest. Of the cohort: not known to the program.",
        n=len(manifest.applicability),
    )


def _treatments(manifest: ModelManifest, report: ValidationReport) -> Sentence | None:
    if manifest.regimen is None:
        return None
    return Sentence.of(
        "The model is for {regimen}; that all patients got it is assumed.", regimen=manifest.regimen.label
    )


def _preparation(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of(
        "The table was checked as a whole before anything was read; images go through the same checks as at the board, "
        "for every patient alike. Nothing is filled in."
    )


def _outcome(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    if report.response is not None:
        return Sentence.of(
            "Response by mRECIST as the table gives it: {positive}.", positive=POSITIVES[report.response.positive]
        )
    assert report.survival is not None
    horizons = ", ".join(f"{horizon.months:g}" for horizon in report.survival.horizons)
    return Sentence.of(
        "{endpoint} in months as the table counts them, from which day is not known; horizons {horizons} months.",
        endpoint=ENDPOINTS[report.survival.endpoint],
        horizons=horizons or Sentence.of("none"),
    )


def _predictors(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    match manifest.kind:
        case ModelKind.CT_RESPONSE:
            return Sentence.of("CT slices within the tumour outline before treatment, and five clinical features.")
        case ModelKind.HAIM:
            return Sentence.of("Patches of the outlined tumour on the biopsy slide before treatment.")
    return Sentence.of("The covariates of the nomogram, in the bundle; taken before treatment.")


def _size(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    patients, events = _counted(report)
    return Sentence.of(
        "All patients of the table; not calculated beforehand. {patients} patients, {events} with the outcome.",
        patients=patients,
        events=events,
    )


def _missing(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of(
        "Never filled in: {n} of {of} patients without what the model or the outcome needs were left out, counted by "
        "reason.",
        n=report.patients_in_table - report.scored,
        of=report.patients_in_table,
    )


def _use(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of("{how} Patients named in the training record, if it names any, are refused.", how=report.how)


def _steps(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    preset = manifest.preset or "–"
    return Sentence.of("Preset {preset}; steps in the model card and the training record.", preset=preset)


def _measures(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    if report.response is not None:
        return Sentence.of(
            "ROC with DeLong's interval, confusion matrix at the bundle's threshold, calibration slope and in the "
            "large, Brier score, net benefit."
        )
    return Sentence.of(
        "Harrell's C, time-dependent AUC, Brier score with censoring weights, calibration slope and in the large, net "
        "benefit, Kaplan-Meier by predicted risk."
    )


def _updating(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    moved = manifest.recalibration
    if moved is None:
        return Sentence.of("None in this evaluation; hccdesk recalibrate makes a new version.")
    return Sentence.of(
        "Recalibrated on {patients} patients of {cohort}, {events} of them with the outcome: intercept "
        "{intercept:.3f}, slope {slope:.3f}; before it was {model} {version}.",
        patients=moved.patients,
        cohort=moved.cohort,
        events=moved.events,
        intercept=moved.intercept,
        slope=moved.slope,
        model=moved.original.model_id,
        version=moved.original_version,
    )


def _computed(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    sha = report.model_manifest_sha256[:12] or "–"
    return Sentence.of(
        "By the program itself from the bundle {model} {version} (manifest sha256 {sha}), as at the board.",
        model=manifest.model_id,
        version=manifest.version,
        sha=sha,
    )


def _imbalance(manifest: ModelManifest, report: ValidationReport) -> Sentence | None:
    if report.response is None:
        return None
    return Sentence.of(
        "{positives} of {patients} patients have the outcome; nothing was resampled for the evaluation.",
        positives=report.response.positives,
        patients=report.response.patients,
    )


def _fairness(manifest: ModelManifest, report: ValidationReport) -> Sentence | None:
    if not report.subgroups:
        return None
    return Sentence.of(
        "Performance by sex, age, BCLC stage and centre, as far as known; nothing was done to change it."
    )


def _output(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    if manifest.threshold is None:
        return Sentence.of("{direction}", direction=manifest.direction)
    return Sentence.of(
        "{direction} Threshold {threshold:.3f}: {origin}.",
        direction=manifest.direction,
        threshold=manifest.threshold.value,
        origin=manifest.threshold.origin,
    )


def _training_and_evaluation(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of(
        "Trained on: {training}. Evaluated on: {cohort}.", training=manifest.cohort, cohort=report.cohort
    )


def _data(manifest: ModelManifest, report: ValidationReport) -> Sentence | None:
    if report.cohort_kind is CohortKind.PHANTOM:
        return Sentence.of("The synthetic patients can be made again with hccdesk cohort phantom.")
    return None


def _code(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of(
        "hccdesk {version}; the bundle under {licence}.", version=report.program_version, licence=manifest.licence
    )


def _flow(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    patients, events = _counted(report)
    return Sentence.of(
        "{of} patients in the table, {patients} scored, {events} with the outcome; the others are counted by reason.",
        of=report.patients_in_table,
        patients=patients,
        events=events,
    )


def _characteristics(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of("Not in this report: hccdesk cohort describe gives them for the same table.")


def _specification(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of("The bundle holds the whole model; weights verified by sha256.")


def _performance(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of("In this report, with subgroups; 95 % intervals of everything but Brier scores and net benefit.")


def _limits(manifest: ModelManifest, report: ValidationReport) -> Sentence | None:
    if not manifest.known_limits:
        return None
    # A sentence each: one long text would be cut where it is printed.
    limits = Sentence.listed([Sentence.literally(limit) for limit in manifest.known_limits], " ")
    return Sentence.of("Of the model, by its card: {limits}", limits=limits)


def _poor_input(manifest: ModelManifest, report: ValidationReport) -> Sentence:
    return Sentence.of(
        "In use an unknown value is never filled in: the finding is not computed and says what it lacks; images that a "
        "model must not see are refused with the reason."
    )


def _interaction(manifest: ModelManifest, report: ValidationReport) -> Sentence | None:
    if manifest.kind is ModelKind.SURVIVAL_NOMOGRAM:
        return Sentence.of("The clinical row is entered and confirmed by the user.")
    return Sentence.of("The user outlines the tumour on the image, and confirms the clinical row.")


def _counted(report: ValidationReport) -> tuple[int, int]:
    if report.response is not None:
        return report.response.patients, report.response.positives
    assert report.survival is not None
    return report.survival.patients, report.survival.events


ANSWERS: Mapping[str, Callable[[ModelManifest, ValidationReport], Sentence | None]] = {
    "1": _title,
    "3b": _purpose,
    "4": _objective,
    "5a": _source,
    "6a": _centres,
    "6b": _eligibility,
    "6c": _treatments,
    "7": _preparation,
    "8a": _outcome,
    "9b": _predictors,
    "10": _size,
    "11": _missing,
    "12a": _use,
    "12c": _steps,
    "12d": _centres,
    "12e": _measures,
    "12f": _updating,
    "12g": _computed,
    "13": _imbalance,
    "14": _fairness,
    "15": _output,
    "16": _training_and_evaluation,
    "18e": _data,
    "18f": _code,
    "20a": _flow,
    "20b": _characteristics,
    "21": _flow,
    "22": _specification,
    "23a": _performance,
    "23b": _centres,
    "26": _limits,
    "27a": _poor_input,
    "27b": _interaction,
}
"""What the program can say, by item; an answer that does not hold for this report is None too."""
