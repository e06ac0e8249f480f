"""The errors of hccdesk: one root, few families; facts are fields and the sentence is built from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class HccdeskError(Exception):
    """Something that could not be done, said in one line: where, what happened, what one can do."""

    def __init__(self, what: str, *, where: Path | str | None = None, what_to_do: str = "") -> None:
        super().__init__(what, where, what_to_do)
        self.what = what
        self.where = where
        self.what_to_do = what_to_do

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where is not None else ""
        advice = f" {self.what_to_do}" if self.what_to_do else ""
        return f"{place}{self.what}{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.where, self.what_to_do)


def _rebuild(kind: type[HccdeskError], what: str, where: Path | str | None, what_to_do: str) -> HccdeskError:
    return kind(what, where=where, what_to_do=what_to_do)


class InputError(HccdeskError):
    """A file or value of the user's that cannot be used as it is."""


class CalibrationError(InputError):
    """An image without the geometry or intensity scale that a measurement needs."""


class PatientMismatchError(InputError):
    """Inputs that name different patients."""


class InputFaults(InputError):  # noqa: N818 - several errors in one, named for what the user reads
    """Several faults found at once, so that all can be mended in one go; one line each."""

    def __init__(self, faults: Sequence[InputError]) -> None:
        super().__init__(f"{len(faults)} faults were found.")
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)

    def __reduce__(self) -> tuple[object, ...]:
        return InputFaults, (self.faults,)


class UntrustedFileError(InputError):
    """A file that crashed its decoder, outgrew its memory cap or ran out of time."""


class DeviceError(HccdeskError):
    """A processor that was asked for and is not there, or failed."""


class ModelBundleError(HccdeskError):
    """A model bundle that is damaged, altered, or not for this use."""


class StoreError(HccdeskError):
    """Something that could not be kept or read back."""


class ReportError(HccdeskError):
    """A report that could not be set."""


class DeliveryError(HccdeskError):
    """A report that could not be delivered."""


class Cancelled(Exception):  # noqa: N818 - a wish of the user's, not an error
    """The user asked for the job to stop."""
