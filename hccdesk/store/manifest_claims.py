"""What a bundle may not claim to be without proof: a site's model, or a survival model that may speak."""

from __future__ import annotations

from hccdesk.domain.manifest import CohortKind, ModelKind, ModelManifest


def check_claims(manifest: ModelManifest) -> None:
    """Raises `ValueError` for a site's model without a validation report, public data without a citation, a
    survival model of real patients without its check, and one that failed its check and is offered all the same."""
    if manifest.cohort_kind is CohortKind.SITE and manifest.validation is None:
        raise ValueError("a model of kind 'site' needs 'validation', the file with its validation report")
    if manifest.validation is not None:
        _check_validation_file(manifest.validation, manifest)
    if manifest.cohort_kind is CohortKind.PUBLIC and not manifest.citation.strip():
        raise ValueError("a model made from public data needs 'citation'")
    if manifest.kind is ModelKind.SURVIVAL_NOMOGRAM:
        _check_survival(manifest)


def _check_validation_file(name: str, manifest: ModelManifest) -> None:
    if name not in manifest.files:
        raise ValueError("the validation report is not among the files")
    if not name.endswith(".json") or name == manifest.weights:
        raise ValueError("the validation report must be a .json file of its own")


def _check_survival(manifest: ModelManifest) -> None:
    check = manifest.survival_check
    if check is None:
        if manifest.cohort_kind is not CohortKind.PHANTOM:
            raise ValueError("a survival model made from real patients needs 'survival_check'")
        return
    if not 0 <= check.likelihood_ratio_p <= 1 or check.resamples < 1 or check.corrected_r2 > 1:
        raise ValueError("survival_check has an impossible p value, R² or number of resamples")
    if manifest.offered and not check.passed:
        raise ValueError("a survival model that fails its 'survival_check' must be 'offered': false")
