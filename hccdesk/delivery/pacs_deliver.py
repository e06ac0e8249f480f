"""Putting an object into a PACS and believing it only once the very same came back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pydicom
from pydicom.dataset import FileDataset

from hccdesk.delivery.pacs_compare import Differences, compare
from hccdesk.delivery.pacs_contexts import object_contexts
from hccdesk.delivery.pacs_find import holds
from hccdesk.delivery.pacs_line import PacsLine, talk
from hccdesk.delivery.pacs_receiver import MEBIBYTE, Asked, Limits, Receiver
from hccdesk.delivery.pacs_retrieve import open_retrieval
from hccdesk.delivery.pacs_verdict import dropped, judge, not_taken, unreadable_ours
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence

STORING = "Sending to the PACS"
READING_BACK = "Reading back from the PACS"
PATIENCE_S = (0.0, 0.5, 1.5, 3.0)
"""Some archives put away what they took a moment later."""
_SMALLEST_LIMIT = 64 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Posted:
    """An object of ours, read."""

    data: FileDataset
    path: Path

    @property
    def asked(self) -> Asked:
        """How it is asked for."""
        data = self.data
        return Asked(str(data.StudyInstanceUID), str(data.SeriesInstanceUID), str(data.SOPInstanceUID))


def read_posted(path: Path) -> Posted:
    """The object in a file of ours. Raises `DeliveryError`."""
    try:
        posted = Posted(pydicom.dcmread(path), path)
        _ = posted.asked, posted.data.SOPClassUID, posted.data.file_meta.TransferSyntaxUID
    except Exception as error:
        raise unreadable_ours(path) from error
    return posted


def store(node: PacsNode, posted: Posted, progress: Progress) -> None:
    """C-STORE. That it was taken without a word against it says nothing yet: see `read_back`."""
    talk(PacsLine(node), lambda line: _store(line, posted), progress, STORING)


def read_back(node: PacsNode, posted: Posted, progress: Progress) -> Sentence | None:
    """Fetch it again and compare; gives what the PACS changed of it where it may.

    Raises `DeliveryLaterError` where the PACS does not have it, and `DeliveryError` where it has something else.
    """
    found = _find_again(node, posted, progress)
    if found is None:
        raise dropped(node)
    return judge(node, found)


def is_there(node: PacsNode, posted: Posted, progress: Progress) -> bool:
    """Whether the PACS has anything under its name, e.g. of a run that was cut off after sending."""
    return _fetch_again(node, posted, progress) is not None


def _store(line: PacsLine, posted: Posted) -> None:
    data = posted.data
    contexts = object_contexts(str(data.SOPClassUID), str(data.file_meta.TransferSyntaxUID))
    with line.associate(contexts) as association:
        if not any(one.abstract_syntax == data.SOPClassUID for one in association.accepted_contexts):
            raise DeliveryError(
                "the PACS does not take this kind of object.",
                what_to_do="Ask whoever looks after the PACS to allow it, or save it to a folder instead.",
            )
        status = association.send_c_store(data)
        if not status:
            raise line.broken()
        not_taken(int(status.Status))


def _find_again(node: PacsNode, posted: Posted, progress: Progress) -> Differences | None:
    for pause_s in PATIENCE_S:
        _wait(pause_s, progress)
        found = _fetch_again(node, posted, progress)
        if found is not None:
            return found
    return None


def _wait(seconds: float, progress: Progress) -> None:
    until = monotonic() + seconds
    while (left := until - monotonic()) > 0:
        progress.step(0, 1, READING_BACK)
        sleep(min(left, 0.1))


def _fetch_again(node: PacsNode, posted: Posted, progress: Progress) -> Differences | None:
    # Beside our copy, in a folder of this account alone: what a kill leaves there, the queue sweeps away.
    with tempfile.TemporaryDirectory(prefix="back-", dir=posted.path.parent) as folder:
        return talk(PacsLine(node), lambda line: _fetched(line, posted, Path(folder)), progress, READING_BACK)


def _fetched(line: PacsLine, posted: Posted, folder: Path) -> Differences | None:
    data = posted.data
    size = posted.path.stat().st_size
    receiver = Receiver(line, folder, Limits(1, max(4 * size, _SMALLEST_LIMIT)))
    contexts = object_contexts(str(data.SOPClassUID), str(data.file_meta.TransferSyntaxUID))
    with open_retrieval(line, receiver, contexts) as retrieval:
        asked = posted.asked
        if not holds(line, retrieval.association, asked.study, asked.series, asked.instance):
            return None
        failed = retrieval.get(asked)
    if receiver.n_others:
        raise DeliveryError(
            "the PACS gave back another object than the one it was sent.",
            what_to_do="The report is NOT delivered. Tell whoever looks after the PACS.",
        )
    if not receiver.received:
        if failed:
            raise DeliveryError(
                "the PACS has the object, but cannot send it back to be compared.",
                what_to_do="Allow C-GET, or C-MOVE to this computer, at the PACS; then try again.",
            )
        return None
    try:
        return compare(data, pydicom.dcmread(receiver.received[0]))
    except Exception as error:
        raise DeliveryError(
            "what the PACS gave back cannot be read.",
            what_to_do="The report is NOT delivered. Tell whoever looks after the PACS.",
        ) from error
