"""A program on a computer whose clock is wrong: every module of ours reads it so."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import library_facts as facts
from disk_acts import opened


def save_with_the_clock_at(folder: str, offset_s: int, zone: str, case_id: str, number: int) -> None:
    """Save a case with the clock set off by so much, in a time zone."""
    os.environ["TZ"] = zone
    time.tzset()
    set_clock(offset_s)
    library = opened(Path(folder))
    assert library.hold(case_id) is None
    saved_at = datetime.now() + timedelta(seconds=offset_s)
    entry = library.save(case_id, facts.a_snapshot(case_id, number), saved_at)
    assert library.list().entries[0] == entry, "the case saved last is not in front"
    library.let_go(case_id)
    library.close()


def set_clock(offset_s: int) -> None:
    """What `datetime.now` gives in hccdesk from here on."""

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(seconds=offset_s)

    for name, module in list(sys.modules.items()):
        if name.startswith("hccdesk.") and getattr(module, "datetime", None) is datetime:
            module.datetime = Shifted  # type: ignore[attr-defined]
