"""What the models saw, piece by piece: turned as the viewer shows it, numbered as the viewer numbers it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import ui_builder as build

from hccdesk.inference.axial_order import axial_order
from hccdesk.ui.ct_viewer.patient_grid import patient_grid
from hccdesk.ui.results.seen import seen_patches, seen_slices

Z, Y, X = build.AXIAL_DIRECTIONS
MINUS_Y, MINUS_X, MINUS_Z = ((0.0, -1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0))


def with_images(count: int = 3):
    result = build.a_result()
    images = np.random.default_rng(1).integers(0, 255, (count, 16, 16)).astype(np.uint8)
    return replace(result, ct_response=replace(result.ct_response, model_images=images)), images


@pytest.mark.parametrize("directions", [(Z, Y, X), (Z, MINUS_Y, X), (Z, X, Y), (Z, MINUS_X, Y), (Z, X, MINUS_Y)])
def test_that_slices_are_turned_as_the_network_had_them(directions):
    geometry = build.a_geometry(directions=directions)
    result, images = with_images()
    shown = seen_slices(result, patient_grid(geometry))
    for piece, wanted in zip(shown, axial_order(geometry).apply(images), strict=True):
        assert np.array_equal(piece.rgb[..., 0], wanted)


def test_that_a_slice_bears_the_viewers_number_and_leads_to_the_files():
    result, _ = with_images()
    assert [piece.title for piece in seen_slices(result, None)] == ["slice 4", "slice 5", "slice 6"]
    backwards = patient_grid(build.a_geometry(directions=(MINUS_Z, Y, X)))
    pieces = seen_slices(result, backwards)
    assert [piece.title for piece in pieces] == ["slice 37", "slice 36", "slice 35"]
    assert [piece.target for piece in pieces] == [3, 4, 5]


def test_that_each_slice_says_its_own_probability_in_the_colour_of_its_side():
    result, _ = with_images()
    shown = [(piece.value, piece.role) for piece in seen_slices(result, None)]
    assert shown == [("0.41", "favours_no_response"), ("0.71", "favours_response"), ("0.77", "favours_response")]


def test_that_a_result_without_images_or_explanation_shows_none():
    assert seen_slices(build.a_result(), None) == ()
    assert seen_patches(build.a_result()) == ()
