"""How far a patient's images lie from the training patients', in the features that a network is given.

A row of features (a slice, a patch, a slide's stain) is standardised and split into its part along the directions in
which training patients differ most, and the rest beside them. Each part is squared and measured by the training
patients' own variance there, the mean over its directions taken, and both means weigh alike: a covariance whose small
eigenvalues are shrunk to their mean. The patient's distance is the root of the mean over the rows, so that many slices
do not look nearer than few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.feature_distance import FeatureDistance

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FeatureShape:
    """How training patients' rows are spread: `centre` and `scale` (feature,), `directions` (direction, feature) with
    the `variances` along them, and the mean variance `beside` them (of standardised features)."""

    centre: Floats
    scale: Floats
    directions: Floats
    variances: Floats
    beside: float

    def distance(self, rows: NDArray[np.floating]) -> float:
        """Of a patient with these rows (row, feature): about 1 for a training patient, whatever the features."""
        standard = (rows - self.centre) / self.scale
        along = standard @ self.directions.T
        squared = (along**2 / self.variances).mean(axis=1)
        others = standard.shape[1] - len(self.directions)
        if others:
            rest = standard - along @ self.directions
            squared = (squared + (rest**2).sum(axis=1) / (others * self.beside)) / 2
        return float(np.sqrt(squared.mean()))


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """A shape with the distances that the training patients have to it, each left out of the shape for his or hers.

    `usual` is not exceeded by 95 % of them, `largest` by none.
    """

    shape: FeatureShape
    usual: float
    largest: float
    patients: int

    def of(self, rows: NDArray[np.floating], space: str) -> FeatureDistance:
        """The distance of a patient's rows (row, feature); `space` names what is compared."""
        return FeatureDistance(space, self.shape.distance(rows), self.usual, self.largest, self.patients)
