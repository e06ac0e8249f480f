"""How far a patient lies from the training patients: the distance itself, and the file that holds what it needs."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.feature_distance import CT_IMAGE, FeatureDistance, Nearness
from hccdesk.domain.manifest import ModelBundle
from hccdesk.inference.feature_space import FeatureShape, FeatureSpace
from hccdesk.inference.feature_space_file import (
    FILE_NAME,
    IMAGE,
    STAINED,
    distance_to_training,
    feature_space_bytes,
    read_feature_spaces,
)

# Four features around 10 with a scale of 2: one direction of variance 4, the three others of variance 0.25 each.
SHAPE = FeatureShape(
    centre=np.full(4, 10.0),
    scale=np.full(4, 2.0),
    directions=np.array([[1.0, 0.0, 0.0, 0.0]]),
    variances=np.array([4.0]),
    beside=0.25,
)
SPACE = FeatureSpace(SHAPE, usual=1.5, largest=2.5, patients=40)


def row(*steps: float) -> np.ndarray:
    """A row so many scales away from the centre in each feature."""
    return 10.0 + 2.0 * np.array([steps])


def holding(bundle: ModelBundle, content: bytes) -> ModelBundle:
    return replace(bundle, content={**bundle.content, FILE_NAME: content})


def altered(**changes: Any) -> bytes:
    document = json.loads(feature_space_bytes({IMAGE: SPACE}))
    document["spaces"][IMAGE].update(changes)
    return json.dumps(document).encode()


def test_that_the_distance_is_measured_by_the_training_patients_own_variance() -> None:
    # By hand: (4² / 4) / 2 = 2 along the direction; (0.5² · 3 / 3 / 0.25) / 2 = 0.5 beside it.
    assert SHAPE.distance(row(0, 0, 0, 0)) == 0
    assert SHAPE.distance(row(4, 0, 0, 0)) == pytest.approx(2**0.5)
    assert SHAPE.distance(row(0, 0.5, 0.5, 0.5)) == pytest.approx(0.5**0.5)
    assert SHAPE.distance(row(4, 0.5, 0.5, 0.5)) == pytest.approx(2.5**0.5)


def test_that_a_difference_beside_every_direction_is_seen_too() -> None:
    assert SPACE.of(row(0, 0, 0, 9), CT_IMAGE).nearness is Nearness.BEYOND


def test_that_more_slices_of_the_same_kind_do_not_look_nearer() -> None:
    opposed = np.concatenate([row(3, 1, 0, 0), row(-3, -1, 0, 0)])  # whose mean is the very centre
    assert SHAPE.distance(opposed) == pytest.approx(SHAPE.distance(opposed[:1]))
    assert SHAPE.distance(np.repeat(opposed, 50, axis=0)) == pytest.approx(SHAPE.distance(opposed))


@pytest.mark.parametrize(
    ("distance", "nearness"),
    [(1.5, Nearness.USUAL), (1.5001, Nearness.UNUSUAL), (2.5, Nearness.UNUSUAL), (2.5001, Nearness.BEYOND)],
)
def test_that_both_limits_belong_to_the_nearer_side(distance: float, nearness: Nearness) -> None:
    assert FeatureDistance(CT_IMAGE, distance, 1.5, 2.5, 40).nearness is nearness


def test_that_the_file_gives_the_same_distance_and_the_same_bytes(ct_bundle: ModelBundle) -> None:
    content = feature_space_bytes({IMAGE: SPACE, STAINED: SPACE})
    spaces = read_feature_spaces(holding(ct_bundle, content))
    assert feature_space_bytes(spaces) == content
    rows = np.concatenate([row(4, 0.5, -0.5, 0.5), row(1, 2, 3, 4)])
    found = distance_to_training(holding(ct_bundle, content), IMAGE, rows, CT_IMAGE)
    assert found == SPACE.of(rows, CT_IMAGE)


def test_that_a_bundle_without_the_file_or_without_that_space_cannot_tell(ct_bundle: ModelBundle) -> None:
    assert distance_to_training(ct_bundle, IMAGE, row(0, 0, 0, 0), CT_IMAGE) is None
    only_stain = holding(ct_bundle, feature_space_bytes({STAINED: SPACE}))
    assert distance_to_training(only_stain, IMAGE, row(0, 0, 0, 0), CT_IMAGE) is None


def text(values: list[float], kind: str = "<f4") -> str:
    return base64.b64encode(np.array(values, kind).tobytes()).decode()


@pytest.mark.parametrize(
    "content",
    [
        b"not json",
        b"{}",
        b'{"format_version": 2, "spaces": {}}',
        altered(centre="not base64!"),
        altered(centre=text([1.0, 2.0])),
        altered(centre=text([1.0, 2.0, 3.0, float("nan")])),
        altered(scale=text([2.0, 2.0, 2.0, 0.0])),
        altered(directions=text([1.0, 0.0, 0.0], "<f2")),
        altered(variances=[0.0]),
        altered(variances=[]),
        altered(beside=0.0),
        altered(usual=3.0),
        altered(patients=1),
        altered(patient_rows=[[1.0, 2.0]]),
    ],
    ids=lambda content: content[-40:].decode("ascii", "replace"),
)
def test_that_a_file_that_is_none_is_refused_and_not_guessed_from(content: bytes, ct_bundle: ModelBundle) -> None:
    with pytest.raises(ModelBundleError, match=r"feature_space\.json cannot be used"):
        read_feature_spaces(holding(ct_bundle, content))


def test_that_a_file_about_other_features_is_refused(ct_bundle: ModelBundle) -> None:
    with pytest.raises(ModelBundleError, match="2048 features, it knows 4"):
        distance_to_training(
            holding(ct_bundle, feature_space_bytes({IMAGE: SPACE})), IMAGE, np.zeros((3, 2048)), CT_IMAGE
        )
