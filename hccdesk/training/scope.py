"""The patients each model is for, as the two papers describe theirs, in the words of a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hccdesk.domain.regimen import Regimen

YIN_2024: Mapping[str, Any] = {
    "regimens": [Regimen.TACE_HAIC_PD1_TKI.value],
    "prior_treatment": ["none"],
    "age_years": {"over": 18},
    "ecog": {"at_most": 1},
    "child_pugh": {"classes": ["A", "B"], "observed_points": [5, 8], "excluded_classes_withhold": ["C"]},
    "unresectable": True,
    "cnlc": {"observed": ["IIa", "IIb", "IIIa", "IIIb"]},
    "bclc": {"observed": ["B", "C"]},
    "vp": {"never_seen": ["vp1", "vp2"]},
    "uncorrectable_organ_dysfunction": False,
    "life_expectancy_under_3_months": False,
}
"""Yin et al. 2024: inclusion and exclusion criteria and table 1."""

YIN_2024_CT: Mapping[str, Any] = {
    "ct_days_before_treatment": {"at_most": 7},
    "scanners": {"observed": ["GE Optima", "Siemens SOMATOM Definition Flash"]},
    "contrast_enhanced": True,
}

HAIM_2025: Mapping[str, Any] = {
    "regimens": [Regimen.HAIC_TKI_ICI.value],
    "prior_treatment": ["none"],
    "ecog": {"at_most": 2},
    "child_pugh": {"classes": ["A", "B"], "excluded_classes_withhold": ["C"]},
    "bclc": {"observed": ["A", "B", "C"]},
    "largest_tumour_diameter_mm": {"over": 50},
    "planned_haic_cycles": {"at_least": 2},
    "other_malignancy": False,
    "biopsy_before_treatment": True,
    # 0.25 µm/px asked for; 10 % allows what 40× scanners really have.
    "um_per_px": {"at_most": 0.275},
}
"""HAIM: inclusion and exclusion criteria; slides scanned at 40×."""
