"""Whether every image encoding that is claimed to be read gives the pixels that were put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.ct.header_reader import read_header
from hccdesk.ct.stored_pixels import frames
from hccdesk.domain.sentence import Sentence
from hccdesk.phantom.codec_pictures import (
    CT_FILES,
    SLIDE_FILES,
    SLIDE_SHAPE,
    CodecFile,
    ct_picture,
    slide_picture,
)
from hccdesk.workflow.selftest_plan import Check, Ground, Outcome, judged, not_applicable
from hccdesk.workflow.view_slide import read_slide_rectangle

CODECS_FOLDER = "selftest/codecs"


def codec_checks(ground: Ground) -> Sequence[Check]:
    """One check a file of `phantom.codec_pictures`, decoded in the worker process by the readers of the program."""
    folder, sandbox = ground.assets / CODECS_FOLDER, ground.bench.sandbox
    ct, slide = partial(sandbox.call, read_known_ct), partial(sandbox.call, read_known_slide)
    return [
        *(_check(file, Sentence.of("CT: {encoding}", encoding=file.encoding), folder, ct) for file in CT_FILES),
        Check(Sentence.of("CT: {encoding}", encoding=Sentence.of("deflated explicit little endian")), _deflated),
        *(_check(file, file.encoding, folder, slide) for file in SLIDE_FILES),
    ]


def read_known_ct(path: Path) -> NDArray[Any]:
    """The stored values of a CT file of one frame; in the worker process."""
    return next(frames(read_header(path)))


def read_known_slide(path: Path) -> NDArray[np.uint8]:
    """All of a small slide at its full resolution; in the worker process."""
    height, width = SLIDE_SHAPE
    return read_slide_rectangle(path, (0, 0, width, height), (width, height))


def _check(file: CodecFile, name: Sentence, folder: Path, read: Callable[[Path], NDArray[Any]]) -> Check:
    return Check(name, partial(_decoded, file, folder, read))


def _decoded(file: CodecFile, folder: Path, read: Callable[[Path], NDArray[Any]]) -> Outcome:
    got = read(folder / file.name)
    expected: NDArray[Any] = ct_picture() if file in CT_FILES else slide_picture()
    if got.shape != expected.shape:
        return judged(False, Sentence.of("the picture has another size: {shape}", shape=str(got.shape)))
    difference = int(np.abs(got.astype(np.int64) - expected).max())
    if file.largest_difference == 0 and difference == 0:
        return judged(True, Sentence.of("{n} pixels, every one as it was", n=got.size))
    return judged(
        difference <= file.largest_difference,
        Sentence.of("largest difference of a pixel {difference} (limit {limit})", difference=difference,
                    limit=file.largest_difference),
    )  # fmt: skip


def _deflated() -> Outcome:
    return not_applicable(Sentence.of("this program refuses it by design, and says so when it meets such a file"))
