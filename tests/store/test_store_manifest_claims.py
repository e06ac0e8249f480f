"""What a bundle may not claim without proof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from statistics_builder import a_survival_report, a_validation

from hccdesk import resources
from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import CohortKind, SurvivalCheck
from hccdesk.store.model_bundles import read_bundle, write_bundle
from hccdesk.store.validation_file import validation_bytes

WHOLE = read_bundle(resources.models_folder() / "pfs-nomogram-demo")
SHIPPED = replace(
    WHOLE,
    manifest=replace(WHOLE.manifest, validation=None),
    content={name: data for name, data in WHOLE.content.items() if name != WHOLE.manifest.validation},
)
"""Without its own validation report: these tests bring theirs."""
PASSED = SurvivalCheck(likelihood_ratio_p=0.001, corrected_slope=0.9, corrected_r2=0.2, resamples=200)
REPORT = a_survival_report(model_id=SHIPPED.manifest.model_id, model_kind=SHIPPED.manifest.kind)
VALIDATION = {"validation.json": validation_bytes(REPORT)}


def written(folder: Path, more: dict[str, bytes] | None = None, **changes) -> bool:
    write_bundle(replace(SHIPPED.manifest, **changes), {**SHIPPED.content, **(more or {})}, folder / "bundle")
    return bool(read_bundle(folder / "bundle").content)


def refused(folder: Path, why: str, more: dict[str, bytes] | None = None, **changes) -> None:
    with pytest.raises(ModelBundleError, match=why):
        written(folder, more, **changes)
    assert list(folder.iterdir()) == []


def test_that_a_site_s_model_needs_a_validation_report(tmp_path: Path) -> None:
    site = {"cohort_kind": CohortKind.SITE, "survival_check": PASSED}
    refused(tmp_path, "needs 'validation'", **site)
    refused(tmp_path, "not among the files", **site, validation="validation.json")
    refused(tmp_path, "of its own", **site, validation="nomogram.json")
    refused(tmp_path, "of its own", **site, validation="MODEL_CARD.md")
    assert written(tmp_path, VALIDATION, **site, validation="validation.json")


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"unit_of_analysis": "patient"}', b"[" * 100_000])
def test_that_a_validation_report_is_one(tmp_path: Path, content: bytes) -> None:
    site = {"cohort_kind": CohortKind.SITE, "survival_check": PASSED, "validation": "validation.json"}
    refused(tmp_path, "validation report does not count", {"validation.json": content}, **site)


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (replace(REPORT, unit_of_analysis="slice"), "'slice', not the patient"),
        (replace(REPORT, model_id="another"), "of another model"),
        (a_validation(model_id=SHIPPED.manifest.model_id), "of another model"),
    ],
)
def test_that_a_validation_report_is_of_this_model_and_counts_patients(tmp_path: Path, report, why: str) -> None:
    site = {"cohort_kind": CohortKind.SITE, "survival_check": PASSED, "validation": "validation.json"}
    refused(tmp_path, why, {"validation.json": validation_bytes(report)}, **site)


@pytest.mark.parametrize("kind", [CohortKind.SITE, CohortKind.PUBLIC])
def test_that_a_survival_model_of_real_patients_needs_its_check(tmp_path: Path, kind: CohortKind) -> None:
    real = {"cohort_kind": kind, "validation": "validation.json", "citation": "Somebody, 2020"}
    refused(tmp_path, "needs 'survival_check'", VALIDATION, **real, survival_check=None)
    assert written(tmp_path, VALIDATION, **real, survival_check=PASSED)


def test_that_public_data_are_cited(tmp_path: Path) -> None:
    public = {"cohort_kind": CohortKind.PUBLIC, "survival_check": PASSED}
    refused(tmp_path, "needs 'citation'", **public, citation=" ")
    assert written(tmp_path, **public, citation="Somebody, 2020")


@pytest.mark.parametrize(
    "failing",
    [{"likelihood_ratio_p": 0.0501}, {"corrected_slope": 0.699}, {"corrected_r2": 0.0}, {"corrected_r2": -0.1}],
)
@pytest.mark.control("RISK-25-d")
def test_that_a_survival_model_that_fails_its_check_is_not_offered(tmp_path: Path, failing: dict[str, float]) -> None:
    # issue 4: p > 0.05, corrected slope < 0.7 or corrected R² ≤ 0
    check = replace(PASSED, **failing)
    refused(tmp_path, "must be 'offered': false", survival_check=check, offered=True)
    assert written(tmp_path, survival_check=check, offered=False)


@pytest.mark.parametrize("wrong", [{"likelihood_ratio_p": -0.1}, {"likelihood_ratio_p": 1.1}, {"resamples": 0}])
def test_that_an_impossible_check_is_refused(tmp_path: Path, wrong: dict[str, float]) -> None:
    refused(tmp_path, "impossible", survival_check=replace(PASSED, **wrong))
