"""A file of weights from elsewhere: nothing but tensors is let in, and no code in it is ever run."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence


def read_tensors(file: Path, maximum_bytes: int, advice: Sentence) -> dict[str, Tensor]:
    """The state dict in `file`, as `torch.save` writes one.

    Refused (`InputError`): no regular file, more than `maximum_bytes` (unpacked, too), anything but a dictionary of
    tensors (a pickle that would run code is never run), numbers that are not finite.
    """
    _refuse_large(file, maximum_bytes, advice)
    try:
        found: Any = torch.load(file, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise InputError(
            "the file holds more than tensors; it could run a program when read, and was not read.",
            where=file,
            what_to_do=advice,
        ) from error
    except (OSError, EOFError, RuntimeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("the weights cannot be read.", where=file, what_to_do=advice) from error
    if not isinstance(found, dict) or not all(isinstance(k, str) and isinstance(v, Tensor) for k, v in found.items()):
        raise InputError("the file holds no state dict.", where=file, what_to_do=advice)
    for name, value in found.items():
        if not bool(torch.isfinite(value).all()):
            raise InputError(
                Sentence.of("the tensor {name} holds numbers that are not finite.", name=ascii(name)[:80]),
                where=file,
                what_to_do=advice,
            )
    return found


def _refuse_large(file: Path, maximum_bytes: int, advice: Sentence) -> None:
    if not file.is_file():
        raise InputError("this is not a regular file.", where=file, what_to_do=advice)
    size = file.stat().st_size
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            size = max(size, sum(part.file_size for part in archive.infolist()))
    if size > maximum_bytes:
        raise InputError(
            Sentence.of("the weights are larger than {maximum} MiB.", maximum=maximum_bytes >> 20),
            where=file,
            what_to_do=advice,
        )
