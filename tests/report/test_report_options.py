"""What a reader chooses about the report: parts, paper, key images; and what no choice takes away."""

from __future__ import annotations

from functools import cache

import numpy as np
import pypdfium2
import pytest
from report_builder import a_result

from hccdesk.domain.report_options import ALL_PARTS, Paper, ReportOptions, ReportPart
from hccdesk.domain.result import Figure
from hccdesk.domain.sentence import Sentence
from hccdesk.report.blocks import NumberedPictures
from hccdesk.report.fonts import font_set
from hccdesk.report.outline import outline
from hccdesk.report.page_images import page_image, page_sizes_pt, page_titles
from hccdesk.workflow.write_report import set_report

needs_cjk = pytest.mark.skipif(
    len(font_set().regular) < 2, reason="no Chinese TrueType font here (Debian: fonts-droid-fallback)"
)
NO_PARTS: frozenset[ReportPart] = frozenset()
TITLES = {
    ReportPart.EVIDENCE: "Evidence",
    ReportPart.INPUTS: "Annex A – Inputs",
    ReportPart.APPLICABILITY: "Annex B – Applicability, rule by rule",
    ReportPart.MODELS: "Annex C – Model facts",
    ReportPart.VALIDATION: "Annex D – Validation of the models",
    ReportPart.TRACEABILITY: "Annex E – Traceability",
    ReportPart.LIMITATIONS: "Annex F – Limitations and references",
}
CAPTION = Sentence.of("Axial CT, slice {number} of {count} from the feet (z {z_mm:.1f} mm), phase: {phase}, window "
                      "{width} / level {level} HU. Tumour region outlined in yellow. Patient's right (R) is on the "
                      "left.",
                      number=7, count=40, z_mm=-12.5, phase="portal venous", width=400, level=40)  # fmt: skip


def a_picture(name: str, red: int, shape: tuple[int, int] = (300, 400)) -> Figure:
    rgb = np.zeros((*shape, 3), np.uint8)
    rgb[..., 0] = red
    return Figure(name, rgb, CAPTION)


def set_pdf(**options: object) -> bytes:
    return set_report(a_result(), ReportOptions(**options))  # type: ignore[arg-type]


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


@cache
def bare_report(language: str = "en") -> bytes:
    return set_pdf(language=language, parts=NO_PARTS)


@pytest.mark.parametrize("part", list(ReportPart))
def test_that_a_part_left_out_is_gone_and_its_absence_is_named_on_every_page(part: ReportPart) -> None:
    parts = ALL_PARTS - {part}
    said = outline(a_result(), "en", parts=parts)
    headings = [section.heading.text for section in said.sections]
    assert TITLES[part] not in headings
    assert all(TITLES[other] in headings for other in parts)
    assert said.frame.footer[1].endswith(f"left out of this copy: {TITLES[part].split(' – ')[0]}")


def test_that_a_whole_report_names_nothing_left_out() -> None:
    assert "left out" not in outline(a_result(), "en").text


@pytest.mark.control("RISK-14-b")
def test_that_no_choice_takes_away_the_marks_the_verdicts_and_the_limitations() -> None:
    found = texts(bare_report())
    for page in found:
        assert "DEMONSTRATION MODEL – trained on synthetic patients, not for clinical use" in page
        assert "DRAFT – not signed" in page
        assert "left out of this copy: Evidence, Annex A, Annex B, Annex C, Annex D, Annex E, Annex F" in page
    assert "Applicability to this patient" in found[0] and "OUTSIDE ITS REGIMEN" in found[0]
    assert "Decision of the board" in found[0]
    everything = " ".join(" ".join(found).split())
    assert "Their numbers answer different questions and are never combined." in everything
    assert "The range from slice to slice is no confidence interval." in everything


