"""The reference case of the check of the installation, analysed once for all tests here."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from selftest_ground import FAILED, PASSED, a_ground, failed, ran

from hccdesk import resources
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.every_device import every_device
from hccdesk.workflow import selftest_reference
from hccdesk.workflow.reference_numbers import reference_numbers
from hccdesk.workflow.selftest_reference import REFERENCE_NAME, analyse_reference, reference_checks
from hccdesk.workflow.workbench import open_workbench

GROUPS = {"tumour", "CT response", "slide response", "clinical response", "scores"}
GROUPS |= {"pfs-nomogram-demo", "pfs-clinical-demo", "os-nomogram-sysucc"}


@pytest.fixture(scope="module")
def bench():
    with open_workbench(DeviceChoice.CPU) as made:
        yield made


@pytest.fixture(scope="module")
def result(bench, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    ground = a_ground(bench, folder, devices=())
    return analyse_reference(folder / "sample", bench, ground.progress)


@pytest.fixture
def ground(bench, tmp_path, result, monkeypatch):
    monkeypatch.setattr(selftest_reference, "analyse_reference", lambda folder, bench, progress: result)
    return a_ground(bench, tmp_path, devices=every_device(DeviceChoice.CPU)[:1])


@pytest.fixture
def reference() -> dict:
    return json.loads((resources.assets_folder() / REFERENCE_NAME).read_text(encoding="utf-8"))


def expecting(tmp_path, reference: dict, ground):
    (tmp_path / "assets" / "selftest").mkdir(parents=True)
    (tmp_path / "assets" / REFERENCE_NAME).write_text(json.dumps(reference), encoding="utf-8")
    return replace(ground, assets=tmp_path / "assets")


def test_that_the_shipped_numbers_are_what_is_computed_today(ground, result, reference):
    """After a change of models or phantoms: `hccdesk selftest --write-reference`."""
    checks = ran(reference_checks, ground, "reference")
    assert failed(checks) == {}
    assert set(reference["numbers"]) == GROUPS
    today = reference_numbers(result)
    assert {group: set(numbers) for group, numbers in today.items()} == {
        group: set(numbers) for group, numbers in reference["numbers"].items()
    }


def test_that_both_the_models_and_the_sizes_are_among_the_numbers(reference):
    numbers = reference["numbers"]
    assert {"probability", "class"} <= set(numbers["CT response"])
    assert {"PRPS", "class", "patches"} <= set(numbers["slide response"])
    assert {"12 months", "18 months", "24 months"} <= set(numbers["pfs-nomogram-demo"])
    assert {"volume_ml", "longest_axial_diameter_mm", "largest_3d_diameter_mm"} <= set(numbers["tumour"])
    assert len(numbers["scores"]) >= 7


@pytest.mark.parametrize("group", sorted(GROUPS))
@pytest.mark.parametrize(("factor", "passes"), [(1 + 0.9e-4, True), (1 + 1.1e-4, False)])
def test_that_each_number_is_held_to_a_ten_thousandth(ground, tmp_path, reference, group, factor, passes):
    name = next(name for name, value in reference["numbers"][group].items() if value not in (0.0, 1.0))
    reference["numbers"][group][name] *= factor
    first = "the sample patient is made, read and analysed"
    found = failed(ran(reference_checks, expecting(tmp_path, reference, ground), "reference", first, *GROUPS))
    assert (group not in found) is passes
    if not passes:
        assert set(found) == {group}
        assert f"{name}: " in found[group]
        assert "limit 1e-04" in found[group]


def test_that_a_class_that_flipped_fails(ground, tmp_path, reference):
    reference["numbers"]["slide response"]["class"] = 1.0
    first = "the sample patient is made, read and analysed"
    found = failed(ran(reference_checks, expecting(tmp_path, reference, ground), "reference", first, *GROUPS))
    assert set(found) == {"slide response"}


def test_that_a_number_that_is_nan_or_gone_fails(ground, result, monkeypatch):
    spoiled = replace(
        result,
        ct_response=replace(result.ct_response, probability_of_objective_response=float("nan")),
        slide_response=NotComputed(Sentence.of("no slide was given")),
    )
    monkeypatch.setattr(selftest_reference, "analyse_reference", lambda folder, bench, progress: spoiled)
    found = failed(ran(reference_checks, ground, "reference"))
    assert "probability: nan" in found["CT response"]
    assert found["slide response"].startswith("not computed: PRPS")


def test_that_an_analysis_that_fails_fails_all_that_rests_on_it(ground, monkeypatch):
    def broken(folder, bench, progress):
        raise MemoryError

    monkeypatch.setattr(selftest_reference, "analyse_reference", broken)
    checks = ran(reference_checks, ground, "reference")
    assert {check.state for check in checks.values()} == {FAILED}
    assert set(checks) >= GROUPS


def test_that_a_report_that_differs_the_second_time_fails(ground, monkeypatch):
    turns = iter([b"%PDF one", b"%PDF two"])
    monkeypatch.setattr(selftest_reference, "set_report", lambda result, options: next(turns))
    found = failed(ran(reference_checks, ground, "reference"))
    assert found == {"the report, set twice": "the same result gave two different files"}


def test_that_a_missing_reference_fails_the_section(ground, tmp_path):
    checks = ran(reference_checks, replace(ground, assets=tmp_path), "reference")
    assert [check.state for check in checks.values()] == [FAILED]
    assert "reference.json is missing" in checks["Reference case"].finding.text


def test_that_a_sites_own_model_does_not_change_the_reference(bench, ground, result):
    assert bench.site_folder is not None  # the check leaves it out by itself
    assert all(manifest.is_demonstration or manifest.cohort_kind.value == "public" for manifest in result.models)
    assert ran(reference_checks, ground, "reference")["CT response"].state is PASSED
    assert np.isfinite(list(reference_numbers(result)["CT response"].values())).all()
