"""The slide's explanation on paper: tint, place, sign and words, and nothing where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from report_builder import a_haim_finding, a_result, a_slide, a_slide_roi, a_thumbnail

from hccdesk import resources
from hccdesk.domain.result import HaimFinding, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import DropReason, PatchGrid, PatchPicture, PatchSelection, SlideExplanation
from hccdesk.report.contribution_map import contribution_figure, patch_figures
from hccdesk.report.drawing import rgb_of
from hccdesk.report.evidence import evidence
from hccdesk.report.figure_blocks import PictureRow
from hccdesk.report.outline import outline
from hccdesk.report.pdf import pdf_bytes
from hccdesk.report.voice import Voice

SIZE = 1000
CORNERS = [(5000 + SIZE * c, 4000 + SIZE * r) for r in range(3) for c in range(3)]
METHOD = Sentence.of(
    "Occlusion: each patch in turn was hidden behind the biopsy's mean patch; its contribution is what the score rises "
    "without it."
)


def some_patches(dropped: tuple[int, ...] = (4,)) -> PatchSelection:
    kept = np.array([i for i in range(9) if i not in dropped])
    reasons = dict.fromkeys(dropped, DropReason.BACKGROUND)
    return PatchSelection(PatchGrid(np.array(CORNERS), SIZE, 512, 0.5), kept, reasons)


def an_explanation(values=(0.02, 0, 0, 0, 0, 0, 0, -0.02)) -> SlideExplanation:
    rgb = np.full((64, 64, 3), 200, np.uint8)
    return SlideExplanation(np.array(values, np.float32), METHOD, (PatchPicture(0, rgb), PatchPicture(7, rgb // 2)))


def painted(values, dropped=(4,)) -> np.ndarray:
    figure = contribution_figure(a_thumbnail(), a_slide(), a_slide_roi(), some_patches(dropped), an_explanation(values))
    return figure.rgb.astype(int)


def difference(values) -> np.ndarray:
    """Where the picture differs from one in which no patch does anything, without the scale under it."""
    plain, tinted = painted((0,) * 8), painted(values)
    assert plain.shape == tinted.shape
    return np.abs(tinted - plain)[:-18].sum(axis=2)


def test_that_a_patch_is_tinted_where_it_lies_and_nothing_else_is() -> None:
    changed = difference((0.02, 0, 0, 0, 0, 0, 0, 0)) > 0
    rows, columns = np.nonzero(changed)
    # 20,000 × 14,000 level-0 pixels on 400 × 280: a patch of 1000 is 20 px; the picture is cut around the outline.
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (20, 20)
    margin = 400 * 0.04
    top, left = np.floor(2000 / 50 - margin), np.floor(3000 / 50 - margin)
    assert (rows.min() + top, columns.min() + left) == (4000 / 50, 5000 / 50)


def test_that_blue_speaks_for_response_and_orange_against_it() -> None:
    theme = resources.theme_tokens()["light"]
    blue, orange = rgb_of(theme["favours_response"]).astype(int), rgb_of(theme["favours_no_response"]).astype(int)
    for values, colour in (((0.02,) + (0,) * 7, blue), ((-0.02,) + (0,) * 7, orange)):
        strongest = painted(values)[:-18].reshape(-1, 3)
        distance = np.abs(strongest - (0.75 * colour + 0.25 * 200)).sum(axis=1).min()
        assert distance < 90
    scale = painted((0,) * 8)[-1]
    assert np.abs(scale[0] - orange).sum() < 6
    assert np.abs(scale[-1] - blue).sum() < 6


def test_that_a_dropped_patch_is_not_tinted() -> None:
    values = (0.0,) * 4 + (0.02,) + (0.0,) * 3  # the fifth kept patch is the sixth of the grid
    changed = np.nonzero(difference(values))
    left = np.floor(3000 / 50 - 16)
    assert changed[1].min() + left == (5000 + 2 * SIZE) / 50


def test_that_patches_that_do_nothing_leave_the_tissue_grey() -> None:
    picture = painted((0,) * 8)[:-18]
    inside = picture[60:80, 60:80].reshape(-1, 3)
    assert (np.ptp(inside, axis=1) == 0).all()


@pytest.mark.control("RISK-25-b")
def test_that_the_caption_tells_both_ends_and_that_it_is_no_finding() -> None:
    figure = contribution_figure(a_thumbnail(), a_slide(), a_slide_roi(), some_patches(), an_explanation())
    for words in ("8 patches", "±0.02 of the score", "for response", "against it", "not a finding"):
        assert words in figure.caption.text


def test_that_a_patch_says_what_the_score_does_when_it_is_hidden() -> None:
    told = [figure.caption.text for figure in patch_figures(an_explanation())]
    assert told == [
        "For response: the score rises by 0.02 when it is hidden.",
        "Against response: the score falls by 0.02 when it is hidden.",
    ]


def a_page(finding: HaimFinding | NotComputed, language: str = "en"):
    return evidence(replace(a_result(), slide_response=finding), Voice(language))


def test_that_the_evidence_shows_the_patches_in_one_row_with_their_method() -> None:
    page = a_page(a_haim_finding(explanation=an_explanation()))
    (row,) = [block for block in page.blocks if isinstance(block, PictureRow) and block.across == 6]
    assert len(row.pictures) == 2
    texts = [getattr(block, "text", "") for block in page.blocks]
    assert METHOD.text in texts


@pytest.mark.parametrize(
    "finding",
    [
        a_haim_finding(),
        a_haim_finding(explanation=SlideExplanation(np.zeros(3, np.float32), METHOD)),
        NotComputed(Sentence.of("no slide was given")),
    ],
)
def test_that_nothing_is_shown_where_nothing_was_explained(finding) -> None:
    page = a_page(finding)
    assert not [block for block in page.blocks if isinstance(block, PictureRow) and block.across == 6]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_that_it_is_printed_in_both_languages(language) -> None:
    finding = a_haim_finding(explanation=an_explanation())
    figure = contribution_figure(a_thumbnail(), a_slide(), a_slide_roi(), some_patches(), an_explanation())
    result = replace(a_result(), slide_response=finding, figures=(figure,))
    document = pypdfium2.PdfDocument(pdf_bytes(outline(result, language)))
    text = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")
    expected = {"en": ("Patches that moved", "hidden"), "zh": ("对切片模型影响最大的图块", "遮挡法", "蓝色")}
    for words in expected[language]:
        assert words in text
