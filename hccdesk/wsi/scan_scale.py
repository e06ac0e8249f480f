"""The scale of a scan: whether a stated µm per pixel can be believed, and how it stands to a model's."""

from __future__ import annotations

from hccdesk.domain.sentence import Sentence

PLAUSIBLE_UM_PER_PX = (0.1, 4.0)
"""From a 100x oil objective to an overview scan; a value outside is a mistake in the file."""
SCALE_TOLERANCE = 0.1
"""A scan within 10 % of a model's scale is read pixel for pixel: a "40x" is 0.22 to 0.275 µm, by maker."""
_ANISOTROPY_TOLERANCE = 0.02


def credible_um_per_px(stated: tuple[float | None, float | None]) -> tuple[float | None, Sentence | None]:
    """(µm per px, None) where `stated`, (x, y), is plausible and the same both ways, else (None, why not)."""
    x, y = stated
    if x is None or y is None:
        return None, Sentence.of("The slide does not say how many µm a pixel is; re-export the slide with it.")
    low, high = PLAUSIBLE_UM_PER_PX
    if low <= x <= high and low <= y <= high and abs(x - y) <= _ANISOTROPY_TOLERANCE * max(x, y):
        return (x + y) / 2.0, None
    return None, Sentence.of(
        "The slide says {x_um:.4g} × {y_um:.4g} µm per pixel, which is not plausible (0.1 to 4, equal both ways); "
        "re-export the slide with it.",
        x_um=x,
        y_um=y,
    )
