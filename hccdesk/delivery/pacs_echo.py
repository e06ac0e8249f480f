"""Whether a PACS answers, and what it takes from us."""

from __future__ import annotations

from time import monotonic

from pydicom.uid import (
    Comprehensive3DSRStorage,
    EncapsulatedPDFStorage,
    MultiFrameTrueColorSecondaryCaptureImageStorage,
    SegmentationStorage,
)
from pynetdicom.presentation import PresentationContext, build_context

from hccdesk.delivery.pacs_contexts import FIND, GET, MOVE, VERIFICATION
from hccdesk.delivery.pacs_line import PacsLine, talk
from hccdesk.domain.delivery import PacsAnswer, PacsNode
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.progress import Progress

ECHOING = "Asking the PACS"
ASKED_FOR = tuple(
    str(uid)
    for uid in (
        *(FIND, GET, MOVE, EncapsulatedPDFStorage, SegmentationStorage),
        *(Comprehensive3DSRStorage, MultiFrameTrueColorSecondaryCaptureImageStorage),
    )
)
"""UIDs of what we could want of a PACS."""


def echo(node: PacsNode, progress: Progress) -> PacsAnswer:
    """C-ECHO, with everything else proposed that we could want. Raises `DeliveryError` saying what is wrong."""
    return talk(PacsLine(node), _echo, progress, ECHOING)


def _echo(line: PacsLine) -> PacsAnswer:
    began = monotonic()
    with line.associate(_contexts()) as association:
        status = association.send_c_echo()
        if not status:
            raise line.broken()
        if status.Status != 0:
            raise DeliveryError(
                "the PACS takes connections, but did not answer the test.",
                what_to_do="Ask whoever looks after the PACS.",
            )
        accepted = {str(context.abstract_syntax) for context in association.accepted_contexts}
        peer = association.acceptor
        return PacsAnswer(
            monotonic() - began,
            (peer.implementation_version_name or str(peer.implementation_class_uid or "")).strip(),
            tuple(uid for uid in ASKED_FOR if uid in accepted),
        )


def _contexts() -> list[PresentationContext]:
    return [build_context(uid) for uid in (VERIFICATION, *ASKED_FOR)]
