"""Who learns, who watches and who is kept for the validation report: always whole patients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.training.haim_bags import Bags, Places
from hccdesk.training.haim_settings import HaimSettings
from hccdesk.training.patient_split import patient_folds, refuse_shared_patients

LEAST_OF_EACH_CLASS = 8
"""Fewer give no two of a class to each of the three parts."""


@dataclass(frozen=True, slots=True)
class HaimSplit:
    """Places in the table's order of the patients of each part."""

    learners: Places
    watchers: Places
    test: Places


def split(bags: Bags, settings: HaimSettings) -> HaimSplit:
    """By patient, responders spread evenly, drawn by the seed. Refused (`InputError`): too few patients of a class."""
    _refuse_few(bags)
    everybody = np.arange(len(bags))
    fold = patient_folds(bags.patient_ids, bags.at_risk, round(1 / settings.test_share), settings.seed)
    rest, test = everybody[fold != 0], everybody[fold == 0]
    names = [bags.patient_ids[i] for i in rest]
    inner = patient_folds(names, bags.at_risk[rest], round(1 / settings.watch_share), settings.seed + 1)
    parts = HaimSplit(rest[inner != 0], rest[inner == 0], test)
    refuse_shared_patients(
        [bags.patient_ids[i] for i in (*parts.learners, *parts.watchers)], [bags.patient_ids[i] for i in test]
    )
    return parts


def _refuse_few(bags: Bags) -> None:
    at_risk = int(bags.at_risk.sum())
    rarer = min(at_risk, len(bags) - at_risk)
    if rarer < LEAST_OF_EACH_CLASS:
        raise InputError(
            Sentence.of(
                "{patients} patients have a usable slide and a known response, {rarer} of them in the rarer class; at "
                "least {least} in each are needed.",
                patients=len(bags),
                rarer=rarer,
                least=LEAST_OF_EACH_CLASS,
            ),
            what_to_do="Add patients to the table; hccdesk cohort check says what it lacks.",
        )
