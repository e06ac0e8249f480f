"""The clinical features of a head, from the clinical row; nothing unknown is filled in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.clinical_features import MissingFields, encode
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence


def clinical_input(record: ClinicalRecord, names: Sequence[str]) -> NDArray[np.float32] | NotComputed:
    """The features (1, k) in the order of `names`, or which fields of the clinical row are unknown."""
    values = encode(record, names)
    if isinstance(values, MissingFields):
        fields = ", ".join(dict.fromkeys(values.fields))
        return NotComputed(Sentence.of("not known in the clinical row: {fields}", fields=fields))
    return np.array([values], dtype=np.float32)
