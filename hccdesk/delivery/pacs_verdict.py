"""What is made of a PACS's answer to an object, in sentences."""

from __future__ import annotations

from pathlib import Path

from hccdesk.delivery.pacs_compare import Differences
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import DeliveryError, DeliveryLaterError
from hccdesk.domain.sentence import Sentence

_NOT_DELIVERED = "The report is NOT delivered. Tell whoever looks after the PACS."
_MOST_NAMED = 6


def not_taken(status: int) -> None:
    """Raises `DeliveryError` for an answer to C-STORE that is no success; warnings are seen by reading back."""
    if status == 0 or status >> 12 == 0xB:
        return
    if status >> 8 == 0xA7:
        raise DeliveryLaterError("the PACS has no room for the object.", what_to_do="It is tried again later.")
    raise DeliveryError(
        Sentence.of("the PACS refused the object (status {status}).", status=f"{status:04X}"),
        what_to_do="Ask whoever looks after the PACS why.",
    )


def dropped(node: PacsNode) -> DeliveryLaterError:
    """It said yes, and does not have it."""
    return DeliveryLaterError(
        Sentence.of("the PACS {title} took the object, but does not have it.", title=node.called_ae),
        what_to_do="The report is NOT delivered. It is tried again later; where it stays so, tell whoever looks after "
        "the PACS.",
    )


def judge(node: PacsNode, found: Differences) -> Sentence | None:
    """What is to be told of a delivered object; raises `DeliveryError` for one that is not what was sent."""
    if found.moved:
        raise DeliveryError(
            Sentence.of(
                "the PACS {title} filed the object under other patient details than it was sent with: {names}.",
                title=node.called_ae,
                names=_named(found.moved),
            ),
            what_to_do="It does not count as delivered. Look at once under which patient it is there, and have it "
            "taken away or moved.",
        )
    if found.altered:
        raise DeliveryError(
            Sentence.of(
                "the PACS {title} altered the object: {names}.", title=node.called_ae, names=_named(found.altered)
            ),
            what_to_do=_NOT_DELIVERED,
        )
    return _note(found)


def unreadable_ours(path: Path) -> DeliveryError:
    """The copy that was to be sent is no DICOM object."""
    return DeliveryError(
        "the file that was to be sent is no DICOM object, or is damaged.",
        where=path.name,
        what_to_do="Make the objects again.",
    )


def _note(found: Differences) -> Sentence | None:
    if found.described and found.added:
        return Sentence.of(
            "The PACS put its own words into {changed} and added {added}.",
            changed=_named(found.described),
            added=_named(found.added),
        )
    if found.described:
        return Sentence.of("The PACS put its own words into {changed}.", changed=_named(found.described))
    if found.added:
        return Sentence.of("The PACS added {added}.", added=_named(found.added))
    return None


def _named(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" … (+{more})" if more > 0 else "")
