"""The `cohort.json` beside a table: what kind of patients these are, and how their source is cited."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hccdesk.cohort.strict_json import read_object
from hccdesk.cohort.text_file import LARGEST_JSON_BYTES, read_text
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.sentence import Sentence

ABOUT_FILE = "cohort.json"


class CohortAbout(BaseModel):
    """Kind, title, citation, licence and known weaknesses of the data of a folder's tables."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: CohortKind = CohortKind.SITE
    title: str = Field(default="", max_length=300)
    citation: str = Field(default="", max_length=2000)
    licence: str = Field(default="", max_length=300)
    notes: tuple[str, ...] = ()


def read_about(folder: Path) -> CohortAbout:
    """What `cohort.json` in `folder` says; without one the patients are the site's own.

    Raises `InputError` for a file that is no such object, and for public data without citation and licence.
    """
    path = folder / ABOUT_FILE
    if not path.exists():
        return CohortAbout()
    try:
        about = CohortAbout.model_validate(read_object(read_text(path, LARGEST_JSON_BYTES), path))
    except ValidationError as error:
        names = ", ".join(sorted({str(detail["loc"][0])[:40] for detail in error.errors()}))
        raise InputError(
            Sentence.of("This does not describe a cohort: {names}.", names=Sentence.literally(names)),
            where=path,
            what_to_do='It holds "kind" (phantom, public or site), "title", "citation", "licence" and "notes".',
        ) from error
    if about.kind is CohortKind.PUBLIC and not (about.citation and about.licence):
        raise InputError(
            "Public data need their citation and licence.", where=path, what_to_do="Add both: reports print them."
        )
    return about
