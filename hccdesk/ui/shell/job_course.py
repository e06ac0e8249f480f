"""How far a job is as one way from start to end, though its engines count every stage anew. No widgets."""

from __future__ import annotations

from hccdesk.ui.job_work import JobStep

STAGE_ENDS = {
    "CT slices": 0.2,
    "Reading patches": 0.65,
    "Slide: patches": 0.65,
    "Slide: explanation": 0.95,
    "Reading headers": 0.3,
    "Looking for slides": 0.4,
    "Slides": 0.4,
    "Slide: reading": 0.5,
}
"""Where on the way a stage ends that others follow, by the time it takes in the sample patient; any other: at 1."""


class JobCourse:
    """The way of one job; each stage goes on where the one before it came to, so that it never goes back."""

    def __init__(self) -> None:
        self._label = ""
        self._begin = self._at = 0.0

    def share(self, step: JobStep) -> float:
        """The way so far, 0 to 1, with this step."""
        if step.label != self._label:
            self._label, self._begin = step.label, self._at
        end = max(self._begin, STAGE_ENDS.get(step.label, 1.0))
        part = min(step.done / step.total, 1.0) if step.total > 0 else 0.0
        self._at = max(self._at, self._begin + (end - self._begin) * part)
        return self._at
