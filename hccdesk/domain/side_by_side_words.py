"""What stands beside one another, in words: questions, what each model looks at, and what it says."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.leaning import Leaning
from hccdesk.domain.printed_probability import of_hundred_patients
from hccdesk.domain.result import SurvivalFinding
from hccdesk.domain.sentence import Sentence

RESPONSE = Sentence.of("Objective response")
ENDPOINT_QUESTIONS = {
    Endpoint.PFS: Sentence.of("Progression-free survival"),
    Endpoint.OS: Sentence.of("Overall survival"),
    Endpoint.TTP: Sentence.of("Time to progression"),
}

CT_AND_CLINICAL = Sentence.of("CT of the tumour, five clinical features")
BIOPSY = Sentence.of("biopsy slide alone")
CLINICAL_ALONE = Sentence.of("five clinical features, no image")
IMAGE_FEATURES_AND_CLINICAL = Sentence.of("image features and probability of the CT model, five clinical features")
CLINICAL_FINDINGS = Sentence.of("clinical findings, no image")

LEANINGS = {
    Leaning.RESPONSE: Sentence.of("favours response"),
    Leaning.INDETERMINATE: Sentence.of("indeterminate: the interval holds the threshold"),
    Leaning.NO_RESPONSE: Sentence.of("favours no response"),
}


@dataclass(frozen=True, slots=True)
class ScoreQuestion:
    """What some published scores are asked for, and what they look at."""

    question: Sentence
    looks_at: Sentence


SCORE_QUESTIONS: dict[ScoreQuestion, tuple[str, ...]] = {
    ScoreQuestion(Sentence.of("Liver function"), Sentence.of("blood tests, examination")): (
        "Child-Pugh",
        "ALBI",
        "mALBI",
    ),
    ScoreQuestion(Sentence.of("Stage"), Sentence.of("tumour, vessels, spread, liver function, performance")): (
        "BCLC 2022",
        "CNLC",
    ),
    ScoreQuestion(Sentence.of("Tumour burden"), Sentence.of("size and number of tumours")): (
        "Up-to-seven",
        "Six-and-twelve",
        "Tumour burden score",
    ),
    ScoreQuestion(Sentence.of("Prognosis with TACE"), Sentence.of("blood tests, size and number of tumours")): (
        "HAP",
        "mHAP-II",
    ),
    ScoreQuestion(Sentence.of("Prognosis with immunotherapy"), Sentence.of("AFP and CRP")): ("CRAFITY",),
    ScoreQuestion(Sentence.of("Another TACE"), Sentence.of("blood tests and response after the session before")): (
        "ART",
    ),
}
"""In the order of the report; every published score stands under one question."""


def of_hundred(finding: SurvivalFinding) -> tuple[Sentence, ...]:
    """The first horizon as a natural frequency, and the median; nothing where there is no horizon."""
    first = next(iter(finding.probability_at_months.items()), None)
    if first is None:
        return ()
    months, probability = first
    n = of_hundred_patients(probability)
    alive = Sentence.of("of 100 such patients about {n} are alive at {months} months", n=n, months=months)
    free = Sentence.of("of 100 such patients about {n} are free of progression at {months} months", n=n, months=months)
    return (alive if finding.endpoint is Endpoint.OS else free, *_median(finding))


def _median(finding: SurvivalFinding) -> tuple[Sentence, ...]:
    if finding.median_months is None:
        return (Sentence.of("median not reached within {months:.0f} months", months=finding.curve.end_months),)
    return (Sentence.of("median {months:.1f} months", months=finding.median_months),)
