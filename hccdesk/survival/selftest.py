"""Whether an installed nomogram still computes what it computed when it was made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.nomogram import layout
from hccdesk.survival.nomogram_bundle import parse
from hccdesk.survival.nomogram_json import NomogramBundle
from hccdesk.survival.predicted_survival import CoxModel, survival_probabilities

INPUT_FILE = "selftest/input.json"
EXPECTED_FILE = "selftest/expected.json"
TOLERANCE = 1e-9
"""Of a probability, and of a hundredth of a point: a few multiplications in double precision."""

Answer = dict[str, list[float]]


def selftest_files(content: bytes) -> dict[str, bytes]:
    """A selftest's two files for a `nomogram.json`: patients at the ends and middle of its axes, and the answers."""
    nomogram = parse(content, "nomogram.json")
    low, high = (np.array([v.limits[end] for v in nomogram.variables]) for end in (0, 1))
    patients = [low.tolist(), ((low + high) / 2).tolist(), high.tolist()]
    return {
        INPUT_FILE: _bytes({"variables": list(nomogram.names), "patients": patients}),
        EXPECTED_FILE: _bytes([_answer(nomogram, patient) for patient in patients]),
    }


def check(bundle: ModelBundle) -> tuple[tuple[bool, Sentence], ...]:
    """What was checked, each with whether it passed: the nomogram is sound, and gives the stored answers."""
    try:
        nomogram = parse(bundle.weights, bundle.manifest.model_id)
    except ModelBundleError as fault:
        return ((False, Sentence.of("it cannot be used: {fault}", fault=fault.said)),)
    sound = Sentence.of("its nomogram of {count} variables is sound", count=len(nomogram.variables))
    return (True, sound), _stored_answers(nomogram, bundle)


def _stored_answers(nomogram: NomogramBundle, bundle: ModelBundle) -> tuple[bool, Sentence]:
    if INPUT_FILE not in bundle.content or EXPECTED_FILE not in bundle.content:
        return False, Sentence.of("it carries no test of its own")
    try:
        patients = json.loads(bundle.content[INPUT_FILE])["patients"]
        expected = json.loads(bundle.content[EXPECTED_FILE])
        pairs = zip(patients, expected, strict=True)
        difference = float(np.max([_difference(_answer(nomogram, patient), answer) for patient, answer in pairs]))
    except (ValueError, KeyError, TypeError):
        return False, Sentence.of("its own test does not fit it")
    what = Sentence.of(
        "its answers differ by {difference:.1e} from the stored ones (limit {limit:.0e})",
        difference=difference,
        limit=TOLERANCE,
    )
    return difference <= TOLERANCE, what  # NaN compares as false


def _answer(nomogram: NomogramBundle, values: Sequence[float]) -> Answer:
    model = CoxModel(nomogram.coefficients, np.array(nomogram.covariance), nomogram.hazard)
    probability = survival_probabilities(model, np.array(values, dtype=np.float64))
    return {"probability": probability.tolist(), "total_points": [layout(nomogram, values).total_points]}


def _difference(got: Answer, expected: Answer) -> float:
    """Largest difference of a probability, or of the total in hundreds of points."""
    probability = np.subtract(got["probability"], expected["probability"])
    points = np.subtract(got["total_points"], expected["total_points"]) / 100
    return float(np.abs(np.concatenate([probability, points])).max())


def _bytes(document: Any) -> bytes:
    return (json.dumps(document, indent=1, allow_nan=False) + "\n").encode()
