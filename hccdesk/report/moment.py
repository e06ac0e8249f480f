"""Times of the provenance as they are printed."""

from __future__ import annotations

from datetime import UTC, datetime

from hccdesk.report.plain_text import LONGEST_VALUE, plain


def utc(iso: str) -> str:
    """`2026-03-02T14:05:33Z` as `2026-03-02 14:05 UTC`; anything else as it stands."""
    at = moment_of(iso)
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else plain(iso, LONGEST_VALUE)


def moment_of(iso: str) -> datetime | None:
    """The moment in UTC, which one without a zone is taken to be in; None for what is no time."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def seconds_between(start: str, end: str) -> float | None:
    """Seconds from `start` to `end`, or None where one of them is no time."""
    try:
        return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
    except (ValueError, TypeError):
        return None
