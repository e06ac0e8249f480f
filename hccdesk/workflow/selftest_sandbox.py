"""Whether a hostile file costs only the worker process that reads it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from hccdesk.domain.errors import HccdeskError, InputError, UntrustedFileError
from hccdesk.domain.sentence import Sentence
from hccdesk.sandbox.limits import Limits
from hccdesk.sandbox.worker import Sandbox
from hccdesk.workflow.selftest_codecs import CODECS_FOLDER, read_known_ct
from hccdesk.workflow.selftest_plan import Check, Ground, Outcome, judged, not_applicable

_CAP = Limits(memory_mib=256)
_TOO_MUCH_MIB = 4096
_PATIENCE = Limits(timeout_s=1.0)


def sandbox_checks(ground: Ground) -> Sequence[Check]:
    """A worker of its own is crashed, filled and held up; the next file must still be read."""
    return [
        Check(Sentence.of("a damaged file"), partial(_damaged, ground)),
        Check(Sentence.of("a file that crashes its decoder"), partial(_contained, ground, crash, Limits())),
        Check(Sentence.of("a file that fills the memory"), partial(_filled, ground)),
        Check(Sentence.of("a file that never ends"), partial(_contained, ground, hang, _PATIENCE)),
    ]


def crash(path: Path) -> None:
    """End the worker process as a decoder does that writes where it must not."""
    os.abort()


def fill(path: Path) -> int:
    """Ask for more memory than is allowed; nothing is written into it."""
    return int(np.empty((_TOO_MUCH_MIB, 1024, 1024), np.uint8).nbytes)


def hang(path: Path) -> None:
    """Go on for longer than anybody waits."""
    time.sleep(3600)


def _damaged(ground: Ground) -> Outcome:
    content = bytearray((ground.assets / CODECS_FOLDER / "ct-jpeg-lossless-sv1.dcm").read_bytes())
    stream = content.index(b"\xff\xd8")
    content[stream + 2 : stream + 200] = bytes(198)
    damaged = ground.scratch / "damaged.dcm"
    damaged.write_bytes(content)
    try:
        ground.bench.sandbox.call(read_known_ct, damaged)
    except InputError as error:
        return judged(True, Sentence.of("refused: {said}", said=error.said))
    return judged(False, Sentence.of("it was read as if it were whole"))


def _filled(ground: Ground) -> Outcome:
    if sys.platform == "darwin":
        return not_applicable(Sentence.of("macOS accepts the limit and does not keep it; the time limit holds"))
    return _contained(ground, fill, _CAP)


def _contained(ground: Ground, hostile: Callable[[Path], object], limits: Limits) -> Outcome:
    file = ground.assets / CODECS_FOLDER / "ct-explicit-little.dcm"
    with Sandbox() as sandbox:
        try:
            sandbox.call(hostile, file, limits=limits)
        except UntrustedFileError as error:
            said = error.said
        else:
            return judged(False, Sentence.of("nothing stopped it"))
        return _still_reads(sandbox, file, said)


def _still_reads(sandbox: Sandbox, file: Path, said: Sentence) -> Outcome:
    try:
        sandbox.call(read_known_ct, file)
    except HccdeskError as error:
        return judged(False, Sentence.of("the next file could not be read: {said}", said=error.said))
    return judged(True, Sentence.of("{said} The next file was read.", said=said))
