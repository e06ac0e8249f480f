"""A case that somebody else has open: what is said of it."""

from __future__ import annotations

from hccdesk.domain.case_library import CaseHolder
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence


def held_by(holder: CaseHolder) -> StoreError:
    """The case can only be looked at."""
    said = Sentence.of(
        "{user} has had this case open on {computer} since {since}: here it can only be looked at.",
        user=holder.os_user,
        computer=holder.computer,
        since=f"{holder.since.astimezone():%Y-%m-%d %H:%M}",
    )
    return StoreError(said, what_to_do="Wait until it is closed there and open it again, or work on a copy.")
