"""The check of an installed bundle."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hccdesk.domain.manifest import ModelBundle
from hccdesk.inference.device import Device
from hccdesk.inference.selftest import EXPECTED_FILE, INPUT_FILE, check
from hccdesk.inference.session import open_session


def npz(**arrays: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


@pytest.fixture
def tested_bundle(haim_bundle: ModelBundle, cpu: Device) -> ModelBundle:
    bag = np.random.default_rng(0).standard_normal((1, 1, 9, 2048)).astype(np.float32)
    expected = open_session(haim_bundle.weights, cpu).run({"bag": bag})
    return replace(
        haim_bundle, content={**haim_bundle.content, INPUT_FILE: npz(bag=bag), EXPECTED_FILE: npz(**expected)}
    )


def test_that_a_whole_bundle_with_its_backbone_passes(
    tested_bundle: ModelBundle, backbone_bundle: ModelBundle, cpu: Device
) -> None:
    findings = check(tested_bundle, backbone_bundle, cpu)
    assert [f.passed for f in findings] == [True, True]


def test_that_a_missing_or_other_backbone_is_found(tested_bundle: ModelBundle, cpu: Device) -> None:
    for other in (None, tested_bundle):
        findings = check(tested_bundle, other, cpu)
        assert [f.passed for f in findings] == [False, True]
        assert "backbone" in findings[0].what.text


def test_that_an_output_that_moved_by_more_than_a_ten_thousandth_is_found(
    tested_bundle: ModelBundle, backbone_bundle: ModelBundle, cpu: Device
) -> None:
    for factor, passes in ((1 + 1e-3, False), (1 + 1e-5, True), (np.nan, False)):
        with np.load(io.BytesIO(tested_bundle.content[EXPECTED_FILE])) as archive:
            moved = npz(probability=archive["probability"] * np.float32(factor))
        bundle = replace(tested_bundle, content={**tested_bundle.content, EXPECTED_FILE: moved})
        assert check(bundle, backbone_bundle, cpu)[1].passed is passes


def test_that_a_selftest_with_a_pickle_or_none_at_all_fails_without_being_run(
    tested_bundle: ModelBundle, backbone_bundle: ModelBundle, cpu: Device
) -> None:
    pickled = npz(bag=np.array([{"a": 1}], dtype=object))
    for content in ({**tested_bundle.content, INPUT_FILE: pickled}, {"haim.onnx": tested_bundle.weights}):
        findings = check(replace(tested_bundle, content=content), backbone_bundle, cpu)
        assert [f.passed for f in findings] == [True, False]
        assert "cannot be run" in findings[1].what.text
