"""Score test of proportional hazards."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.survival import cox
from hccdesk.survival.proportional_hazards import proportionality


def test_that_every_term_equals_r(cohort, fitted):
    tests = proportionality(fitted, cohort.covariates, cohort.months, cohort.event)
    # R 4.2.2, survival 3.5-3: cox.zph(m)$table
    expected = {
        "a": (0.3300173147176519, 1, 0.5656488927192406),
        "b": (1.7879752379565661, 1, 0.1811730547607198),
        "c": (0.2970279465642018, 1, 0.5857516583953217),
        "GLOBAL": (2.5345756272710376, 3, 0.4690748869823194),
    }
    assert {t.term: (t.chi_square, t.degrees_of_freedom, t.p) for t in tests} == {
        term: pytest.approx(numbers, rel=1e-7) for term, numbers in expected.items()
    }


def test_that_an_effect_that_turns_round_with_time_is_found():
    # The feature kills at first and protects later: the first and the last fifth of the deaths have it (and some more).
    months = np.arange(1.0, 81.0)
    feature = ((months <= 20) | (months > 60)) * 1.0
    fit = cox.fit(feature[:, None], ["feature"], months, np.ones(80))
    assert proportionality(fit, feature[:, None], months, np.ones(80))[-1].p < 0.001


def test_that_events_at_one_time_cannot_tell_whether_an_effect_changes(cohort):
    months = np.where(cohort.event == 1, 6.0, cohort.months + 6)
    fitted = cox.fit(cohort.covariates, cohort.names, months, cohort.event)
    with pytest.raises(InputError, match="the events lie at too few different times"):
        proportionality(fitted, cohort.covariates, months, cohort.event)
