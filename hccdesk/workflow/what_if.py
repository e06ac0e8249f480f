"""What a nomogram would say of this patient with other values; nothing of it is kept in the result."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from hccdesk.domain.errors import InputError, ModelBundleError
from hccdesk.domain.result import CaseResult, CtResponseFinding, NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.store.bundle_trust import read_trusted_bundle, trust_of
from hccdesk.survival.changed_values import refuse_off_axis
from hccdesk.survival.covariates import PatientInputs
from hccdesk.survival.prediction import OpenNomogram, open_nomogram, predict_with
from hccdesk.workflow.derived_covariates import derived_covariates
from hccdesk.workflow.installed_models import bundle_folders


class Nomograms:
    """The nomograms of installed bundles, each verified and opened once, kept by model id and sha256."""

    def __init__(self, models_folder: Path, site_folder: Path | None = None) -> None:
        self._models_folder, self._site_folder = models_folder, site_folder
        self._lock = threading.Lock()
        self._open: dict[tuple[str, str], OpenNomogram] = {}

    def open(self, model_id: str, sha256: str) -> OpenNomogram:
        """The nomogram with these very weights; raises `ModelBundleError` where it is damaged or not here any more."""
        with self._lock:
            if (model_id, sha256) not in self._open:
                self._open[model_id, sha256] = self._read(model_id, sha256)
            return self._open[model_id, sha256]

    def _read(self, model_id: str, sha256: str) -> OpenNomogram:
        # A folder is usually named after its bundle; those come first, so that the large networks stay unread.
        folders, trust = bundle_folders(self._models_folder, self._site_folder), trust_of(self._site_folder)
        for folder in sorted(folders, key=lambda path: model_id not in path.name):
            try:
                bundle = read_trusted_bundle(folder, trust)
            except ModelBundleError:
                if folder.name == model_id:
                    raise
                continue  # another bundle's fault costs only that one
            if (bundle.manifest.model_id, bundle.weights_sha256) == (model_id, sha256):
                return open_nomogram(bundle)
        raise ModelBundleError(
            Sentence.of("the model {model_id} that made this result is not installed any more.", model_id=model_id),
            what_to_do="Run the analysis again.",
        )


def what_if(result: CaseResult, model_id: str, changed: Mapping[str, float], nomograms: Nomograms) -> SurvivalFinding:
    """The finding of `model_id` with the values in `changed`, by variable of its axes, in place of the patient's.

    The same path as the analysis: nothing changed gives the finding itself, and a changed value gives what the
    analysis gives for a patient who has it, the bundle's own rules for unknown values included. Raises `InputError`
    for a value off its axis and where there is no finding to change, `ModelBundleError` where the bundle is gone.
    """
    finding = _finding(result, model_id)
    opened = nomograms.open(model_id, _sha256(result, model_id))
    refuse_off_axis(opened.nomogram, changed)
    ct = result.ct_response if isinstance(result.ct_response, CtResponseFinding) else None
    patient = PatientInputs(
        result.clinical,
        ct.image_features if ct else None,
        ct.network_probability if ct else None,
        derived_covariates(result.clinical),
    )
    answer = predict_with(opened, patient, finding.in_regimen, changed)
    if isinstance(answer, NotComputed):
        raise InputError("the result does not hold what this nomogram was computed from.")
    return answer


def _finding(result: CaseResult, model_id: str) -> SurvivalFinding:
    finding = dict(result.survival).get(model_id)
    if not isinstance(finding, SurvivalFinding):
        raise InputError("there is no survival curve to change.", what_to_do="Run the analysis first.")
    return finding


def _sha256(result: CaseResult, model_id: str) -> str:
    return next((fact.sha256 for fact in result.provenance.models if fact.model_id == model_id), "")
