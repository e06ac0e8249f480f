"""The check of an installation on paper: one line that counts, every check with its figure, and who checked."""

from __future__ import annotations

from dataclasses import replace

from hccdesk.domain.selftest import CheckState, SelftestCheck, SelftestReport, SelftestSection
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, SignatureBox, Signatures, Table
from hccdesk.report.document import PageFrame, ReportOutline, Section
from hccdesk.report.identity import content_id
from hccdesk.report.image_facts import fact_table
from hccdesk.report.selftest_words import counts, machine_rows, section_counts, state_words, verdict
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

_TONES = {CheckState.PASSED: Tone.PLAIN, CheckState.FAILED: Tone.PROBLEM, CheckState.NOT_APPLICABLE: Tone.MUTED}


def outline(report: SelftestReport, language: str) -> ReportOutline:
    """The document of `report` in `language` ("en" or "zh"). Raises `ValueError` for another language."""
    voice = Voice(language)
    title = voice.say("Check of the installation")
    details = (_section(section, voice) for section in report.sections)
    sections = (_summary(report, voice), *(replace(one, new_page=number == 0) for number, one in enumerate(details)))
    return ReportOutline(language, title, f"hccdesk {report.software_version}", _frame(report, title, voice), sections)


def _frame(report: SelftestReport, title: str, voice: Voice) -> PageFrame:
    return PageFrame(
        patient=title,
        patient_detail=f"hccdesk {value(report.software_version)} · {report.at:%Y-%m-%d %H:%M} UTC",
        status="" if report.passed else voice.say("FAILED"),
        report_id=voice.say("Report {number}", number=str(content_id(report))),
        page_words=voice.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        demonstration="",
        footer=(
            f"hccdesk {value(report.software_version)}",
            voice.say("Neither a patient nor the computer is named in this document."),
        ),
    )


def _summary(report: SelftestReport, voice: Voice) -> Section:
    header = (voice.say("Section"), voice.say("Result"), voice.say("Checks"))
    rows = tuple(
        (
            Cell(voice.tell(section.title), bold=True),
            Cell(state_words(section.state, voice), _TONES[section.state]),
            Cell(section_counts(section, voice)),
        )
        for section in report.sections
    )
    limits = voice.say(
        "Limits: full precision 1e-4 relative to the largest expected value; devices with fewer digits 0.005 of a "
        "probability, and no class may flip."
    )
    said: tuple[Block, ...] = (
        Paragraph(verdict(report, voice), Tone.PLAIN if report.passed else Tone.PROBLEM),
        Paragraph(counts(report, voice), Tone.MUTED),
        fact_table([(name, Cell(words)) for name, words in machine_rows(report, voice)]),
        Table(header, rows, (2.2, 1.4, 3.0), whole=True),
        Paragraph(limits, Tone.MUTED, small=True),
        _signature(voice),
    )
    return Section(Heading(voice.say("Summary"), 1), said)


def _signature(voice: Voice) -> Signatures:
    fields = (voice.say("Name"), voice.say("Signature"), voice.say("Date"))
    return Signatures(voice.say("For the file"), (SignatureBox(voice.say("Checked by"), fields),))


def _section(section: SelftestSection, voice: Voice) -> Section:
    header = (voice.say("Check"), voice.say("Result"), voice.say("What was found"), voice.say("Time, s"))
    rows = tuple(_check(check, voice) for check in section.checks)
    table = Table(header, rows, (2.4, 1.3, 4.2, 0.7), numbers=(3,), compact=True)
    return Section(Heading(voice.tell(section.title), 2), (table,))


def _check(check: SelftestCheck, voice: Voice) -> tuple[Cell, ...]:
    tone = _TONES[check.state]
    return (
        Cell(voice.tell(check.name)),
        Cell(state_words(check.state, voice), tone),
        Cell(voice.tell(check.finding), tone),
        Cell(f"{check.seconds:.2f}", Tone.MUTED),
    )
