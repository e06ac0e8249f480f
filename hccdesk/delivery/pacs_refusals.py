"""Associations that were not made, in sentences."""

from __future__ import annotations

from typing import Any

from hccdesk.delivery.pacs_probe import place_of
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import DeliveryError, DeliveryLaterError, DeliveryUnreachedError
from hccdesk.domain.sentence import Sentence

_SERVICE_USER, _PRESENTATION = 1, 3
_CALLING_UNKNOWN, _CALLED_UNKNOWN = 3, 7


def rejected(node: PacsNode, answer: Any) -> DeliveryError:
    """The peer said no; `answer` is its A-ASSOCIATE primitive (PS3.8, 9.3.4)."""
    source, reason = int(answer.result_source or 0), int(answer.diagnostic or 0)
    if (source, reason) == (_SERVICE_USER, _CALLED_UNKNOWN):
        return DeliveryError(
            Sentence.of("at {place} nobody has the AE title {title}.", place=place_of(node), title=node.called_ae),
            what_to_do="Ask whoever looks after the PACS for its AE title; capitals count.",
        )
    if (source, reason) == (_SERVICE_USER, _CALLING_UNKNOWN):
        return DeliveryError(
            Sentence.of("the PACS does not know this computer's AE title {title}.", title=node.calling_ae),
            what_to_do="Ask whoever looks after the PACS to enter it there, with the address of this computer.",
        )
    if source == _PRESENTATION:
        return DeliveryLaterError("the PACS has no room for another connection now.", what_to_do="Try again later.")
    return DeliveryError(
        Sentence.of(
            "the PACS refused the connection (source {source}, reason {reason}).", source=source, reason=reason
        ),
        what_to_do="Ask whoever looks after the PACS why.",
    )


def nothing_accepted(node: PacsNode) -> DeliveryError:
    """It takes connections, but not for what is asked for."""
    return DeliveryError(
        Sentence.of("the PACS {title} offers nothing of what was asked for.", title=node.called_ae),
        what_to_do="Ask whoever looks after the PACS to allow it for this computer.",
    )


def no_dicom(node: PacsNode) -> DeliveryUnreachedError:
    """Something took the connection that broke it off instead of answering; so does a relay whose PACS is away."""
    if node.tls is not None:
        return DeliveryUnreachedError(
            Sentence.of("{place} broke the encrypted connection off.", place=place_of(node)),
            what_to_do="It may ask for a certificate of ours, be another program than a PACS, or stand before one "
            "that is not running.",
        )
    return DeliveryUnreachedError(
        Sentence.of("what answers at {place} does not speak DICOM.", place=place_of(node)),
        what_to_do="Check the port; it may be a web page's, one that wants TLS, or stand before a PACS that is not "
        "running.",
    )


def broken_off(node: PacsNode) -> DeliveryLaterError:
    """An association that was made and ended before its answer came."""
    return DeliveryLaterError(
        Sentence.of("the PACS {title} broke the connection off in the middle.", title=node.called_ae),
        what_to_do="Try again; where that happens again, ask whoever looks after the PACS.",
    )
