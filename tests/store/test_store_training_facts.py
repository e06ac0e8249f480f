"""What a validation takes of training.json: the rest is left alone, and a broken part is refused by its place."""

from __future__ import annotations

import json

import pytest

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import CohortKind, ModelBundle, ModelKind, ModelManifest
from hccdesk.store.training_facts import TrainingFacts, training_facts


def bundle(document: object | None) -> ModelBundle:
    nothing = (None, None, None, (), "", None, (), {}, (), "Apache-2.0")
    manifest = ModelManifest("m", "1", ModelKind.HAIM, "t", "u", CohortKind.SITE, "c", None, "m.onnx", {}, *nothing)
    content = {} if document is None else {"training.json": json.dumps(document).encode()}
    return ModelBundle(manifest, content)


def test_that_a_bundle_without_a_record_knows_nothing():
    assert training_facts(bundle(None)) == TrainingFacts()


def test_that_facts_are_found_at_the_top_and_among_what_was_measured_and_others_ignored():
    logistic = {"names": ["vp4"], "intercept": 0.5, "coefficients": [-1.2], "auc": 0.7}
    facts = training_facts(
        bundle({"patient_digests": ["a", "b"], "loss": {}, "measured": {"clinical_logistic": logistic, "x": 1}})
    )
    assert facts.patient_digests == {"a", "b"}
    assert facts.clinical_logistic.coefficients == (-1.2,)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ([], "training.json"),
        ({"patient_digests": "abc"}, "patient_digests"),
        ({"clinical_logistic": {"names": ["vp4"], "intercept": 0, "coefficients": [1, 2]}}, "one coefficient a name"),
        ({"clinical_logistic": {"names": ["shoe_size"], "intercept": 0, "coefficients": [1]}}, "does not know"),
        ({"measured": {"rivals": [{"name": "x", "names": ["vp4"], "coefficients": []}]}}, "one coefficient a name"),
        ({"risk_cuts": [1, 2, 3]}, "risk_cuts"),
    ],
)
def test_that_a_broken_part_is_refused_by_its_place(document, place):
    with pytest.raises(ModelBundleError, match=place):
        training_facts(bundle(document))
