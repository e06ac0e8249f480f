"""The validation reports that come into a patient's result: of models that may speak, and only what can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hccdesk import resources
from hccdesk.domain.manifest import ModelBundle
from hccdesk.store.model_bundles import read_bundle
from hccdesk.workflow.validations import validations


@pytest.fixture(scope="module")
def nomogram() -> ModelBundle:
    return read_bundle(resources.models_folder() / "pfs-nomogram-demo")


def test_that_a_bundles_report_is_told_by_its_model(nomogram: ModelBundle) -> None:
    ((model_id, report),) = validations([nomogram])
    assert model_id == "pfs-nomogram-demo" and report.model_id == model_id
    # models/pfs-nomogram-demo/validation.json: 200 held-out phantoms
    assert report.survival is not None and report.survival.patients == 200


def test_that_a_model_that_never_speaks_brings_none(nomogram: ModelBundle) -> None:
    assert validations([replace(nomogram, manifest=replace(nomogram.manifest, offered=False))]) == ()


def test_that_a_bundle_without_a_report_brings_none(nomogram: ModelBundle) -> None:
    bare = {name: data for name, data in nomogram.content.items() if name != "validation.json"}
    assert validations([replace(nomogram, content=bare)]) == ()


def test_that_a_report_that_cannot_be_read_costs_only_itself(nomogram: ModelBundle) -> None:
    broken = replace(nomogram, content={**nomogram.content, "validation.json": b"{"})
    assert [model_id for model_id, _ in validations([broken, nomogram])] == ["pfs-nomogram-demo"]
