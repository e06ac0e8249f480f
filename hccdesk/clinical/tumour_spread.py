"""Vascular invasion and spread outside the liver, as staging systems ask for them."""

from __future__ import annotations

from hccdesk.clinical.known import Answer, any_of
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion


def macrovascular_invasion(record: ClinicalRecord) -> Answer:
    """Tumour in the portal vein, a hepatic vein or the inferior vena cava."""
    return any_of(
        {
            "vp": None if record.vp is None else record.vp is not PortalVeinInvasion.NONE,
            "hepatic_vein_invasion": record.hepatic_vein_invasion,
            "inferior_vena_cava_invasion": record.inferior_vena_cava_invasion,
        }
    )


def extrahepatic_spread(record: ClinicalRecord) -> Answer:
    """Metastasis in lymph nodes or in other organs."""
    return any_of(
        {
            "lymph_node_metastasis": record.lymph_node_metastasis,
            "extrahepatic_metastasis": record.extrahepatic_metastasis,
        }
    )
