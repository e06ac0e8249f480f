"""The five clinical features of Yin et al. 2024, derived from the clinical row in one place for every model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion

AFP_CUT_NG_PER_ML = 400.0
DIAMETER_CUT_MM = 100.0


@dataclass(frozen=True, slots=True)
class ClinicalFeature:
    """A 0/1 feature: its name in manifests, the field of the clinical row it needs, and how it follows from it."""

    name: str
    field: str
    title: str
    of: Callable[[ClinicalRecord], bool | None]


@dataclass(frozen=True, slots=True)
class MissingFields:
    """The clinical fields that a set of features needs and the row does not have."""

    fields: tuple[str, ...]


def encode(record: ClinicalRecord, names: Sequence[str]) -> tuple[float, ...] | MissingFields:
    """The features by name, in order, as 0.0 or 1.0; or the fields that are unknown. Nothing is filled in.

    Raises `KeyError` for a feature that does not exist.
    """
    values = [FEATURES[name].of(record) for name in names]
    missing = tuple(FEATURES[name].field for name, value in zip(names, values, strict=True) if value is None)
    if missing:
        return MissingFields(missing)
    return tuple(float(value) for value in values if value is not None)


def _afp_at_least_400(record: ClinicalRecord) -> bool | None:
    # The nomogram's cut is >= 400 ng/mL; the HAP score's is > 400. They are not the same patient at 400.
    return None if record.afp_ng_per_ml is None else record.afp_ng_per_ml >= AFP_CUT_NG_PER_ML


def _vp4(record: ClinicalRecord) -> bool | None:
    return None if record.vp is None else record.vp is PortalVeinInvasion.VP4


def _diameter_over_10_cm(record: ClinicalRecord) -> bool | None:
    if record.largest_tumour_diameter_mm is None:
        return None
    return record.largest_tumour_diameter_mm > DIAMETER_CUT_MM


FEATURES: dict[str, ClinicalFeature] = {
    feature.name: feature
    for feature in (
        ClinicalFeature("afp_ge_400_ng_per_ml", "afp_ng_per_ml", "AFP ≥ 400 ng/mL", _afp_at_least_400),
        ClinicalFeature("vp4", "vp", "Vp4", _vp4),
        ClinicalFeature("diameter_gt_100_mm", "largest_tumour_diameter_mm", "Diameter > 10 cm", _diameter_over_10_cm),
        ClinicalFeature("encapsulated", "encapsulated", "Capsule", lambda record: record.encapsulated),
        ClinicalFeature("diffuse", "diffuse", "Diffuse type", lambda record: record.diffuse),
    )
}
"""By name, in the order of the paper."""
