"""What stands on every page of a statistics document: which, of what table, and that it was made from phantoms."""

from __future__ import annotations

from hccdesk.domain.cohort_description import CohortDescription
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.validation import ValidationReport
from hccdesk.report.blocks import Cell
from hccdesk.report.document import PageFrame
from hccdesk.report.identity import content_id
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

PHANTOM_COHORT = "DEMONSTRATION – computed on synthetic patients (phantoms); says nothing about people"
PHANTOM_MODEL = "DEMONSTRATION – the model was trained on synthetic patients (phantoms); not for clinical use"
COHORT_KIND_WORDS = {
    CohortKind.PHANTOM: "▲ synthetic patients (phantoms)",
    CohortKind.PUBLIC: "public data",
    CohortKind.SITE: "a site's own patients",
}
_SHORT_SHA = 12


def statistics_frame(
    content: CohortDescription | ValidationReport, title: str, detail: str, demonstration: str, voice: Voice
) -> PageFrame:
    """Header and footer; the document's number follows from `content` alone, in whatever language."""
    return PageFrame(
        patient=title,
        patient_detail=detail,
        status=voice.say("COHORT STATISTICS – research use only"),
        report_id=voice.say("Report {number}", number=str(content_id(content))),
        page_words=voice.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        demonstration=demonstration,
        footer=(f"hccdesk {value(content.program_version)}", voice.say("No patient is named in this document.")),
    )


def short_sha(sha256: str) -> str:
    """The first digits of a checksum, enough to tell files apart."""
    return value(sha256[:_SHORT_SHA])


def kind_cell(kind: CohortKind, voice: Voice) -> Cell:
    """What a cohort is made of, in words; phantoms with a mark."""
    return Cell(voice.say(COHORT_KIND_WORDS[kind]), Tone.CAUTION if kind is CohortKind.PHANTOM else Tone.PLAIN)
