"""The two treatment regimens that the two response models were designed for."""

from __future__ import annotations

from enum import StrEnum


class Regimen(StrEnum):
    """A planned combination treatment; the value is the word used in files and on the command line."""

    TACE_HAIC_PD1_TKI = "tace-haic-pd1-tki"
    """TACE plus HAIC with a PD-1 inhibitor and a tyrosine kinase inhibitor (Yin et al. 2024)."""
    HAIC_TKI_ICI = "haic-tki-ici"
    """HAIC, without TACE, with a tyrosine kinase inhibitor and an immune checkpoint inhibitor (HAIM)."""

    @property
    def label(self) -> str:
        """The regimen as clinicians write it."""
        return {"tace-haic-pd1-tki": "TACE-HAIC + PD-1 + TKI", "haic-tki-ici": "HAIC + TKI + ICI"}[self.value]
