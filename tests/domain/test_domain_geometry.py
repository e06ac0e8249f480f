import numpy as np
import pytest

from hccdesk.domain.geometry import geometry_from, lattice_difference, reordering_between

AXIAL = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]], dtype=float)  # slices to head, rows to back, columns to left


def lattice(shape=(3, 4, 5), spacing=(2.5, 0.8, 0.7), origin=(10.0, -20.0, 30.0), directions=AXIAL):
    return geometry_from(shape, spacing, origin, directions)


def test_that_position_and_index_are_inverse():
    geometry = lattice()
    index = np.array([[0, 0, 0], [2, 3, 4], [0.5, 1.5, 2.5]])
    np.testing.assert_allclose(geometry.position_mm(index)[1], [10 + 4 * 0.7, -20 + 3 * 0.8, 30 + 2 * 2.5])
    np.testing.assert_allclose(geometry.index_at(geometry.position_mm(index)), index, atol=1e-12)


def test_that_a_voxel_has_the_volume_of_its_spacing():
    assert lattice().voxel_volume_mm3 == pytest.approx(2.5 * 0.8 * 0.7)


@pytest.mark.parametrize("permutation", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
@pytest.mark.parametrize("flipped", [(), (0,), (1, 2), (0, 1, 2)])
def test_that_flipped_and_permuted_axes_are_put_back_exactly(permutation, flipped):
    target, voxels = lattice(), np.arange(60).reshape(3, 4, 5)
    stored, origin = voxels.transpose(permutation), np.zeros(3)
    directions, spacing = target.affine[:3, :3].T / np.array(target.spacing_mm)[:, None], np.array(target.spacing_mm)
    for axis in flipped:
        stored = np.flip(stored, permutation.index(axis))
        origin[axis] = target.shape[axis] - 1
        directions[axis] = -directions[axis]
    source = geometry_from(
        stored.shape, spacing[list(permutation)], target.position_mm(origin), directions[list(permutation)]
    )
    reordering = reordering_between(source, target)
    assert reordering is not None
    np.testing.assert_array_equal(reordering.apply(stored), voxels)
    assert reordering.is_identity == (permutation == (0, 1, 2) and not flipped)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (lattice(shape=(3, 4, 6)), "the mask has 3×4×6 voxels"),
        (lattice(spacing=(5.0, 0.8, 0.7)), "the mask's voxels are 5×0.8×0.7 mm"),
        (lattice(origin=(10.0, -20.0, 32.5)), "the mask lies 2.50 mm away"),
        (lattice(directions=np.array([[0, 0, 1], [0.6, 0.8, 0], [0.8, -0.6, 0]])), "the mask"),
    ],
)
@pytest.mark.control("RISK-11-b")
def test_that_different_lattices_are_refused_in_words(other, words):
    assert reordering_between(other, lattice()) is None
    assert words in lattice_difference(other, lattice()).text


def test_that_a_cube_rotated_on_its_own_lattice_is_not_taken_for_the_same():
    # Equal shape and spacing: only the corners tell that the axes turn about another point.
    cube = lattice(shape=(4, 4, 4), spacing=(1.0, 1.0, 1.0), origin=(0.0, 0.0, 0.0))
    turned = lattice(shape=(4, 4, 4), spacing=(1.0, 1.0, 1.0), origin=(0.0, 0.0, 0.5))
    assert reordering_between(turned, cube) is None


@pytest.mark.parametrize("spacing", [(0.0, 1.0, 1.0), (float("nan"), 1.0, 1.0), (-1.0, 1.0, 1.0)])
@pytest.mark.control("RISK-04-c")
def test_that_a_lattice_without_spacing_cannot_be_built(spacing):
    with pytest.raises(ValueError, match="spacing"):
        lattice(spacing=spacing)
