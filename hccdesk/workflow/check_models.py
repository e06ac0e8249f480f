"""Check the installed models: their bytes, and their answer to their own test input."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle, ModelKind
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import Device, choose
from hccdesk.inference.selftest import check as check_network
from hccdesk.store.model_bundles import find_bundles, read_bundle
from hccdesk.survival.selftest import check as check_nomogram


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """One thing that was checked, and how it went."""

    model_id: str
    passed: bool
    finding: Sentence


def check_models(folder: Path, choice: DeviceChoice = DeviceChoice.AUTO) -> tuple[ModelCheck, ...]:
    """Every bundle in `folder`; a damaged one is a failed check, not an exception."""
    device = choose(choice)
    checks: list[ModelCheck] = []
    bundles: list[ModelBundle] = []
    for path in find_bundles(folder):
        try:
            bundles.append(read_bundle(path))
        except ModelBundleError as fault:
            checks.append(ModelCheck(path.name, False, _told(fault)))
    for bundle in bundles:
        checks += _run(bundle, _backbone_of(bundle, bundles), device)
    return tuple(checks)


def _told(fault: ModelBundleError) -> Sentence:
    place = f"{fault.where}: " if fault.where is not None else ""
    return Sentence.of("{place}{what} {advice}", place=place, what=fault.said, advice=fault.advice)


def _backbone_of(bundle: ModelBundle, bundles: list[ModelBundle]) -> ModelBundle | None:
    wanted = bundle.manifest.backbone
    return next((b for b in bundles if wanted and b.manifest.model_id == wanted.model_id), None)


def _run(bundle: ModelBundle, backbone: ModelBundle | None, device: Device) -> list[ModelCheck]:
    if bundle.manifest.kind is ModelKind.SURVIVAL_NOMOGRAM:
        findings = check_nomogram(bundle)
    else:
        findings = tuple((f.passed, f.what) for f in check_network(bundle, backbone, device))
    return [ModelCheck(bundle.manifest.model_id, passed, what) for passed, what in findings]
