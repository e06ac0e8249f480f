"""The parts that a copy of the report can be without, by the names they have on its pages."""

from __future__ import annotations

from hccdesk.domain.report_options import ReportPart
from hccdesk.report.voice import Voice

PART_WORDS = {
    ReportPart.EVIDENCE: "Evidence",
    ReportPart.INPUTS: "Annex A",
    ReportPart.APPLICABILITY: "Annex B",
    ReportPart.MODELS: "Annex C",
    ReportPart.VALIDATION: "Annex D",
    ReportPart.TRACEABILITY: "Annex E",
    ReportPart.LIMITATIONS: "Annex F",
}


def left_out(parts: frozenset[ReportPart], voice: Voice) -> str:
    """Which parts this copy is without, in words; empty where it is whole."""
    names = [voice.say(PART_WORDS[part]) for part in ReportPart if part not in parts]
    joined = (", " if voice.language == "en" else "、").join(names)
    return voice.say("left out of this copy: {parts}", parts=joined) if names else ""
