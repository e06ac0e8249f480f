"""For maintainers: write anew what the check of an installation compares with."""

from __future__ import annotations

import json
from pathlib import Path

from hccdesk.atomic_file import write_whole
from hccdesk.domain.progress import Progress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.phantom.codec_files import write_codec_files
from hccdesk.workflow.make_sample import SAMPLE_SEED
from hccdesk.workflow.reference_numbers import reference_numbers
from hccdesk.workflow.selftest_codecs import CODECS_FOLDER
from hccdesk.workflow.selftest_reference import REFERENCE_NAME, analyse_reference
from hccdesk.workflow.shipped_files import LIST_NAME, shipped_files
from hccdesk.workflow.workbench import open_workbench


def write_selftest_reference(assets: Path, scratch: Path, progress: Progress) -> None:
    """The encoded pictures, the numbers of the sample patient on the CPU, and the list of shipped files."""
    write_codec_files(assets / CODECS_FOLDER)
    with open_workbench(DeviceChoice.CPU) as bench:
        result = analyse_reference(scratch, bench, progress)
    _write(assets / REFERENCE_NAME, {"seed": SAMPLE_SEED, "numbers": reference_numbers(result)})
    write_list_of_files(assets)


def write_list_of_files(assets: Path) -> None:
    """The list of shipped files alone: after an asset was changed on purpose."""
    _write(assets / LIST_NAME, shipped_files(assets))


def _write(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode("utf-8"))
