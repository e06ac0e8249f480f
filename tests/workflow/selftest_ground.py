"""What the tests of the check of the installation stand on, and things broken on purpose."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from hccdesk import resources
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.selftest import SECTION_TITLES, CheckState, SelftestCheck
from hccdesk.inference.every_device import every_device
from hccdesk.store.library import SqliteLibrary
from hccdesk.workflow.selftest_plan import Ground, SectionPlan
from hccdesk.workflow.selftest_section import run_section
from hccdesk.workflow.workbench import Workbench

PASSED, FAILED, NOT_APPLICABLE = CheckState


class InThisProcess:
    """Stands for the sandbox where a decoder is broken by the test: what is patched here is what runs."""

    pid = 0

    def call(self, function: Callable, *args: object, **kwargs: object) -> object:
        kwargs.pop("limits", None)
        return function(*args, **kwargs)


def a_ground(bench: Workbench, scratch: Path, **changes: object) -> Ground:
    library = partial(SqliteLibrary, site_folder=scratch / "site")
    values = {"assets": resources.assets_folder(), "devices": every_device(), "own_library": None, **changes}
    return Ground(bench=bench, scratch=scratch, progress=NoProgress(), library=library, **values)


def ran(checks: Callable, ground: Ground, key: str = "files", *only: str) -> dict[str, SelftestCheck]:
    """Every check of a section, or `only` some, by their names."""

    def wanted(ground: Ground) -> list:
        return [check for check in checks(ground) if not only or check.name.text in only]

    section = run_section(SectionPlan(key, SECTION_TITLES[key], wanted), ground, lambda key, check: None)
    return {check.name.text: check for check in section.checks}


def failed(checks: dict[str, SelftestCheck]) -> dict[str, str]:
    """What failed, with its finding."""
    return {name: check.finding.text for name, check in checks.items() if check.state is FAILED}


def copied_assets(folder: Path) -> Path:
    shutil.copytree(resources.assets_folder(), folder / "assets")
    return folder / "assets"


def rewritten(path: Path, change: Callable[[dict], None]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def npz(**arrays: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def stored(bundle: ModelBundle, name: str) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(bundle.content[name])) as archive:
        return {key: archive[key] for key in archive.files}
