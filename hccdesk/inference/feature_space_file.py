"""`feature_space.json` of a bundle: what its training patients' features were like, and nobody's own among them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.feature_distance import FeatureDistance
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.feature_space import FeatureShape, FeatureSpace

FILE_NAME = "feature_space.json"
IMAGE, STAINED = "image", "stain"
"""The spaces a bundle may hold: of what its network is given, and of the slide's stain."""
_Positive = Annotated[float, Field(gt=0)]


class _Space(BaseModel):
    """Arrays are base64 of little-endian numbers: 32 bit, the directions 16 bit."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)

    centre: str
    scale: str
    directions: str
    variances: Annotated[list[_Positive], Field(min_length=1)]
    beside: Annotated[float, Field(ge=0)]
    usual: _Positive
    largest: _Positive
    patients: Annotated[int, Field(gt=1)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    format_version: Literal[1]
    spaces: dict[Literal["image", "stain"], _Space]


def feature_space_bytes(spaces: Mapping[str, FeatureSpace]) -> bytes:
    """The file: the same spaces give the same bytes."""
    document = {"format_version": 1, "spaces": {name: _document(space) for name, space in spaces.items()}}
    return (json.dumps(document, indent=1, sort_keys=True, allow_nan=False) + "\n").encode()


def read_feature_spaces(bundle: ModelBundle) -> Mapping[str, FeatureSpace]:
    """The spaces of a bundle by name; none where it has no such file.

    Raises `ModelBundleError` for a file that is not one.
    """
    content = bundle.content.get(FILE_NAME)
    if content is None:
        return {}
    try:
        return {name: _space(found) for name, found in _File.model_validate_json(content).spaces.items()}
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise _refused(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}") from None
    except (ValueError, binascii.Error) as error:
        raise _refused(str(error)) from None


def distance_to_training(
    bundle: ModelBundle, name: str, rows: NDArray[np.floating], space: str
) -> FeatureDistance | None:
    """How far a patient's rows lie from the training patients'; None where the bundle cannot tell.

    Raises `ModelBundleError` where the bundle's file is of other features.
    """
    found = read_feature_spaces(bundle).get(name)
    if found is None:
        return None
    if rows.shape[1] != len(found.shape.centre):
        raise _refused(f"{rows.shape[1]} features, it knows {len(found.shape.centre)}")
    return found.of(rows, space)


def _document(space: FeatureSpace) -> dict[str, object]:
    shape = space.shape
    return {
        "centre": _text(shape.centre, "<f4"),
        "scale": _text(shape.scale, "<f4"),
        "directions": _text(shape.directions, "<f2"),
        "variances": [round(float(v), 6) for v in shape.variances],
        "beside": round(shape.beside, 6),
        "usual": round(space.usual, 4),
        "largest": round(space.largest, 4),
        "patients": space.patients,
    }


def _space(found: _Space) -> FeatureSpace:
    centre, scale = _array(found.centre, "<f4"), _array(found.scale, "<f4")
    directions = _array(found.directions, "<f2").reshape(len(found.variances), -1)
    if not len(centre) == len(scale) == directions.shape[1]:
        raise ValueError("its arrays do not belong together")
    if scale.min() <= 0 or (directions.shape[0] < len(centre) and found.beside == 0) or found.usual > found.largest:
        raise ValueError("it holds a spread or a distance that cannot be")
    shape = FeatureShape(centre, scale, directions, np.array(found.variances), found.beside)
    return FeatureSpace(shape, found.usual, found.largest, found.patients)


def _text(values: NDArray[np.float64], kind: str) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype=kind).tobytes()).decode("ascii")


def _array(text: str, kind: str) -> NDArray[np.float64]:
    values = np.frombuffer(base64.b64decode(text, validate=True), dtype=kind).astype(np.float64)
    if not len(values) or not np.isfinite(values).all():
        raise ValueError("an array is empty or not finite")
    return values


def _refused(why: str) -> ModelBundleError:
    return ModelBundleError(
        Sentence.of("The model's feature_space.json cannot be used: {why}.", why=why[:200]),
        what_to_do="Install the bundle again from its source.",
    )
