"""Check the installed models: their bytes, and their answer to their own test input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle, ModelKind
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import Device, choose
from hccdesk.inference.selftest import check as check_network
from hccdesk.store.bundle_trust import trust_of
from hccdesk.survival.selftest import check as check_nomogram
from hccdesk.workflow.installed_models import bundle_folders, read_all


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """One thing that was checked, and how it went."""

    model_id: str
    passed: bool
    finding: Sentence


def check_models(
    folder: Path, choice: DeviceChoice = DeviceChoice.AUTO, site_folder: Path | None = None
) -> tuple[ModelCheck, ...]:
    """Every bundle in `folder` and of the site; one that is damaged or not trusted is a failed check, no exception."""
    device = choose(choice)
    bundles, refused = read_all(bundle_folders(folder, site_folder), trust_of(site_folder))
    checks = [ModelCheck(one.name, False, _told(one.fault)) for one in refused]
    for bundle in bundles:
        checks += run_checks(bundle, bundles, device)
    return tuple(checks)


def run_checks(bundle: ModelBundle, installed: Sequence[ModelBundle], device: Device) -> list[ModelCheck]:
    """One bundle on its own test input, beside the backbones among `installed`."""
    if bundle.manifest.kind is ModelKind.SURVIVAL_NOMOGRAM:
        findings = check_nomogram(bundle)
    else:
        findings = tuple((f.passed, f.what) for f in check_network(bundle, backbone_of(bundle, installed), device))
    trusted = [ModelCheck(bundle.manifest.model_id, True, bundle.grounds)] if bundle.grounds else []
    return trusted + [ModelCheck(bundle.manifest.model_id, passed, what) for passed, what in findings]


def _told(fault: ModelBundleError) -> Sentence:
    place = f"{fault.where}: " if fault.where is not None else ""
    return Sentence.of("{place}{what} {advice}", place=place, what=fault.said, advice=fault.advice)


def backbone_of(bundle: ModelBundle, installed: Sequence[ModelBundle]) -> ModelBundle | None:
    """The backbone that a bundle names, if it is among `installed`."""
    wanted = bundle.manifest.backbone
    return next((b for b in installed if wanted and b.manifest.model_id == wanted.model_id), None)
