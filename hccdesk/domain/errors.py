"""The errors of hccdesk: one root, few families; facts are fields and the sentence is built from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hccdesk.domain.sentence import Sentence


class HccdeskError(Exception):
    """Something that could not be done, said in one line: where, what happened, what one can do.

    `said` and `advice` are the sentences, to be said in the language of the window; `what` and `what_to_do` are
    their English. A plain text is a sentence without facts, so where something is filled in, give a `Sentence`.
    """

    def __init__(
        self, what: Sentence | str, *, where: Path | str | None = None, what_to_do: Sentence | str = ""
    ) -> None:
        self.said, self.advice = _sentence(what), _sentence(what_to_do)
        self.what, self.what_to_do = self.said.text, self.advice.text
        self.where = where
        super().__init__(self.what, where, self.what_to_do)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where is not None else ""
        advice = f" {self.what_to_do}" if self.what_to_do else ""
        return f"{place}{self.what}{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.said, self.where, self.advice)


def _sentence(text: Sentence | str) -> Sentence:
    return text if isinstance(text, Sentence) else Sentence.literally(text)


def _rebuild(kind: type[HccdeskError], said: Sentence, where: Path | str | None, advice: Sentence) -> HccdeskError:
    return kind(said, where=where, what_to_do=advice)


class InputError(HccdeskError):
    """A file or value of the user's that cannot be used as it is."""


class CalibrationError(InputError):
    """An image without the geometry or intensity scale that a measurement needs."""


class PatientMismatchError(InputError):
    """Inputs that name different patients."""


class InputFaults(InputError):  # noqa: N818 - several errors in one, named for what the user reads
    """Several faults found at once, so that all can be mended in one go; one line each."""

    def __init__(self, faults: Sequence[InputError]) -> None:
        super().__init__(Sentence.of("{n} faults were found.", n=len(faults)))
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


class DeliveryLaterError(DeliveryError):
    """One that may be delivered when it is tried again later, as nothing but the way there failed."""


class DeliveryUnreachedError(DeliveryLaterError):
    """Nobody answered there: what else waits for the same PACS need not be tried now."""


class Cancelled(Exception):  # noqa: N818 - a wish of the user's, not an error
    """The user asked for the job to stop."""
