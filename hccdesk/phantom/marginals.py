"""Frequencies of clinical features by hospital: Yin et al. 2024, Table 1; what it lacks is said to be plausible."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.clinical_record import Hepatitis, RadiologicalResponse


@dataclass(frozen=True, slots=True)
class Marginals:
    """One hospital's patients; proportions 0..1, means and standard deviations in the unit named."""

    age_years: tuple[float, float]
    male: float
    hepatitis: tuple[tuple[Hepatitis, float], ...]
    cirrhosis: float
    child_pugh_points: tuple[tuple[int, float], ...]
    diameter_mm: tuple[float, float]
    five_or_more_tumours: float
    one_lobe: float
    encapsulated: float
    diffuse: float
    vp3: float
    vp4: float
    hepatic_vein_invasion: float
    lymph_node_metastasis: float
    extrahepatic_metastasis: float
    complete_among_responders: float
    stable_among_others: float
    afp_ge_400_ng_per_ml: float = 0.45  # plausible: not in the table
    ecog_0: float = 0.55  # plausible: the paper says 0 or 1
    inferior_vena_cava_invasion: float = 0.02  # plausible


PRIMARY = Marginals(
    age_years=(54.0, 10.2),
    male=0.852,
    hepatitis=((Hepatitis.NONE, 0.164), (Hepatitis.HBV, 0.762), (Hepatitis.HCV, 0.074)),
    cirrhosis=0.672,
    child_pugh_points=((5, 0.500), (6, 0.361), (7, 0.131), (8, 0.008)),
    diameter_mm=(95.4, 38.1),
    five_or_more_tumours=0.402,
    one_lobe=0.566,
    encapsulated=0.205,
    diffuse=0.361,
    vp3=0.287,
    vp4=0.131,
    hepatic_vein_invasion=0.049,
    lymph_node_metastasis=0.148,
    extrahepatic_metastasis=0.320,
    complete_among_responders=12 / 50,
    stable_among_others=18 / 72,
)
"""The total column of the primary centre, n = 122."""

EXTERNAL = Marginals(
    age_years=(58.8, 10.6),
    male=0.92,
    hepatitis=((Hepatitis.NONE, 0.14), (Hepatitis.HBV, 0.76), (Hepatitis.HCV, 0.10)),
    cirrhosis=0.96,
    child_pugh_points=((5, 0.34), (6, 0.38), (7, 0.20), (8, 0.08)),
    diameter_mm=(116.2, 48.3),
    five_or_more_tumours=0.38,
    one_lobe=0.48,
    encapsulated=0.40,
    diffuse=0.32,
    vp3=0.82,
    vp4=0.18,
    hepatic_vein_invasion=0.0,
    lymph_node_metastasis=0.10,
    extrahepatic_metastasis=0.30,
    complete_among_responders=7 / 12,
    stable_among_others=30 / 38,
)
"""The validation cohort, n = 50."""

RESPONDERS = (RadiologicalResponse.CR, RadiologicalResponse.PR)
