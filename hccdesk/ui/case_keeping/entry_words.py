"""A case of the list in words. No widgets."""

from __future__ import annotations

from datetime import datetime

from hccdesk.domain.case_snapshot import CaseEntry
from hccdesk.domain.patient import Sex
from hccdesk.ui.language import translate
from hccdesk.ui.patient_line import readable_name

THERE, ABSENT = "●", "○"


def who(entry: CaseEntry) -> str:
    """The name, or the ID, or that neither is known."""
    return readable_name(entry.name) or entry.patient_id or translate("CaseList", "no name")


def sex_and_age(entry: CaseEntry) -> str:
    """E.g. M · 61 y; empty where nothing is known."""
    sex = {Sex.MALE: translate("Banner", "M"), Sex.FEMALE: translate("Banner", "F")}[entry.sex] if entry.sex else ""
    age = entry.age_years
    years = translate("Banner", "{age} y").format(age=f"{age:g}") if age is not None else ""
    return " · ".join(part for part in (sex, years) if part)


def holdings(entry: CaseEntry) -> str:
    """What is there of it, by shape and word."""
    parts = (
        (entry.series_instance_uid is not None, translate("CaseList", "CT")),
        (entry.slide is not None, translate("CaseList", "slide")),
        (entry.analysed, translate("CaseList", "analysed")),
    )
    return "   ".join(f"{THERE if there else ABSENT} {word}" for there, word in parts)


def when(moment: datetime, now: datetime) -> str:
    """The time of today, or date and time."""
    if moment.date() == now.date():
        return translate("CaseList", "today {time}").format(time=f"{moment:%H:%M}")
    return f"{moment:%Y-%m-%d %H:%M}"


def line_of(entry: CaseEntry, now: datetime) -> str:
    """The case in one line."""
    facts = (
        translate("Banner", "ID {id}").format(id=entry.patient_id) if entry.patient_id else "",
        sex_and_age(entry),
        when(entry.saved_at, now),
    )
    return " · ".join(fact for fact in facts if fact)
