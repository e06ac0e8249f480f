"""No model says never or always: what would print as 0.00 or 1.00 is printed as less, or more, than the last step."""

from __future__ import annotations

import pytest

from hccdesk.domain.printed_probability import of_hundred_patients, printed_probability


@pytest.mark.parametrize(
    ("value", "printed", "patients"),
    [
        (0.0, "0.00", "0"),
        (1e-6, "<0.01", "<1"),
        (0.0049, "<0.01", "<1"),
        (0.0051, "0.01", "1"),
        (0.32, "0.32", "32"),
        (0.9949, "0.99", "99"),
        (0.9951, ">0.99", ">99"),
        (1.0, "1.00", "100"),
    ],
)
def test_that_a_probability_is_never_rounded_to_certainty(value: float, printed: str, patients: str) -> None:
    assert (printed_probability(value), of_hundred_patients(value)) == (printed, patients)
