"""Image features and response probability for a Cox model: only ever from patients the CT model was not trained on.

On its own training patients a CT model is too sure of itself, and the Cox model would learn to trust it too much. So
those have what networks fitted without them said (the cross-fit file of `train ct-response`); everybody else is
looked at by the CT model itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hccdesk.atomic_file import write_whole
from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.cohort import CohortPatient, CohortTable
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.progress import Progress
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import CtResponseFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import choose
from hccdesk.store.model_bundles import read_bundle
from hccdesk.store.patient_digests import PatientDigests
from hccdesk.training.survival_data import CtAnswer
from hccdesk.training.training_record import RECORD_NAME
from hccdesk.workflow.assess_ct import assess_ct
from hccdesk.workflow.cohort_case import cohort_case
from hccdesk.workflow.installed_models import installed_models
from hccdesk.workflow.networks import Networks
from hccdesk.workflow.workbench import Workbench, open_workbench


@dataclass(frozen=True, slots=True)
class CtSource:
    """The CT model's bundle (its backbone lies beside it), and what its folds' networks said of its own patients."""

    bundle: Path
    crossfit: Path | None = None


def ct_answers(table: CohortTable, ct: CtSource, work: Path | None, progress: Progress) -> Mapping[str, CtAnswer]:
    """By patient id; a patient without a usable CT has none.

    Refused (`InputError`): patients of the CT model's own training without a cross-fit file that holds them, and a
    bundle that does not tell whom it was trained on. `work` keeps the answers of the CT model between runs.
    """
    head, digests = read_bundle(ct.bundle), PatientDigests.of_table(table)
    trained_on = _trained_on(head, ct.bundle)
    own = [p for p in table.patients if digests.of(p.patient_id) in trained_on]
    others = [p for p in table.patients if digests.of(p.patient_id) not in trained_on]
    fitted = _cross_fitted(own, head, ct, digests) if own else {}
    return {**fitted, **_inferred(others, head, ct, digests, work, progress)}


def _trained_on(head: ModelBundle, where: Path) -> frozenset[str]:
    try:
        return frozenset(json.loads(head.content[RECORD_NAME])["patient_digests"])
    except (KeyError, ValueError, TypeError):
        raise InputError(
            "The CT model does not tell which patients it was trained on: its answers cannot be trusted here.",
            where=where,
            what_to_do="Train it again with hccdesk train ct-response.",
        ) from None


def _cross_fitted(
    patients: Sequence[CohortPatient], head: ModelBundle, ct: CtSource, digests: PatientDigests
) -> dict[str, CtAnswer]:
    if ct.crossfit is None:
        raise InputError(
            Sentence.of(
                "{n} of these patients are those that {model} was trained on: of them it may not be asked (in-sample).",
                n=len(patients),
                model=head.manifest.model_id,
            ),
            what_to_do="Give the cross-fit file that hccdesk train ct-response wrote, with --crossfit.",
        )
    told = _crossfit_file(ct.crossfit, head)
    missing = sum(digests.of(p.patient_id) not in told for p in patients)
    if missing:
        raise InputError(
            Sentence.of("The cross-fit file lacks {n} of the CT model's training patients.", n=missing),
            where=ct.crossfit,
            what_to_do="Give the file of the same training.",
        )
    return {p.patient_id: told[digests.of(p.patient_id)] for p in patients}


def _crossfit_file(path: Path, head: ModelBundle) -> dict[str, CtAnswer]:
    try:
        document = json.loads(path.read_bytes())
        of_another = document["weights_sha256"] != head.weights_sha256
        answers = {digest: _answer(one) for digest, one in document["patients"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError(
            "The cross-fit file cannot be read.", where=path, what_to_do="Make it again with hccdesk train ct-response."
        ) from None
    if of_another:
        raise InputError(
            "The cross-fit file belongs to another CT model.",
            where=path,
            what_to_do="Give the file that was written with this bundle.",
        )
    return answers


def _answer(told: Any) -> CtAnswer:
    return CtAnswer(float(told["probability"]), tuple(float(value) for value in told["image_features"]))


def _inferred(  # noqa: PLR0917 - private, called once
    patients: Sequence[CohortPatient],
    head: ModelBundle,
    ct: CtSource,
    digests: PatientDigests,
    work: Path | None,
    progress: Progress,
) -> dict[str, CtAnswer]:
    kept = work / f"ct-answers-{head.manifest.model_id}-{head.weights_sha256[:12]}.json" if work else None
    known = _kept(kept)
    with_ct = [p for p in patients if p.ct is not None and p.ct_roi is not None]
    missing = [p for p in with_ct if digests.of(p.patient_id) not in known]
    if missing:
        with open_workbench(models_folder=ct.bundle.parent) as workbench:
            asked = _Asked(
                head,
                Networks(installed_models(ct.bundle.parent, workbench.site_folder), choose(workbench.device)),
                workbench,
            )
            for done, patient in enumerate(missing):
                progress.step(done, len(missing), "CT answers")
                answer = asked.of(patient, progress)
                if answer:
                    known[digests.of(patient.patient_id)] = answer
                    _keep(kept, known)
    answers = ((p.patient_id, known.get(digests.of(p.patient_id))) for p in with_ct)
    return {patient_id: answer for patient_id, answer in answers if answer is not None}


@dataclass(frozen=True, slots=True)
class _Asked:
    head: ModelBundle
    networks: Networks
    workbench: Workbench

    def of(self, patient: CohortPatient, progress: Progress) -> CtAnswer | None:
        regimen = self.head.manifest.regimen or Regimen.TACE_HAIC_PD1_TKI
        case = cohort_case(patient, regimen, self.workbench, progress, ct=True, slide=False)
        everybody = ApplicabilityVerdict(self.head.manifest.model_id, ())
        found = assess_ct(case, self.head, everybody, self.networks, progress)
        if not isinstance(found, CtResponseFinding):
            return None
        return CtAnswer(found.network_probability, found.image_features)


def _kept(path: Path | None) -> dict[str, CtAnswer]:
    if path is None or not path.is_file():
        return {}
    return {digest: _answer(one) for digest, one in json.loads(path.read_bytes()).items()}


def _keep(path: Path | None, known: Mapping[str, CtAnswer]) -> None:
    if path is None:
        return
    document = {d: {"probability": a.probability, "image_features": a.image_features} for d, a in known.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(document, sort_keys=True).encode())
