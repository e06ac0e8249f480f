"""Which slices and patches moved the image models most: an explanation of the number, not of the tumour."""

from __future__ import annotations

import numpy as np

from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding
from hccdesk.report import numbers
from hccdesk.report.axial_view import axial_view
from hccdesk.report.standing import of_finding
from hccdesk.report.voice import Voice


def of_images(result: CaseResult, voice: Voice) -> tuple[str, ...]:
    """A line for each image model that may speak."""
    return (*_slices(result, voice), *_patches(result, voice))


def _slices(result: CaseResult, voice: Voice) -> tuple[str, ...]:
    finding = result.ct_response
    if not isinstance(finding, CtResponseFinding) or not of_finding(result, finding).speaks:
        return ()
    numbered = _from_feet(result, finding)
    if len(numbered) < 2:
        return ()
    each = finding.slice_probabilities
    most, least = int(np.argmax(each)), int(np.argmin(each))
    said = voice.say(
        "CT: slice {most} speaks most for response ({high}), slice {least} least ({low}); counted from the feet",
        most=numbered[most],
        high=numbers.probability(each[most]),
        least=numbered[least],
        low=numbers.probability(each[least]),
    )
    return (said,)


def _from_feet(result: CaseResult, finding: CtResponseFinding) -> tuple[int, ...]:
    """The slices as the viewer numbers them; nothing where the file's slices are no axial ones."""
    series = result.ct_series
    if series is None or series.geometry is None or len(finding.slice_probabilities) != len(finding.slice_indices):
        return ()
    view = axial_view(series.geometry)
    if not view.keeps_slices:
        return ()
    count = series.geometry.shape[0]
    return tuple(view.from_feet(index, count) for index in finding.slice_indices)


def _patches(result: CaseResult, voice: Voice) -> tuple[str, ...]:
    finding = result.slide_response
    if not isinstance(finding, HaimFinding) or not of_finding(result, finding).speaks:
        return ()
    moved = finding.explanation.contribution if finding.explanation else np.zeros(0)
    if moved.size < 2:
        return ()
    said = voice.say(
        "Slide: single patches moved the score by up to {most:.2g} towards and {least:.2g} away from response",
        most=max(float(moved.max()), 0.0),
        least=max(float(-moved.min()), 0.0),
    )
    return (said,)
