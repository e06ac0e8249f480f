"""Patch grid, tissue check, contributions and key images."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QToolButton
from slide_hands import SHIFT, a_screen, an_explained_result, at, drag, mouse, shown

from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind, ModelKind, SlideInputSpec
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import DropReason, PatchGrid, PatchSelection
from hccdesk.report.contribution_map import contribution_figure
from hccdesk.ui import theme
from hccdesk.ui.overlays import DEFAULT_OPACITY
from hccdesk.ui.slide_viewer.contribution_layer import ContributionLayer
from hccdesk.ui.slide_viewer.key_image import rgb_of
from hccdesk.ui.slide_viewer.patch_bar import StackedBar
from hccdesk.ui.slide_viewer.patch_lattice import PatchLattice
from hccdesk.ui.slide_viewer.patch_looks import FATES, KEPT, LOOKS, fate_word
from hccdesk.ui.slide_viewer.signed_colours import blue_white_orange
from hccdesk.ui.slide_viewer.slide_hand import SlidePlace, Tool
from hccdesk.ui.slide_viewer.slide_marks import magnification
from hccdesk.ui.slide_viewer.slide_memory import memory_of


@pytest.fixture
def screen(qtbot, session):
    return a_screen(qtbot, session)


@pytest.fixture
def pane(screen):
    return screen._canvas


@pytest.fixture
def explained(qtbot, session):
    """The screen with a current result that explains the slide."""
    screen = a_screen(qtbot, session)
    session.model.set_result(an_explained_result(), session.model.inputs)
    return screen


def colour_at(pane, x_px, y_px):
    x, y = at(pane, x_px, y_px)
    return rgb_of(pane.picture())[round(y), round(x)].astype(int)


def test_that_the_tissue_is_checked_before_any_run(screen, session, verbs, qtbot, idle):
    check = screen._inspector.patches._check
    assert check.isEnabled()
    qtbot.mouseClick(check, Qt.MouseButton.LeftButton)
    idle()
    assert "preview_patches" in verbs.calls
    assert screen._patches.counts == {
        KEPT: 21, "background": 1, "out_of_focus": 1, "bad_stain": 1, "unreadable": 0, "not_sampled": 0,
    }  # fmt: skip
    assert screen._stage.grid.shown
    assert not check.isVisible()


def test_that_a_check_can_be_stopped_and_leaves_nothing(screen, session, verbs, qtbot, idle):
    def never_ends(slide, progress):
        while True:
            progress.step(0, 1, "Slide: patches")

    verbs.preview_patches = never_ends
    check = screen._inspector.patches._check
    qtbot.mouseClick(check, Qt.MouseButton.LeftButton)
    assert check.text() == "Stop checking"
    qtbot.mouseClick(check, Qt.MouseButton.LeftButton)
    idle()
    assert screen._patches.selection is None
    assert check.text() == "Check tissue"


def test_that_a_check_that_fails_is_a_line(screen, session, verbs, qtbot, idle):
    def refuse(slide, progress):
        raise InputError("no patch could be read.")

    verbs.preview_patches = refuse
    screen._patches.check()
    idle()
    assert [line.what for line in session.board.of("tissue check")] == ["No patch could be read."]
    screen._patches.check()
    assert not session.board.of("tissue check")
    idle()


def test_that_without_an_outline_the_check_says_why_it_cannot(qtbot, session):
    screen = a_screen(qtbot, session, roi=False)
    check = screen._inspector.patches._check
    assert not check.isEnabled()
    assert "Outline the tumour" in check.toolTip()


def test_that_patches_of_other_regions_are_not_shown(screen, pane, session, qtbot, idle):
    screen._patches.check()
    idle()
    assert screen._patches.selection is not None
    screen._stage.take(Tool.RECTANGLE)
    drag(pane, at(pane, 2000, 2000), at(pane, 3000, 3000))
    assert screen._patches.selection is None
    session.model.undo_stack.undo()
    assert screen._patches.selection is not None


@pytest.mark.control("RISK-10-c")
def test_that_the_patches_of_the_result_are_shown_only_while_it_is_current(explained, session):
    assert explained._patches.selection is session.model.result.patches
    session.model.edit_rois(session.model.rois.with_slide(None), "Remove")
    assert explained._patches.selection is None
    assert explained._patches.explanation is None
    assert not explained._inspector.contribution._show.isEnabled()
    assert "Run the slide model" in explained._inspector.contribution._show.toolTip()


def test_that_a_dropped_patch_is_tinted_and_g_shows_and_hides_the_grid(explained, qtbot):
    pane = explained._canvas
    x, y = 7168 + 512, 5120 + 512  # patch 0: dropped as background
    before = colour_at(pane, x, y)
    qtbot.keyClick(pane, Qt.Key.Key_G)
    tinted = colour_at(pane, x, y)
    assert np.abs(tinted - before).sum() > 30
    qtbot.keyClick(pane, Qt.Key.Key_G)
    assert (colour_at(pane, x, y) == before).all()


def test_that_a_click_on_the_bar_shows_one_reason_alone_and_again_shows_all(explained, qtbot):
    pane, bar = explained._canvas, explained._inspector.patches._bar._bar
    qtbot.keyClick(pane, Qt.Key.Key_G)
    other = colour_at(pane, 7168 + 5 * 1024 + 512, 5120 + 512)  # patch 5: out of focus
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.places()["background"].center().toPoint())
    assert explained._patches.only == "background"
    assert (colour_at(pane, 7168 + 5 * 1024 + 512, 5120 + 512) != other).any()
    row = explained._inspector.patches._bar._rows["background"]
    assert row.isChecked()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert explained._patches.only == ""
    assert (colour_at(pane, 7168 + 5 * 1024 + 512, 5120 + 512) == other).all()


def test_that_the_bar_shows_also_what_is_rare():
    bar = StackedBar()
    bar.resize(268, 24)
    bar.show_counts({KEPT: 4000, "unreadable": 1}, "")
    assert bar.places()["unreadable"].width() >= 2
    assert sum(place.width() for place in bar.places().values()) == pytest.approx(268)
    bar.deleteLater()


@pytest.mark.control("RISK-24-a", "RISK-45-c")
def test_that_every_reason_has_a_word_a_colour_and_a_pattern_of_its_own():
    assert set(FATES) == {KEPT, *(reason.value for reason in DropReason)}
    assert len({fate_word(fate) for fate in FATES}) == len(FATES)
    assert len({look.pattern for look in LOOKS.values()}) == len(FATES)
    assert len({look.colour.name() for look in LOOKS.values()}) == len(FATES)


def test_that_too_little_tissue_is_said(qtbot, session, idle):
    spec = SlideInputSpec(512, 0.25, (0.5,) * 3, (0.25,) * 3, 30, 4096)
    session.models = tuple(
        replace(model, slide_input=spec) if model.model_id == "haim-demo" else model for model in build.some_models()
    )
    screen = a_screen(qtbot, session)
    screen._patches.check()
    idle()
    assert "21 patches are good enough, the slide model needs 30" in screen._inspector.patches._note.text()


def test_that_a_model_that_had_too_little_tissue_says_so_beside_the_bar(screen, session):
    reason = Sentence.of("only {n} patches hold tissue", n=3)
    result = build.a_result(patches=build.some_patches(), slide_response=NotComputed(reason))
    session.model.set_result(result, session.model.inputs)
    assert screen._inspector.patches._note.text() == "Only 3 patches hold tissue"
    assert screen._patches.explanation is None


def test_that_blue_speaks_for_response_orange_against_and_white_for_neither():
    blue, white, orange = blue_white_orange(np.array([1.0, 0.0, -1.0])).astype(int)
    assert blue[2] > blue[0] + 60
    assert orange[0] > orange[2] + 60
    assert (white == 255).all()


def test_that_the_screen_and_the_paper_have_one_scale_and_one_law_of_colour():
    result, grey = an_explained_result(), 180
    patches, explanation = result.patches, result.slide_response.explanation
    uneven = replace(explanation, contribution=explanation.contribution * np.float32(0.37))
    layer = ContributionLayer()
    layer.show_explanation(patches, uneven, DEFAULT_OPACITY)
    thumbnail = np.full((160, 240, 3), grey, np.uint8)
    paper = contribution_figure(thumbnail, build.a_slide(), build.a_slide_roi(), patches, uneven)
    assert f"ends at ±{layer.strongest:.2g} " in paper.caption.text
    rgba = layer._colours.reshape(-1, 4).astype(float)
    alpha = rgba[:, 3:] / 255
    on_screen = (grey * (1 - alpha) + rgba[:, :3] * alpha)[alpha[:, 0] > 0]
    on_paper = np.unique(paper.rgb[:-18].reshape(-1, 3), axis=0).astype(float)
    for colour in on_screen:
        assert np.abs(on_paper - colour).max(axis=1).min() <= 2


def test_that_contributions_lie_on_their_patches_and_nowhere_else(explained, session):
    pane = explained._canvas
    left, right, beside = (7168 + 512, 6144 + 512), (7168 + 5 * 1024 + 512, 7168 + 512), (15_000, 9000)
    dropped = (7168 + 512, 5120 + 512)
    before = [colour_at(pane, *place) for place in (beside, dropped)]
    session.overlays.set_opacity(1.0)
    session.overlays.show_contribution(True)
    assert colour_at(pane, *left)[2] > colour_at(pane, *left)[0] + 60
    assert colour_at(pane, *right)[0] > colour_at(pane, *right)[2] + 30
    for place, colour in zip((beside, dropped), before, strict=True):
        assert (colour_at(pane, *place) == colour).all()


def test_that_the_grid_does_not_colour_what_the_contributions_say(explained, session, qtbot):
    pane, place = explained._canvas, (7168 + 512, 6144 + 512)
    session.overlays.show_contribution(True)
    before = colour_at(pane, *place)
    qtbot.keyClick(pane, Qt.Key.Key_G)
    assert explained._stage.grid.shown
    assert (colour_at(pane, *place) == before).all()


def test_that_contributions_turn_with_the_slide(explained, session):
    pane = explained._canvas
    session.overlays.set_opacity(1.0)
    session.overlays.show_contribution(True)
    pane.turn(90)
    colour = colour_at(pane, 7168 + 512, 6144 + 512)
    assert colour[2] > colour[0] + 60


def test_that_the_value_under_the_cursor_is_told_with_its_direction(explained, session):
    pane = explained._canvas
    session.overlays.show_contribution(True)
    mouse(pane, QEvent.Type.MouseMove, *at(pane, 7168 + 512, 6144 + 512), held=False)
    assert pane._note == "Patch 7 · +0.02 · for response · ⚠ DEMONSTRATION"
    mouse(pane, QEvent.Type.MouseMove, *at(pane, 7168 + 5 * 1024 + 512, 6144 + 512), held=False)
    assert pane._note.endswith("−0.012 · for no response · ⚠ DEMONSTRATION")
    mouse(pane, QEvent.Type.MouseMove, *at(pane, 1000, 1000), held=False)
    assert pane._note == ""


@pytest.mark.control("RISK-10-c")
def test_that_a_stale_explanation_goes_with_its_result(explained, session):
    session.overlays.show_contribution(True)
    assert not explained._canvas._legend.isNull()
    session.model.edit_rois(session.model.rois.with_slide(None), "Remove")
    assert explained._canvas._legend.isNull()
    assert explained._stage.contribution.value(6) is None


def test_that_shift_o_and_the_switch_and_the_slider_are_the_session_s(explained, session, qtbot):
    pane, panel = explained._canvas, explained._inspector.contribution
    qtbot.keyClick(pane, Qt.Key.Key_O, SHIFT)
    assert session.overlays.contribution_shown
    assert panel._show.isChecked()
    panel._opacity.setValue(80)
    assert session.overlays.opacity == pytest.approx(0.8)
    panel._show.setChecked(False)
    assert not session.overlays.contribution_shown


def test_that_a_picture_of_the_gallery_leads_to_its_patch(explained, session, qtbot):
    pictures = [b for b in explained._inspector.contribution.findChildren(QToolButton) if b.text()]
    assert len(pictures) == 6
    qtbot.waitUntil(lambda: all(picture.isVisible() and picture.height() > 70 for picture in pictures), timeout=1000)
    qtbot.mouseClick(pictures[0], Qt.MouseButton.LeftButton)
    kept = session.model.result.slide_response.explanation.gallery[0].kept_index
    patch = session.model.result.patches.kept[kept]
    x, y = session.model.result.patches.grid.top_left_px[patch]
    sight = explained._canvas.sight
    assert (sight.x_px, sight.y_px) == pytest.approx((x + 512, y + 512))
    assert explained._canvas._flashes > 0


def test_that_the_results_may_ask_for_a_patch(explained, session):
    session.patch_asked.emit(23)
    assert explained._canvas.sight.x_px == pytest.approx(7168 + 5.5 * 1024)
    assert explained._canvas.sight.y_px == pytest.approx(5120 + 3.5 * 1024)
    session.patch_asked.emit(999)  # of another grid: nothing happens


@pytest.mark.control("RISK-25-b")
def test_that_an_explanation_is_never_called_a_cause(explained):
    texts = [found.text() for found in explained._inspector.contribution.findChildren(QLabel)]
    assert "An explanation is not a cause." in texts


def test_that_k_puts_what_is_seen_into_the_report(explained, session, qtbot):
    pane = explained._canvas
    pane.zoom(4)
    seen = rgb_of(pane.picture())
    qtbot.keyClick(pane, Qt.Key.Key_K)
    qtbot.keyClick(pane, Qt.Key.Key_K)
    first, second = session.model.key_images
    assert (first.name, second.name) == ("slide_key_1", "slide_key_2")
    assert first.rgb.dtype == np.uint8
    assert (first.rgb == seen).all()
    assert first.caption.text == f"Slide, {magnified(pane)}, with the outlined region"


def test_that_the_brush_is_not_on_the_key_image(explained, session, qtbot):
    pane = explained._canvas
    plain = rgb_of(pane.picture())
    explained._stage.take(Tool.BRUSH)
    mouse(pane, QEvent.Type.MouseMove, 300, 300, held=False)
    qtbot.keyClick(pane, Qt.Key.Key_K)
    assert (session.model.key_images[0].rgb == plain).all()


def magnified(pane):
    return magnification(pane.sight, pane.slide.um_per_px)


def test_that_the_lattice_finds_a_patch_by_place_and_a_place_by_patch():
    corners = np.array([(100, 50), (356, 50), (100, 306)])
    lattice = PatchLattice(PatchGrid(corners, 256, 256, 0.25))
    assert lattice.at(101, 51) == 0
    assert lattice.at(400, 60) == 1
    assert lattice.at(400, 400) is None
    assert lattice.at(99, 51) is None
    assert lattice.box(2) == (100, 306, 256, 256)


def test_that_a_grid_without_any_patch_is_shown_as_nothing(screen, session, verbs, idle):
    empty = PatchSelection(PatchGrid(np.zeros((0, 2), np.int64), 512, 512, 0.25), np.zeros(0, np.int64), {})
    verbs.preview_patches = lambda slide, progress: empty
    screen._patches.check()
    idle()
    assert screen._patches.counts[KEPT] == 0
    screen._canvas.repaint()


def test_that_what_was_checked_outlives_the_widgets(qtbot, session, screen, idle):
    screen._patches.check()
    idle()
    again = shown(qtbot, session)
    assert again._patches.selection is memory_of(session).checked
    assert again._stage.grid.shown


@pytest.mark.parametrize("installed", [(), build.some_models()])
@pytest.mark.control("RISK-14-a")
def test_that_what_a_demonstration_model_did_carries_the_mark_everywhere(explained, session, installed):
    session.models = tuple(installed)
    session.models_known.emit()
    session.overlays.show_contribution(True)
    assert explained._inspector.contribution._mark.isVisible()
    legend = explained._canvas._legend.toImage()
    amber = theme.current()["demonstration"]
    assert legend.pixelColor(20, 14) == amber
    assert "DEMONSTRATION" in explained._overlays._note(SlidePlace(7168 + 512, 6144 + 512, 1.0))
    explained._stage.acted.emit("key_image")
    taken = session.model.key_images[-1].rgb
    assert (np.abs(taken.astype(int) - [amber.red(), amber.green(), amber.blue()]).sum(axis=2) == 0).sum() > 500


def test_that_what_a_clinical_model_did_carries_no_mark(explained, session):
    made_from = {"cohort": CohortKind.SITE}
    session.models = (build.a_manifest("haim-demo", ModelKind.HAIM, "Response, from the biopsy", **made_from),)
    session.models_known.emit()
    session.overlays.show_contribution(True)
    assert not explained._inspector.contribution._mark.isVisible()
    assert explained._canvas._legend.toImage().pixelColor(20, 14) != theme.current()["demonstration"]


def test_that_the_slide_has_a_name_for_those_who_do_not_see_it(explained):
    assert explained._canvas.accessibleName() == "Biopsy slide"


def test_that_drawing_tools_say_that_regions_join(explained):
    tools = explained._stage.tools._tools
    assert all("joins it" in tools[tool].toolTip() for tool in (Tool.POLYGON, Tool.BRUSH, Tool.RECTANGLE))
