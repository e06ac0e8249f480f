"""BCLC stage, 2022 version: suggested from the row, confirmed by a reader. Reig et al., J Hepatol 2022;76:681-93."""

from __future__ import annotations

from dataclasses import replace

from hccdesk.clinical.known import any_of, needs
from hccdesk.clinical.stage_grounds import (
    bad_performance,
    failing_liver,
    in_vessels,
    number_and_size,
    outside_the_liver,
)
from hccdesk.clinical.staging import ALWAYS, first_that_holds, tumours
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.domain.sentence import Sentence

CITATION = "Reig M et al., J Hepatol 2022;76:681-693"
EDITION = "2022; an update of 2025 is reported and is not followed"
STAGES = ("0", "A", "B", "C", "D")

SUGGESTED = Sentence.of(
    "suggested by the rules, to be confirmed by the reader: preserved liver function is a judgement, and Child-Pugh C "
    "stands for end-stage liver function"
)
CONFIRMED = Sentence.of("confirmed by the reader; the rules suggest the same")


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """The stage that a reader confirmed, else the suggested one, as group; `value` is its rank, 0 for stage 0 to 4.

    Where a reader's stage is not the suggested one, or none can be suggested, the note says so.
    """
    found, confirmed = suggested(record), record.bclc_confirmed
    if confirmed is None:
        return found
    if isinstance(found, ScoreFinding) and found.group == confirmed.value:
        return replace(found, note=CONFIRMED, confirmed=True)
    return _stage(confirmed.value, (), _in_spite_of(found), confirmed=True)


def suggested(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """The stage by the rules alone.

    D: ECOG 3-4 or Child-Pugh C. C: ECOG 1-2, macrovascular invasion or spread outside the liver. B: diffuse
    type, more than three tumours, or two to three with one over 3 cm. 0: one tumour up to 2 cm. A: the rest.
    Not given while a field could make it worse.
    """
    size, many = number_and_size(record), number_and_size(record)[:1]
    diffuse = any_of({"diffuse": record.diffuse}), (Sentence.of("diffuse type"),)
    stage = first_that_holds(
        (
            ("D", (bad_performance(record, 3), failing_liver(record))),
            ("C", (bad_performance(record, 1), in_vessels(record), outside_the_liver(record))),
            ("B", (diffuse, (tumours(record, 4), many), (tumours(record, 2, 3, over_mm=30.0), size))),
            ("A", ((tumours(record, 2, 3), size), (tumours(record, 1, 1, over_mm=20.0), size))),
            ("0", ((ALWAYS, size),)),
        )
    )
    if isinstance(stage, tuple):
        return needs("BCLC", stage)
    return _stage(stage.name, stage.grounds, SUGGESTED, confirmed=False)


def _in_spite_of(found: ScoreFinding | NotComputed) -> Sentence:
    if isinstance(found, NotComputed):
        return Sentence.of("stated by the reader; the rules suggest no stage: {reason}", reason=found.reason)
    return Sentence.of(
        "stated by the reader in spite of the rules, which suggest {stage}: {grounds}",
        stage=found.group,
        grounds=Sentence.listed(found.grounds),
    )


def _stage(name: str, grounds: tuple[Sentence, ...], note: Sentence, *, confirmed: bool) -> ScoreFinding:
    return ScoreFinding(
        "BCLC 2022", float(STAGES.index(name)), name, {}, CITATION, grounds, EDITION, note, confirmed=confirmed
    )
