"""How sure the CT model is of its probability: 95 % limits from networks refitted on resampled patients.

On the log-odds scale. The spread of the networks is taken as Student's (there are few of them), the calibration of
patients left out as normal; the limits hold both the score as it is and what it means among those patients
(docs/adr/0009).
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.interval_basis import basis_of
from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.not_computed import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import Device
from hccdesk.inference.interval_file import ENSEMBLE_FILE, ENSEMBLE_OUTPUT, IntervalFacts, interval_facts
from hccdesk.inference.log_odds import log_odds, probability_of
from hccdesk.inference.outputs import finite
from hccdesk.inference.session import open_session, run_undivided
from hccdesk.inference.student import two_sided_95

Floats = NDArray[np.float32]
NO_ENSEMBLE = Sentence.of("this model was made without the resampled networks that an interval is computed from")
OF_THE_MEAN = Sentence.of(
    "For patients with such a score on average; how far from it one patient's own probability may lie is not known."
)
_NORMAL_95 = 1.959964


def response_interval(
    bundle: ModelBundle, vectors: Floats, clinical: Floats, probability: float, device: Device
) -> ScoreInterval | NotComputed:
    """The interval of the patient's `probability` as the network gave it, before any recalibration.

    `vectors` (slice, 2048) of the backbone, `clinical` (1, feature). Raises `ModelBundleError` for side files that
    are none and for answers that are no probabilities.
    """
    facts = interval_facts(bundle)
    if facts is None:
        return NotComputed(NO_ENSEMBLE, applicable=False)
    members = _log_odds_of_members(bundle, facts, vectors, clinical, device)
    network = log_odds(probability)
    recalibration = bundle.manifest.recalibration
    shown = log_odds(recalibration.probability(probability)) if recalibration else network
    low, high = limits(facts, network, shown, members)
    said = recalibration.probability(probability) if recalibration else probability
    # Log-odds are finite, a probability of 0 or 1 has none: the limits hold what is shown all the same.
    return ScoreInterval(min(low, said), max(high, said), _basis(facts, network), facts.members)


def limits(facts: IntervalFacts, network: float, shown: float, members: NDArray[np.float64]) -> tuple[float, float]:
    """Limits as probabilities, of log-odds `network`, which are shown as `shown`; `members` (network,) likewise."""
    meant, variance = facts.calibration.log_odds(network)
    spread = facts.calibration.slope * float(members.std(ddof=1)) * two_sided_95(len(members) - 1)
    reach = sqrt(spread**2 + _NORMAL_95**2 * variance)
    return probability_of(min(shown, meant) - reach), probability_of(max(shown, meant) + reach)


def _log_odds_of_members(
    bundle: ModelBundle, facts: IntervalFacts, vectors: Floats, clinical: Floats, device: Device
) -> NDArray[np.float64]:
    """Of each network's mean over the slices, as the patient's probability is one."""
    n = len(vectors)
    inputs = {"features": np.ascontiguousarray(vectors), "clinical": np.repeat(clinical, n, axis=0)}
    outputs = run_undivided(open_session(bundle.content[ENSEMBLE_FILE], device), inputs)
    found = finite(outputs, ENSEMBLE_OUTPUT, (n, facts.members)).astype(np.float64)
    if found.min() < 0 or found.max() > 1:
        raise ModelBundleError(
            Sentence.of(
                "The model's answer cannot be used: {why}.",
                why=Sentence.of("its resampled networks give no probabilities"),
            ),
            what_to_do="Run `hccdesk models check` on this bundle.",
        )
    return np.array([log_odds(float(p)) for p in found.mean(axis=0)])


def _basis(facts: IntervalFacts, network: float) -> Sentence:
    patients = facts.calibration.patients
    whom = (
        Sentence.of("recalibration on {patients}", patients=patients)
        if facts.calibration.is_recalibration
        else Sentence.of("calibration of {patients} left out", patients=patients)
    )
    varied = Sentence.of(
        "Varied: {members} networks refitted on resampled patients, with the {whom}.", members=facts.members, whom=whom
    )
    if facts.own is None:
        return basis_of(OF_THE_MEAN, varied)
    own = Sentence.of(
        "For patients with such a score on average; one patient's own probability may be anything from {low:.2f} to "
        "{high:.2f}.",
        low=probability_of(network - facts.own.log_odds_reach),
        high=probability_of(network + facts.own.log_odds_reach),
    )
    wider = Sentence.of("The wide range goes by 95 % of {own} synthetic patients left out.", own=facts.own.patients)
    return basis_of(own, Sentence.listed((varied, wider), " "))
