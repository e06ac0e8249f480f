"""What an analysis works with: the decoder process, the device asked for, the models, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hccdesk import resources
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.sandbox.worker import Sandbox

DECODERS = (
    "hccdesk.ct.series_finder",
    "hccdesk.ct.volume_reader",
    "hccdesk.ct.segmentation",
    "SimpleITK",
    "hccdesk.wsi.patches",
)
"""What the decoder process imports while the rest of the program starts."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """The tools of one session; `now` gives UTC.

    `site_folder` holds this site's own models and the keys it trusts; None: only what was shipped.
    """

    sandbox: Sandbox
    device: DeviceChoice
    models_folder: Path
    now: Callable[[], datetime]
    site_folder: Path | None = None


@contextmanager
def open_workbench(device: DeviceChoice = DeviceChoice.AUTO, models_folder: Path | None = None) -> Iterator[Workbench]:
    """A workbench whose decoder process ends with the block."""
    with Sandbox(preload=DECODERS) as sandbox:
        folder = models_folder or resources.models_folder()
        yield Workbench(sandbox, device, folder, _utc_now, resources.site_folder())


def _utc_now() -> datetime:
    return datetime.now(UTC)
