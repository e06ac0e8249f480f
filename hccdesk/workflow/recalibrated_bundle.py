"""The bundle of a recalibrated model: its manifest, its card with before and after, its record, its signature."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hccdesk import resources
from hccdesk.domain.cohort import CohortPatient, CohortTable
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import ModelBundle, ModelKind, ModelManifest, Recalibration, Threshold
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import ValidationReport
from hccdesk.store.bundle_signature import signer
from hccdesk.store.model_bundles import write_bundle
from hccdesk.store.patient_digests import PatientDigests
from hccdesk.store.training_facts import FILE_NAME as TRAINING_NAME
from hccdesk.store.validation_file import FILE_NAME as VALIDATION_NAME
from hccdesk.store.validation_file import validation_bytes
from hccdesk.store.workstation_key import signing_key
from hccdesk.workflow.workbench import Workbench

CARD_NAME = "MODEL_CARD.md"


def recalibrated_manifest(manifest: ModelManifest, moved: Recalibration) -> ModelManifest:
    """The manifest of the new version. Kind, check and whether it is offered stay: recalibration mends none of them."""
    return replace(
        manifest,
        model_id=f"{manifest.model_id}-recalibrated",
        version=_next(manifest.version),
        title=f"{manifest.title} (recalibrated)",
        threshold=_threshold(manifest.threshold, moved),
        known_limits=(*manifest.known_limits, _limit(manifest, moved)),
        validation=VALIDATION_NAME,
        recalibration=moved,
    )


def write_recalibrated(  # noqa: PLR0917 - the parts of one bundle
    made: ModelBundle,
    out: Path,
    table: CohortTable,
    patients: Sequence[CohortPatient],
    reports: tuple[ValidationReport, ValidationReport],
    workbench: Workbench,
) -> Path:
    """The signed bundle in `out`; returns its folder. `reports` are those before and after."""
    site = workbench.site_folder or resources.site_folder()
    digests = PatientDigests.of_table(table, site)
    record = json.loads(made.content.get(TRAINING_NAME, b"{}"))
    record["recalibration_digests"] = sorted(digests.of(patient.patient_id) for patient in patients)
    if made.manifest.recalibration and "risk_cuts" in record:
        record["risk_cuts"] = [made.manifest.recalibration.slope * cut for cut in record["risk_cuts"]]
    content = {
        **made.content,
        TRAINING_NAME: (json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode(),
        VALIDATION_NAME: validation_bytes(reports[1]),
        CARD_NAME: _card(made, reports).encode(),
    }
    folder = out / made.manifest.model_id
    write_bundle(made.manifest, content, folder, signer(signing_key(site)))
    return folder


def _next(version: str) -> str:
    """One patch version on; a version of another form gets a `.1`."""
    head, _, patch = version.rpartition(".")
    return f"{head}.{int(patch) + 1}" if head and patch.isdigit() else f"{version}.1"


def _threshold(threshold: Threshold | None, moved: Recalibration) -> Threshold | None:
    if threshold is None:
        return None
    origin = f"{threshold.origin}; {threshold.value:.4g} before the recalibration, the same patients lie above it"
    return Threshold(moved.probability(threshold.value), origin)


def _limit(manifest: ModelManifest, moved: Recalibration) -> str:
    if manifest.kind is ModelKind.SURVIVAL_NOMOGRAM:
        how = f"baseline hazard estimated anew, coefficients times {moved.slope:.3f}"
    else:
        how = f"log-odds = {moved.intercept:.3f} + {moved.slope:.3f} x the network's"
    apart = "; values of single slices and the saliency map are the network's own"
    return (
        f"Recalibrated on {moved.patients} patients of {moved.cohort} ({moved.events} with the outcome): {how}"
        f"{apart if manifest.kind is ModelKind.CT_RESPONSE else ''}. How well it is calibrated for others is not known."
    )


def _card(made: ModelBundle, reports: tuple[ValidationReport, ValidationReport]) -> str:
    moved = made.manifest.recalibration
    assert moved is not None
    before, after = (_measures(report) for report in reports)
    rows = "\n".join(f"| {name} | {before[name]} | {after[name]} |" for name in before)
    original = made.content.get(CARD_NAME, b"").decode("utf-8").rstrip()
    return (
        f"# {made.manifest.title}\n\n`{made.manifest.model_id}` version {made.manifest.version}\n\n"
        f"## Recalibration\n\n{made.manifest.known_limits[-1]}\n\n"
        f"Before it was `{moved.original.model_id}` version {moved.original_version}, manifest sha256 "
        f"`{moved.original_manifest_sha256}`.\n\n"
        "Measured on the very patients it was recalibrated on, so that the right column is apparent:\n\n"
        f"| Measure | Before | After (apparent) |\n|---|---|---|\n{rows}\n\n"
        f"## The card of the original\n\n{original}\n"
    )


def _measures(report: ValidationReport) -> dict[str, str]:
    if report.response is not None:
        name, main, brier = "AUC", report.response.auc, report.response.brier
    else:
        assert report.survival is not None
        name, main = "C-index", report.survival.c_index
        integrated = report.survival.integrated_brier
        brier = None if isinstance(integrated, NotComputed) else integrated
    large, slope = _calibration(report)
    return {
        name: _words(main),
        "Calibration in the large (0 is right)": _words(large),
        "Calibration slope (1 is right)": _words(slope),
        "Brier score": "–" if brier is None else f"{brier:.3f}",
    }


def _calibration(report: ValidationReport) -> tuple[Estimate | NotComputed | None, Estimate | NotComputed | None]:
    """In the large, and the slope."""
    if report.survival is not None:
        return report.survival.in_the_large, report.survival.calibration_slope
    found = report.response.calibration if report.response else None
    return (None, None) if found is None or isinstance(found, NotComputed) else (found.in_the_large, found.slope)


def _words(measure: Estimate | NotComputed | None) -> str:
    if not isinstance(measure, Estimate):
        return "–"
    if measure.low is None or measure.high is None:
        return f"{measure.value:.3f}"
    return f"{measure.value:.3f} ({measure.low:.3f} to {measure.high:.3f})"
