"""Which nomograms look at images; which two answer one question is the domain's rule."""

from __future__ import annotations

from hccdesk.domain.result import SurvivalFinding

_OF_IMAGES = ("image_feature_", "response_probability")


def from_images(finding: SurvivalFinding) -> bool:
    """Whether a predictor of its nomogram was read from the CT."""
    return any(axis.variable.startswith(_OF_IMAGES) for axis in finding.nomogram.axes)
