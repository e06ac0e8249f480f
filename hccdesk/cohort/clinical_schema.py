"""The clinical row as a file may state it: every field's type, range and unit, and its JSON Schema.

The ranges are wider than disease, narrower than a wrong unit or a slipped decimal point where that is possible:
an albumin of 3.8 (g/dL) or a diameter of 0.9 (cm for 9 mm) is refused, not computed with.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from hccdesk.domain.clinical_record import (
    Ascites,
    BclcStage,
    ClinicalRecord,
    Hepatitis,
    PortalVeinInvasion,
    PreviousSession,
    PriorTreatment,
    RadiologicalResponse,
)
from hccdesk.domain.patient import Sex

STRICT = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)
_FIRST_DATE, _LAST_DATE = date(1900, 1, 1), date(2100, 12, 31)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OVERRIDES_OF_DIRECTION = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def _iso_date(value: object) -> date:
    # fromisoformat alone would also take "20200102" and "2020-W01-4"
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise ValueError("not YYYY-MM-DD")
    return date.fromisoformat(value)


def _of_visible_characters(value: object) -> object:
    if isinstance(value, str) and any(_is_invisible(c) for c in value):
        raise ValueError("control characters")
    return value


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cc" or unicodedata.bidirectional(character) in _OVERRIDES_OF_DIRECTION


def number(low: float, high: float, unit: str, description: str) -> Any:
    """An optional number from `low` to `high` with its unit."""
    return Field(default=None, ge=low, le=high, description=description, json_schema_extra={"unit": unit})


def whole(low: int, high: int, description: str) -> Any:
    """An optional whole number from `low` to `high`."""
    return Field(default=None, ge=low, le=high, description=description)


def says(description: str) -> Any:
    """An optional field whose type says what it takes."""
    return Field(default=None, description=description)


def text(longest: int, description: str) -> Any:
    """An optional text of 1 to `longest` characters."""
    return Field(default=None, min_length=1, max_length=longest, description=description)


_Date = Annotated[date, BeforeValidator(_iso_date), Field(ge=_FIRST_DATE, le=_LAST_DATE)]
Text = Annotated[str, BeforeValidator(_of_visible_characters)]


class PreviousSessionRow(BaseModel):
    """Liver tests around the previous session, and its response; for the ART score."""

    model_config = STRICT

    ast_before_u_per_l: float | None = number(1, 20_000, "U/L", "Aspartate aminotransferase before the session")
    ast_after_u_per_l: float | None = number(1, 20_000, "U/L", "Aspartate aminotransferase after the session")
    child_pugh_before: int | None = whole(5, 15, "Child-Pugh points before the session")
    child_pugh_after: int | None = whole(5, 15, "Child-Pugh points after the session")
    radiological_response: RadiologicalResponse | None = says("mRECIST category after the session")


class ClinicalRow(BaseModel):
    """One patient's clinical row. Every field is optional; absent or null means unknown, which is not "no"."""

    model_config = STRICT

    patient_id: Text | None = text(64, "Patient identifier, as text: leading zeros count")
    name: Text | None = text(324, "Patient's name")
    age_years: float | None = number(0, 120, "years", "Age at the planned treatment")
    sex: Sex | None = says("Sex")
    hepatitis: Hepatitis | None = says("Viral hepatitis")
    cirrhosis: bool | None = says("Liver cirrhosis")
    ecog: int | None = whole(0, 4, "ECOG performance status")
    ascites: Ascites | None = says("Ascites in the grades of the Child-Pugh score")
    encephalopathy_grade: int | None = whole(0, 4, "Hepatic encephalopathy, West Haven grade; 0 is none")
    bilirubin_umol_per_l: float | None = number(1, 1_000, "µmol/L", "Total bilirubin in serum (1 mg/dL = 17.1 µmol/L)")
    albumin_g_per_l: float | None = number(5, 70, "g/L", "Albumin in serum (1 g/dL = 10 g/L)")
    inr: float | None = number(0.5, 20, "ratio", "International normalised ratio of the prothrombin time")
    platelets_10e9_per_l: float | None = number(1, 2_000, "10⁹/L", "Platelet count")
    ast_u_per_l: float | None = number(1, 20_000, "U/L", "Aspartate aminotransferase")
    alt_u_per_l: float | None = number(1, 20_000, "U/L", "Alanine aminotransferase")
    crp_mg_per_l: float | None = number(0, 1_000, "mg/L", "C-reactive protein (1 mg/dL = 10 mg/L)")
    afp_ng_per_ml: float | None = number(0, 10_000_000, "ng/mL", "Alpha-fetoprotein (1 ng/mL = 1 µg/L)")
    largest_tumour_diameter_mm: float | None = number(1, 400, "mm", "Largest diameter of the largest tumour")
    tumour_count: int | None = whole(1, 999, "Number of tumours in the liver")
    one_lobe: bool | None = says("All tumours lie in one lobe")
    encapsulated: bool | None = says("The tumour has a capsule")
    diffuse: bool | None = says("Diffuse type")
    vp: PortalVeinInvasion | None = says(
        "Portal vein invasion: vp1 distal to second-order branches, vp2 second-order, vp3 first-order, "
        "vp4 main trunk or opposite first-order branch"
    )
    hepatic_vein_invasion: bool | None = says("Tumour in a hepatic vein")
    inferior_vena_cava_invasion: bool | None = says("Tumour in the inferior vena cava")
    lymph_node_metastasis: bool | None = says("Metastasis in lymph nodes")
    extrahepatic_metastasis: bool | None = says("Metastasis outside the liver other than in lymph nodes")
    unresectable: bool | None = says("Judged unresectable")
    other_malignancy: bool | None = says("Another malignancy")
    prior_treatment: PriorTreatment | None = says("Treatment of this tumour before the planned one")
    planned_haic_cycles: int | None = whole(0, 50, "Planned cycles of hepatic arterial infusion chemotherapy")
    life_expectancy_under_3_months: bool | None = says("Life expectancy under three months")
    uncorrectable_organ_dysfunction: bool | None = says("Organ or coagulation dysfunction that cannot be corrected")
    ct_date: _Date | None = says("Date of the CT")
    biopsy_date: _Date | None = says("Date of the biopsy")
    treatment_date: _Date | None = says("Date of the planned or first treatment")
    liver_function_date: _Date | None = says("Date of bilirubin, albumin, INR, AST and ALT")
    afp_date: _Date | None = says("Date of the alpha-fetoprotein")
    crp_date: _Date | None = says("Date of the C-reactive protein")
    bclc_confirmed: BclcStage | None = says("BCLC stage as a reader confirmed it; the program only suggests one")
    previous_session: PreviousSessionRow | None = says("The session before, where there was one")

    def record(self) -> ClinicalRecord:
        """The same row as the value that engines use."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        if self.previous_session is not None:
            fields["previous_session"] = PreviousSession(**dict(self.previous_session))
        return ClinicalRecord(**fields)


def clinical_json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `clinical.json`, as shipped in `assets/schemas/clinical.schema.json`."""
    schema = ClinicalRow.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Clinical row of hccdesk"}
