"""Check the whole installation: files, decoders, fonts, devices, models, sandbox, library, a known patient, silence."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hccdesk import __version__, resources
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.selftest import REFERENCE, SECTION_TITLES, SelftestCheck, SelftestReport
from hccdesk.inference.every_device import every_device
from hccdesk.store.library import SqliteLibrary
from hccdesk.workflow.machine_facts import machine_facts
from hccdesk.workflow.selftest_codecs import codec_checks
from hccdesk.workflow.selftest_devices import device_checks
from hccdesk.workflow.selftest_files import file_checks
from hccdesk.workflow.selftest_fonts import font_checks
from hccdesk.workflow.selftest_models import model_checks
from hccdesk.workflow.selftest_network import Watched, begin_watching, network_checks
from hccdesk.workflow.selftest_plan import Check, Ground, SectionPlan
from hccdesk.workflow.selftest_reference import reference_checks
from hccdesk.workflow.selftest_sandbox import sandbox_checks
from hccdesk.workflow.selftest_section import Told, run_section
from hccdesk.workflow.selftest_store import store_checks
from hccdesk.workflow.workbench import Workbench, open_workbench


@dataclass(frozen=True, slots=True)
class SelftestRequest:
    """What is checked. `quick` leaves out the reference case; `own_library` is None where there is none."""

    device: DeviceChoice = DeviceChoice.AUTO
    quick: bool = False
    assets: Path = field(default_factory=resources.assets_folder)
    models_folder: Path | None = None
    own_library: Path | None = None


def selftest(request: SelftestRequest, progress: Progress | None = None, told: Told | None = None) -> SelftestReport:
    """Every check, one after the other; one that fails, or that cannot be run, never stops the others."""
    begun, watched = time.perf_counter(), progress or NoProgress()
    with open_workbench(request.device, request.models_folder) as bench, TemporaryDirectory() as scratch:
        ground = _ground(request, bench, Path(scratch), watched)
        at = bench.now()
        sections = tuple(
            run_section(plan, ground, told or _untold) for plan in planned(request.quick, begin_watching(bench.sandbox))
        )
    return SelftestReport(
        software_version=__version__,
        at=at,
        seconds=time.perf_counter() - begun,
        quick=request.quick,
        machine=machine_facts(
            device.runtime.device for device in ground.devices if device.for_patients and device.fault is None
        ),
        sections=sections,
    )


def planned(quick: bool, watched: Watched) -> tuple[SectionPlan, ...]:
    """The sections in their order."""
    checks: Mapping[str, Callable[[Ground], Sequence[Check]]] = {
        "files": file_checks,
        "codecs": codec_checks,
        "fonts": font_checks,
        "devices": device_checks,
        "models": model_checks,
        "sandbox": sandbox_checks,
        "store": store_checks,
        "reference": reference_checks,
        "network": partial(network_checks, watched),
    }
    keys = [key for key in SECTION_TITLES if not (quick and key == REFERENCE)]
    return tuple(SectionPlan(key, SECTION_TITLES[key], checks[key]) for key in keys)


def _ground(request: SelftestRequest, bench: Workbench, scratch: Path, progress: Progress) -> Ground:
    progress.step(0, 1, "Devices")
    library = partial(SqliteLibrary, site_folder=scratch / "site")  # its acts are signed with a key of its own
    devices = every_device(request.device)
    return Ground(bench, devices, request.assets, scratch, progress, library, request.own_library)


def _untold(key: str, check: SelftestCheck) -> None:
    """Nobody listens."""
