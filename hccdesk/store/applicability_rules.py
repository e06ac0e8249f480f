"""The rules a manifest may state about the patients its model is for, and the shape of each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

STRICT = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


@with_config(STRICT)
class Over(TypedDict):
    """Strictly above a limit."""

    over: float


@with_config(STRICT)
class AtMost(TypedDict):
    """Up to and including a limit."""

    at_most: float


@with_config(STRICT)
class AtLeast(TypedDict):
    """From a limit on."""

    at_least: float


@with_config(STRICT)
class ObservedRange(TypedDict):
    """Lowest and highest value that the training patients had."""

    observed: tuple[float, float]


@with_config(STRICT)
class ObservedWords(TypedDict):
    """Every value that the training patients had."""

    observed: Annotated[list[str], Field(min_length=1)]


@with_config(STRICT)
class NeverSeen(TypedDict):
    """Values that no training patient had."""

    never_seen: list[str]


@with_config(STRICT)
class SeldomSeen(TypedDict):
    """How many training patients had something, of how many."""

    seen: Annotated[int, Field(ge=0)]
    of: Annotated[int, Field(gt=0)]


@with_config(STRICT)
class ChildPughRule(TypedDict, total=False):
    """Classes a model is for, points that were observed, and classes for which the number is withheld."""

    classes: list[Literal["A", "B", "C"]]
    observed_points: tuple[int, int]
    excluded_classes_withhold: list[Literal["A", "B", "C"]]


@with_config(STRICT)
class ApplicabilityRules(TypedDict, total=False):
    """All rules; a rule left out is not asked."""

    regimens: list[Literal["tace-haic-pd1-tki", "haic-tki-ici"]]
    treatments_given: Annotated[list[str], Field(min_length=1)]
    prior_treatment: list[str]
    age_years: Over | ObservedRange
    ecog: AtMost
    child_pugh: ChildPughRule
    unresectable: bool
    cnlc: ObservedWords
    bclc: ObservedWords
    largest_tumour_diameter_mm: ObservedRange | Over
    vp: NeverSeen
    vascular_invasion: SeldomSeen
    lymph_node_metastasis: SeldomSeen
    extrahepatic_metastasis: SeldomSeen
    ct_days_before_treatment: AtMost
    scanners: ObservedWords
    contrast_enhanced: bool
    planned_haic_cycles: AtLeast
    other_malignancy: bool
    uncorrectable_organ_dysfunction: bool
    life_expectancy_under_3_months: bool
    biopsy_before_treatment: Literal[True]
    um_per_px: AtMost
    roi_volume_ml: ObservedRange
    roi_slices: ObservedRange
    bag_patches: ObservedRange
