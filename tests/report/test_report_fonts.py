"""Fonts chosen character by character, and what no font has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from report_builder import a_result

from hccdesk.domain.errors import ReportError
from hccdesk.report import fonts
from hccdesk.report.cjk_font_places import FontPlace
from hccdesk.report.fonts import BOLD, REGULAR, font_set, require_glyphs
from hccdesk.report.outline import outline
from hccdesk.report.typography import markup

DROID = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
needs_droid = pytest.mark.skipif(not DROID.is_file(), reason="fonts-droid-fallback is not installed")


def test_that_latin_greek_and_the_signs_of_medicine_are_in_the_first_font() -> None:
    assert font_set().runs("Müller β ≥ ± µ × – ² ⁹ ● ▲ ■ ▼ ☐ …") == [(REGULAR, "Müller β ≥ ± µ × – ² ⁹ ● ▲ ■ ▼ ☐ …")]
    assert font_set().runs("0.64", bold=True) == [(BOLD, "0.64")]


@needs_droid
def test_that_chinese_goes_to_another_font_and_back() -> None:
    runs = font_set().runs("肝 ≥ 5 cm 肿瘤")
    assert [text for _, text in runs] == ["肝", " ≥ 5 cm ", "肿瘤"]
    assert runs[0][0] == runs[2][0] != REGULAR == runs[1][0]


@needs_droid
@pytest.mark.bad("BAD-029")
def test_that_a_rare_character_is_refused_by_name() -> None:
    # U+20BB7, a surname character of GB 18030 that Droid Sans Fallback lacks
    with pytest.raises(ReportError, match=r"𠮷 \(U\+20BB7\)"):
        require_glyphs(["王𠮷"])


def test_that_what_can_be_printed_is_let_through() -> None:
    require_glyphs(["Li Ming", "AFP ≥ 400 ng/mL", "", "line\nbreak\ttab", "\x00"])


def test_that_many_missing_characters_are_counted() -> None:
    with pytest.raises(ReportError, match="and 6 more"):
        require_glyphs(["".join(chr(0x13000 + n) for n in range(10))])


@pytest.mark.bad("BAD-097")
@pytest.mark.control("RISK-27-a")
def test_that_without_a_chinese_font_chinese_is_refused_not_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "CJK_FONT_PLACES", ())
    fonts._font_set.cache_clear()
    try:
        with pytest.raises(ReportError, match=r"肝 \(U\+809D\)"):
            require_glyphs(["肝"])
        require_glyphs(outline(a_result(), "en").texts)
    finally:
        fonts._font_set.cache_clear()


@pytest.mark.bad("BAD-098")
@pytest.mark.control("RISK-27-b")
def test_that_a_named_font_that_cannot_be_embedded_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "font.ttf"
    broken.write_bytes(b"no font at all")
    monkeypatch.setenv(fonts.CJK_FONT_VARIABLE, str(broken))
    with pytest.raises(ReportError, match="no TrueType font"):
        font_set()


def test_that_a_named_font_comes_before_the_machines_own(monkeypatch: pytest.MonkeyPatch) -> None:
    latin = fonts._dejavu("DejaVuSansMono.ttf")
    monkeypatch.setenv(fonts.CJK_FONT_VARIABLE, str(latin))
    assert font_set().regular == (REGULAR, fonts._name(FontPlace(str(latin))))


def test_that_matplotlib_is_not_imported_for_its_fonts() -> None:
    code = "import sys; from hccdesk.report.fonts import font_set; font_set(); sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.bad("BAD-096")
def test_that_markup_is_escaped_within_its_font_run() -> None:
    assert markup("a<b & c") == f'<font name="{REGULAR}">a&lt;b &amp; c</font>'


@needs_droid
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.bad("BAD-097")
@pytest.mark.control("RISK-27-a")
def test_that_no_text_of_a_report_lacks_a_glyph(language: str) -> None:
    require_glyphs(outline(a_result(), language).texts)
