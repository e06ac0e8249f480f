"""A share of patients with its interval."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.sentence import Sentence


def wilson(n: int, of: int, level: float = 0.95) -> Estimate:
    """`n` of `of` patients with Wilson's score interval, without continuity correction.

    Wilson, J Am Stat Assoc 1927;22:209-12. R: `prop.test(n, of, correct = FALSE)`. Refused: nobody, or more than all.
    """
    if not 0 <= n <= of or not of:
        raise InputError(Sentence.of("{n} of {of} patients is no proportion.", n=n, of=of))
    z, share = NormalDist().inv_cdf(0.5 + level / 2), n / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return Estimate(share, 0.0 if n == 0 else middle - reach, 1.0 if n == of else middle + reach)
