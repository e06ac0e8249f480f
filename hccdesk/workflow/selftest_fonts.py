"""Whether the report can be printed in both languages on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from hccdesk import resources
from hccdesk.domain.sentence import Sentence
from hccdesk.report.blocks import Heading, Paragraph
from hccdesk.report.document import PageFrame, ReportOutline, Section
from hccdesk.report.fonts import font_set
from hccdesk.report.page_words import page_words
from hccdesk.report.pdf import pdf_bytes
from hccdesk.workflow.selftest_plan import Check, Ground, Outcome, judged

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 ÄÖÜß áéíóú çñøå µ² ≥≤±×–…·○●◐▲■✓"
_LINES = {"en": "Hepatocellular carcinoma: 81.4 mm, Vp3, Müller", "zh": "肝细胞癌治疗反应报告：张三，门静脉癌栓"}
_NAMED = 8


def font_checks(ground: Ground) -> Sequence[Check]:
    """Every character of both languages has a glyph, and a page that was set can be read back."""
    chinese = "".join(resources.sentences("zh_CN").values())
    return [
        Check(Sentence.of("Latin letters and signs"), partial(_glyphs, _LATIN)),
        Check(Sentence.of("Chinese characters"), partial(_glyphs, chinese)),
        Check(Sentence.of("a page in English, read back"), partial(_page, "en")),
        Check(Sentence.of("a page in Chinese, read back"), partial(_page, "zh")),
    ]


def _glyphs(text: str) -> Outcome:
    wanted = "".join(sorted({character for character in text if not character.isspace()}))
    missing = font_set().missing(wanted)
    if missing:
        shown = " ".join(f"U+{ord(character):04X}" for character in missing[:_NAMED])
        return judged(False, Sentence.of("{n} characters have no glyph: {shown}", n=len(missing), shown=shown))
    return judged(True, Sentence.of("all {n} characters have a glyph", n=len(wanted)))


def _page(language: str) -> Outcome:
    line = _LINES[language]
    frame = PageFrame("hccdesk", "", "", "", "{page} / {pages}", "", ())
    outline = ReportOutline(language, "hccdesk", "hccdesk", frame, (Section(Heading(line, 1), (Paragraph(line),)),))
    pdf = pdf_bytes(outline)
    said = "".join("".join(page_words(pdf)).split())
    found = said.count("".join(line.split()))
    what = Sentence.of("{found} of 2 lines came back from a PDF of {n} bytes", found=found, n=len(pdf))
    return judged(found >= 2, what)
