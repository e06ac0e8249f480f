"""Whether every installed model gives its stored answer on every device."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from hccdesk.domain.agreement import FULL_PRECISION_LIMIT
from hccdesk.domain.manifest import ModelBundle, ModelKind
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import Device
from hccdesk.inference.every_device import FULL_PRECISION, DeviceStanding
from hccdesk.inference.selftest import SelftestFinding
from hccdesk.inference.selftest import check as check_network
from hccdesk.inference.selftest_reduced import check_reduced
from hccdesk.store.bundle_trust import trust_of
from hccdesk.survival.selftest import check as check_nomogram
from hccdesk.workflow.check_models import backbone_of
from hccdesk.workflow.installed_models import bundle_folders, read_all
from hccdesk.workflow.selftest_plan import Check, Ground, Outcome, all_judged, judged, not_applicable


def model_checks(ground: Ground) -> Sequence[Check]:
    """Every trusted bundle on every device that works; a nomogram is plain arithmetic and is checked once."""
    bench = ground.bench
    folders = bundle_folders(bench.models_folder, bench.site_folder)
    bundles, _ = read_all(folders, trust_of(bench.site_folder))
    usable = [device for device in ground.devices if device.fault is None]
    checks = [
        Check(_named(bundle, device), partial(_network, bundle, bundles, device, ground))
        for device in usable
        for bundle in bundles
        if bundle.manifest.kind is not ModelKind.SURVIVAL_NOMOGRAM
    ]
    checks += [
        Check(Sentence.literally(bundle.manifest.model_id), partial(_nomogram, bundle))
        for bundle in bundles
        if bundle.manifest.kind is ModelKind.SURVIVAL_NOMOGRAM
    ]
    return checks or [Check(Sentence.of("models"), _none)]


def _named(bundle: ModelBundle, device: DeviceStanding) -> Sentence:
    return Sentence.of("{model} on {device}", model=bundle.manifest.model_id, device=device.name)


def _network(bundle: ModelBundle, installed: Sequence[ModelBundle], device: DeviceStanding, ground: Ground) -> Outcome:
    if device.precision == FULL_PRECISION:
        return _at_full_precision(check_network(bundle, backbone_of(bundle, installed), device.device))
    exact = _exact(ground)
    if exact is None:
        return not_applicable(Sentence.of("there is no device at full precision to compare with"))
    found = check_reduced(bundle, installed, device.device, exact)
    if not found:
        return not_applicable(Sentence.of("no model here takes what it computes"))
    return all_judged((finding.passed, finding.what) for finding in found)


def _at_full_precision(found: Sequence[SelftestFinding]) -> Outcome:
    differences = [finding.difference for finding in found if finding.difference is not None]
    if not all(finding.passed for finding in found) or not differences:
        return all_judged((finding.passed, finding.what) for finding in found)
    return judged(True, Sentence.of(
        "{n} outputs, the largest difference {difference:.1e} (limit {limit:.0e}, relative)",
        n=len(differences), difference=max(differences), limit=FULL_PRECISION_LIMIT,
    ))  # fmt: skip


def _exact(ground: Ground) -> Device | None:
    whole = (device for device in ground.devices if device.fault is None and device.precision == FULL_PRECISION)
    first = next(whole, None)
    return first.device if first else None


def _nomogram(bundle: ModelBundle) -> Outcome:
    return all_judged(check_nomogram(bundle))


def _none() -> Outcome:
    return judged(False, Sentence.of("no model is installed"))
