"""Bringing series from a PACS into a folder of their own: all of it, or nothing."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import time

from hccdesk.delivery.pacs_contexts import fetched_contexts
from hccdesk.delivery.pacs_find import find_series
from hccdesk.delivery.pacs_line import PacsLine, talk
from hccdesk.delivery.pacs_receiver import Asked, Limits, Receiver
from hccdesk.delivery.pacs_retrieve import open_retrieval
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.pacs_checks import check_uid
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.private_files import private_folder

FETCHING = "Fetching images"
PART = ".part"
_LEFT_BEHIND_S = 3600


def fetch(
    node: PacsNode,
    study_uid: str,
    series_uids: Sequence[str],
    folder: Path,
    progress: Progress,
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Path:
    """A new folder in `folder`, named at random, with these series, or all CT series where none is named.

    Nothing stays behind where an image is missing, the limits are passed, or somebody cancels: the folder takes its
    name only once everything is in it.
    """
    for uid in (study_uid, *series_uids):
        check_uid(uid)
    name = uuid.uuid4().hex
    _sweep(folder)
    part = private_folder(private_folder(folder) / f".{name}{PART}")
    line = PacsLine(node)
    try:
        talk(line, lambda _: _fetch(line, Asked(study_uid), series_uids, part, limits), progress, FETCHING)
        part.rename(folder / name)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return folder / name


def _sweep(folder: Path) -> None:
    """Delete what a kill left of earlier fetches; one that goes on writes into its folder all the time."""
    for part in folder.glob(f".*{PART}"):
        with suppress(OSError):
            if time() - part.stat().st_mtime > _LEFT_BEHIND_S:
                shutil.rmtree(part, ignore_errors=True)


def _fetch(line: PacsLine, asked: Asked, series_uids: Sequence[str], part: Path, limits: Limits) -> None:
    receiver = Receiver(line, part, limits)
    with open_retrieval(line, receiver, fetched_contexts()) as retrieval:
        wanted = tuple(series_uids) or tuple(
            one.series_instance_uid
            for one in find_series(line, retrieval.association, asked.study)
            if one.modality == "CT"
        )
        failed = 0
        for uid in wanted:
            n_before = len(receiver.received)
            failed += retrieval.get(Asked(asked.study, uid))
            if len(receiver.received) == n_before and not failed:
                raise _nothing_came(receiver)
    _refuse_unasked(receiver)
    if failed:
        raise DeliveryError(
            Sentence.of("the PACS could not send {n} images, so nothing was kept.", n=failed),
            what_to_do="Try again; where that happens again, ask whoever looks after the PACS.",
        )
    if not receiver.received:
        raise _nothing_came(receiver)


def _nothing_came(receiver: Receiver) -> DeliveryError:
    _refuse_unasked(receiver)
    return DeliveryError(
        "the PACS sent no image.",
        what_to_do="The study may hold no CT, or be in an archive that takes time: try again, or ask.",
    )


def _refuse_unasked(receiver: Receiver) -> None:
    if receiver.n_others:
        raise DeliveryError(
            Sentence.of("the PACS sent {n} objects that were not asked for; nothing was kept.", n=receiver.n_others),
            what_to_do="Ask whoever looks after the PACS.",
        )
