"""The neutral form of a finding that SR and FHIR are both written from, and the words that warn of it; in English."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.roi import RoiMeasurements

DEMONSTRATION = "DEMONSTRATION: made by a model trained on synthetic patients; it says nothing about this patient."
ANY_DEMONSTRATION = (
    "DEMONSTRATION: numbers marked so come from models trained on synthetic patients and say nothing about this "
    "patient. Research use only; not a sole basis for treatment."
)
RESEARCH = "Research use only; decision support for a multidisciplinary board, not a sole basis for treatment."


@dataclass(frozen=True, slots=True)
class ChartCode:
    """A coded concept: value, scheme (`SCT`, `IBSI`, `99HCCDESK`), meaning."""

    value: str
    scheme: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ChartNumber:
    """A number with its UCUM unit; `low` and `high` are 95 % limits, None where there are none.

    `is_probability`: on 0..1, of what the meaning says. `months` is the horizon of a probability.
    """

    code: ChartCode
    value: float
    unit: str
    unit_meaning: str
    low: float | None = None
    high: float | None = None
    is_probability: bool = False
    months: float | None = None


@dataclass(frozen=True, slots=True)
class ChartModel:
    """The model behind a finding."""

    model_id: str
    version: str
    sha256: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class ChartFinding:
    """One finding: `missing` says why where it was not computed; a stage has words and no numbers."""

    name: str
    key: str
    numbers: tuple[ChartNumber, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    model: ChartModel | None = None
    missing: str = ""

    @property
    def is_demonstration(self) -> bool:
        """Whether its numbers come from synthetic patients."""
        return self.model is not None and self.model.is_demonstration

    @property
    def marked_name(self) -> str:
        """Its name, called a demonstration where it is one."""
        return f"DEMONSTRATION {self.name}" if self.is_demonstration else self.name


def own(value: str, meaning: str) -> ChartCode:
    """A concept that no public scheme has."""
    return ChartCode(value, "99HCCDESK", meaning)


SIZE_CODES = {
    "volume": ChartCode("118565006", "SCT", "Volume"),
    "axial": ChartCode("103339001", "SCT", "Long Axis"),
    "3d": ChartCode("L0JK", "IBSI", "Maximum 3D Diameter"),
    "slices": own("slice-count", "Number of slices with tumour region"),
}


def sizes(region: RoiMeasurements) -> tuple[ChartNumber, ...]:
    """The measurements of the tumour region."""
    return (
        ChartNumber(SIZE_CODES["volume"], region.volume_ml, "mL", "milliliter"),
        ChartNumber(SIZE_CODES["axial"], region.longest_axial_diameter_mm, "mm", "millimeter"),
        ChartNumber(SIZE_CODES["3d"], region.largest_3d_diameter_mm, "mm", "millimeter"),
        ChartNumber(SIZE_CODES["slices"], region.slice_count, "{slices}", "slices"),
    )
