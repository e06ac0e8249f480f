"""On what this machine can compute, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.every_device import DeviceStanding
from hccdesk.workflow.selftest_plan import Check, Ground, Outcome, judged, not_applicable


def device_checks(ground: Ground) -> Sequence[Check]:
    """Every processor by itself, and that there is one for the work that was asked for."""
    each = [Check(device.name, partial(_standing, device)) for device in ground.devices]
    return [*each, Check(Sentence.of("a device for patients"), partial(_any_for_patients, ground))]


def _standing(device: DeviceStanding) -> Outcome:
    if device.fault is None:
        name = device.runtime.name
        if device.for_patients:
            return judged(True, Sentence.of("{runtime}: right numbers of a small network", runtime=name))
        return judged(
            True,
            Sentence.of(
                "{runtime}: right numbers of a small network; for comparison only, never for patients",
                runtime=name,
            ),
        )
    if device.computed_wrongly:
        return judged(False, device.fault)
    return not_applicable(device.fault)


def _any_for_patients(ground: Ground) -> Outcome:
    usable = [device for device in ground.devices if device.for_patients and device.fault is None]
    if usable:
        return judged(True, Sentence.of("{device}", device=Sentence.listed([device.name for device in usable])))
    if ground.bench.device is DeviceChoice.GPU:
        return judged(False, Sentence.of("no usable GPU was found"))
    return judged(False, Sentence.of("no device can compute"))