@needs_cjk
def test_that_what_is_left_out_is_named_in_chinese() -> None:
    assert all("本份报告未包含：依据、附录 A、附录 B" in page for page in texts(bare_report("zh")))


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Key images chosen by the readers"), ("zh", "阅片者选定的关键图像")]
)
def test_that_key_images_have_a_page_with_numbers_and_captions(language: str, title: str) -> None:
    if language == "zh" and len(font_set().regular) < 2:
        pytest.skip("no Chinese TrueType font here")
    found = texts(set_pdf(language=language, key_images=(a_picture("a", 255), a_picture("b", 128))))
    page = next(text for text in found if title in text)
    caption = "Axial CT, slice 7 of 40 from the feet" if language == "en" else "第 7/40 层（z"
    flat = page.replace("\n", "")
    assert f"1. {caption}" in flat or ("1. " in flat and flat.count(caption) == 2)
    assert "2. " in flat and flat.count(caption) == 2
    assert "DRAFT" in page or "草稿" in page


def test_that_key_images_keep_their_order_and_their_pixels() -> None:
    first, second = a_picture("a", 255), a_picture("b", 128)
    said = outline(a_result(), "en", key_images=(second, first))
    blocks = [block for section in said.sections for block in section.blocks if isinstance(block, NumberedPictures)]
    assert [picture.figure.name for picture in blocks[0].pictures] == ["b", "a"]
    pdf = set_pdf(key_images=(second, first))
    page = page_titles(pdf).index("Key images chosen by the readers")
    rgb = page_image(pdf, page, 800)
    left, right = rgb[300, 150], rgb[300, 600]
    assert tuple(left) == (128, 0, 0) and tuple(right) == (255, 0, 0)


def test_that_a_report_without_key_images_has_no_page_for_them() -> None:
    assert "Key images chosen" not in outline(a_result(), "en").text


@pytest.mark.parametrize("shape", [(40, 1200), (1200, 40), (1, 1), (900, 900)])
@pytest.mark.parametrize("count", [1, 2, 7])
def test_that_pictures_of_any_shape_stay_on_the_paper(shape: tuple[int, int], count: int) -> None:
    pdf = set_pdf(parts=NO_PARTS, key_images=tuple(a_picture(str(n), 200, shape) for n in range(count)))
    document = pypdfium2.PdfDocument(pdf)
    drawn = 0
    for page in document:
        width, height = page.get_size()
        for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = image.get_bounds()
            assert 39 <= left <= right <= width - 39 and 43 <= bottom <= top <= height - 90
            drawn += 1
    assert drawn == count


def test_that_another_choice_is_another_report_number_and_another_language_is_not() -> None:
    def number(**choice: object) -> str:
        return outline(a_result(), **choice).frame.report_id.split()[-1]  # type: ignore[arg-type]

    whole = number(language="en")
    assert whole == number(language="zh") == number(language="en", parts=ALL_PARTS)
    fewer = number(language="en", parts=ALL_PARTS - {ReportPart.MODELS})
    pictured = number(language="en", key_images=(a_picture("a", 255),))
    assert len({whole, fewer, pictured, number(language="en", key_images=(a_picture("a", 254),))}) == 4


def test_that_the_paper_is_the_one_that_was_chosen() -> None:
    assert page_sizes_pt(set_pdf(paper=Paper.LETTER))[0] == pytest.approx((612, 792), abs=1)
    assert page_sizes_pt(set_pdf(paper=Paper.A4))[0] == pytest.approx((595.3, 841.9), abs=1)


def test_that_each_page_is_named_by_the_part_it_begins_with() -> None:
    titles = page_titles(set_pdf())
    assert titles[0] == "Summary for the tumour board" and titles[1] == "Evidence"
    assert titles[-1] == "Annex F – Limitations and references"


def test_that_a_page_is_drawn_as_wide_as_it_was_asked_for() -> None:
    pdf = bare_report()
    rgb = page_image(pdf, 0, 700)
    assert rgb.dtype == np.uint8 and rgb.shape == (990, 700, 3)  # 700 * 841.89 / 595.28 = 990.0
    assert (rgb[0, 0] == 255).all() and (rgb < 60).all(axis=2).sum() > 1000  # white paper, dark letters
    amber = (rgb[:, :, 0] > 240) & (rgb[:, :, 2] < 225)  # the band of the demonstration, red before blue
    assert amber.sum() > 5000


def test_that_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(IndexError, match="page 99"):
        page_image(bare_report(), 99, 100)
