"""Whether an installed model still computes what it computed when it was made."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.agreement import FULL_PRECISION_LIMIT, at_full_precision
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.manifest import ModelBundle, ModelKind
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import Device
from hccdesk.inference.feature_space_file import read_feature_spaces
from hccdesk.inference.interval_file import ENSEMBLE_FILE, interval_facts
from hccdesk.inference.session import GpuMemoryFullError, open_session

INPUT_FILE = "selftest/input.npz"
EXPECTED_FILE = "selftest/expected.npz"
ENSEMBLE_INPUT_FILE = "selftest/ensemble-input.npz"
ENSEMBLE_EXPECTED_FILE = "selftest/ensemble-expected.npz"
TOLERANCE = FULL_PRECISION_LIMIT


@dataclass(frozen=True, slots=True)
class SelftestFinding:
    """One thing that was checked, and how it went; `difference` is relative, of an output that was compared."""

    model_id: str
    passed: bool
    what: Sentence
    difference: float | None = None


def check(bundle: ModelBundle, backbone_bundle: ModelBundle | None, device: Device) -> tuple[SelftestFinding, ...]:
    """All findings for a bundle: it fits its backbone, and its selftest input gives the stored output.

    `backbone_bundle` is the installed backbone, None where there is none. A nomogram is no network: its numbers
    are checked by the survival engine, and nothing is found here.
    """
    if bundle.manifest.kind is ModelKind.SURVIVAL_NOMOGRAM:
        return ()
    findings = [] if bundle.manifest.backbone is None else [_fits(bundle, backbone_bundle)]
    try:
        findings.extend(_knows_its_patients(bundle))
        findings.extend(_computes(bundle, device))
    except (HccdeskError, GpuMemoryFullError, ValueError, KeyError, OSError) as error:
        findings.append(cannot_be_run(bundle, error))
    return tuple(findings)


def stored_arrays(bundle: ModelBundle, name: str) -> dict[str, NDArray[Any]]:
    """One of the two files of a bundle's own test; `KeyError` where it has none, `ValueError` where it is none."""
    with np.load(io.BytesIO(bundle.content[name]), allow_pickle=False) as archive:
        return {key: archive[key] for key in archive.files}


def cannot_be_run(bundle: ModelBundle, error: Exception) -> SelftestFinding:
    """A model that gave no answer at all."""
    return _finding(bundle, False, Sentence.of("it cannot be run: {error}", error=str(error)[:200]))


def _fits(bundle: ModelBundle, backbone: ModelBundle | None) -> SelftestFinding:
    named = bundle.manifest.backbone
    fits = named is not None and backbone is not None
    if fits and named is not None and backbone is not None:
        fits = (named.model_id, named.sha256) == (backbone.manifest.model_id, backbone.weights_sha256)
    if fits:
        return _finding(bundle, True, Sentence.of("its backbone is installed"))
    return _finding(bundle, False, Sentence.of("the backbone it was trained on is not installed"))


def _knows_its_patients(bundle: ModelBundle) -> list[SelftestFinding]:
    """What its training patients' features were like; nothing for a bundle that does not hold it."""
    found = read_feature_spaces(bundle)
    if not found:
        return []
    patients = max(space.patients for space in found.values())
    said = Sentence.of("it knows what the images of {patients} training patients were like", patients=patients)
    return [SelftestFinding(bundle.manifest.model_id, True, said)]


def _computes(bundle: ModelBundle, device: Device) -> list[SelftestFinding]:
    expected = stored_arrays(bundle, EXPECTED_FILE)
    answer = open_session(bundle.weights, device).run(stored_arrays(bundle, INPUT_FILE))
    return [*(_compared(bundle, name, answer, value) for name, value in expected.items()), *_ensemble(bundle, device)]


def _ensemble(bundle: ModelBundle, device: Device) -> list[SelftestFinding]:
    """The networks that the interval is computed from; nothing for a bundle without them."""
    if interval_facts(bundle) is None:
        return []
    expected = stored_arrays(bundle, ENSEMBLE_EXPECTED_FILE)
    answer = open_session(bundle.content[ENSEMBLE_FILE], device).run(stored_arrays(bundle, ENSEMBLE_INPUT_FILE))
    return [
        _compared(bundle, f"{ENSEMBLE_FILE}: {name}", {f"{ENSEMBLE_FILE}: {name}": answer[name]}, value)
        for name, value in expected.items()
    ]


def _compared(
    bundle: ModelBundle, name: str, answer: Mapping[str, NDArray[Any]], expected: NDArray[Any]
) -> SelftestFinding:
    got = answer.get(name)
    if got is None or got.shape != expected.shape:
        return _finding(bundle, False, Sentence.of("its output {name} has another shape than expected", name=name))
    agreement = at_full_precision(got, expected)
    what = Sentence.of(
        "its output {name} differs by {difference:.1e} from the stored one (limit {limit:.0e}, relative)",
        name=name,
        difference=agreement.difference,
        limit=agreement.limit,
    )
    return SelftestFinding(bundle.manifest.model_id, agreement.passed, what, agreement.difference)


def _finding(bundle: ModelBundle, passed: bool, what: Sentence) -> SelftestFinding:
    return SelftestFinding(bundle.manifest.model_id, passed, what)
