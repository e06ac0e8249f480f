"""Whether all files of one series are about one patient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from hccdesk.ct.image_header import ImageHeader
from hccdesk.domain.patient import Sex
from hccdesk.domain.sentence import Sentence


def several_patients(headers: tuple[ImageHeader, ...]) -> Sentence | None:
    """Why these files are of several patients, or None: their ID (or name), birth date or sex differ.

    What a file leaves blank differs from nothing. Names are not compared where there is an ID: hospitals write
    one name in several ways.
    """
    patients = {h.patient.patient_id or h.patient.name for h in headers}
    if len(patients) > 1:
        return Sentence.of("the series mixes {n} patients", n=len(patients))
    if odd := _odd_one(headers, lambda h: h.patient.birth_date):
        return Sentence.of("the series mixes patients: the birth date in {file} is another", file=odd.path.name)
    if odd := _odd_one(headers, lambda h: h.patient.sex):
        return Sentence.of("the series mixes patients: the sex in {file} is another", file=odd.path.name)
    return None


def _odd_one(headers: tuple[ImageHeader, ...], fact: Callable[[ImageHeader], date | Sex | None]) -> ImageHeader | None:
    """The first file that says something else than most do."""
    known = [(h, found) for h in headers if (found := fact(h)) is not None]
    usual = Counter(found for _, found in known).most_common(1)
    return next((h for h, found in known if found != usual[0][0]), None)
