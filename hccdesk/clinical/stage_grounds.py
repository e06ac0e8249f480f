"""The findings that make a stage, as they are shown beside it."""

from __future__ import annotations

from hccdesk.clinical.child_pugh import is_class_c
from hccdesk.clinical.staging import Condition, ecog_at_least
from hccdesk.clinical.tumour_spread import extrahepatic_spread, macrovascular_invasion
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.sentence import Sentence


def bad_performance(record: ClinicalRecord, grade: int) -> Condition:
    """A performance status of at least `grade`."""
    ecog = record.ecog
    return ecog_at_least(record, grade), () if ecog is None else (Sentence.of("ECOG {grade}", grade=ecog),)


def failing_liver(record: ClinicalRecord) -> Condition:
    """Child-Pugh class C."""
    return is_class_c(record), (Sentence.of("Child-Pugh class C"),)


def in_vessels(record: ClinicalRecord) -> Condition:
    """Tumour in the large vessels, each of them named."""
    found: list[Sentence] = []
    if record.vp not in (None, PortalVeinInvasion.NONE):
        found.append(Sentence.of("portal vein invasion {grade}", grade=record.vp.value.capitalize()))
    if record.hepatic_vein_invasion:
        found.append(Sentence.of("tumour in a hepatic vein"))
    if record.inferior_vena_cava_invasion:
        found.append(Sentence.of("tumour in the inferior vena cava"))
    return macrovascular_invasion(record), tuple(found)


def outside_the_liver(record: ClinicalRecord) -> Condition:
    """Metastasis, in nodes or elsewhere."""
    found: list[Sentence] = []
    if record.lymph_node_metastasis:
        found.append(Sentence.of("lymph node metastasis"))
    if record.extrahepatic_metastasis:
        found.append(Sentence.of("metastasis outside the liver"))
    return extrahepatic_spread(record), tuple(found)


def number_and_size(record: ClinicalRecord) -> tuple[Sentence, ...]:
    """How many tumours there are and how wide the largest is, as far as the row tells."""
    found: list[Sentence] = []
    if record.tumour_count is not None:
        found.append(Sentence.of("tumours: {count}", count=record.tumour_count))
    if record.largest_tumour_diameter_mm is not None:
        found.append(Sentence.of("largest {diameter_mm:.4g} mm", diameter_mm=record.largest_tumour_diameter_mm))
    return tuple(found)
