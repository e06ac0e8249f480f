"""Patients of a cohort whom a model was trained on: they can validate nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hccdesk.domain.cohort import CohortPatient, CohortTable
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.sentence import Sentence
from hccdesk.store.patient_digests import PatientDigests
from hccdesk.store.training_facts import TrainingFacts, training_facts
from hccdesk.workflow.validation_report import EXTERNAL

WAS_IN_TRAINING = Sentence.of("the patient was in the training cohort of this model, and is refused")
OVERLAP_UNKNOWN = Sentence.of(
    "Called external on the word of the user: the bundle does not say whom it was trained on, so that a patient of the "
    "training cohort would not be noticed."
)


@dataclass(frozen=True, slots=True)
class Unseen:
    """The patients that may be asked about, each with the row's number, how many were refused, and what to call it."""

    patients: tuple[tuple[int, CohortPatient], ...]
    refused: int
    how: Sentence


def unseen_patients(table: CohortTable, bundles: Sequence[ModelBundle]) -> Unseen:
    """Everybody but the training patients of `bundles`, known by the digests in their `training.json`.

    Refused (`InputError`): the very table that one of them was trained on, and a table of training patients only.
    """
    facts = tuple(training_facts(bundle) for bundle in bundles)
    _refuse_same_table(table, facts)
    known = frozenset[str]().union(*(one.patient_digests | one.recalibration_digests for one in facts))
    digests = PatientDigests.of_table(table)
    rows = tuple(enumerate(table.patients, start=2))  # row 1 is the header
    kept = tuple((row, patient) for row, patient in rows if not known or digests.of(patient.patient_id) not in known)
    if not kept:
        raise InputError(
            "Every patient of this cohort was in the training cohort of this model: there is nothing to validate on.",
            where=table.path,
            what_to_do="Take patients whom the model has not seen.",
        )
    told = all(one.patient_digests for one in facts)
    return Unseen(kept, len(rows) - len(kept), EXTERNAL if told else OVERLAP_UNKNOWN)


def _refuse_same_table(table: CohortTable, facts: Sequence[TrainingFacts]) -> None:
    if any(one.cohort_sha256 == table.sha256 for one in facts):
        raise InputError(
            "This is the very table that the model was trained on: there is nothing to validate on.",
            where=table.path,
            what_to_do="Take patients whom the model has not seen.",
        )
