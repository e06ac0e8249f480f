"""The validation reports that the models in use carry: what annex D of a patient's report prints."""

from __future__ import annotations

from collections.abc import Iterable

from hccdesk.domain.errors import StoreError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.validation import ValidationReport
from hccdesk.store.validation_file import FILE_NAME, read_validation


def validations(bundles: Iterable[ModelBundle]) -> tuple[tuple[str, ValidationReport], ...]:
    """(model id, report) of each bundle that may speak and carries one, in their order.

    One that cannot be read is left out: annex D then says so, and the numbers of the patient stay.
    """
    found = ((bundle.manifest.model_id, _report(bundle)) for bundle in bundles if bundle.manifest.offered)
    return tuple((model_id, report) for model_id, report in found if report is not None)


def _report(bundle: ModelBundle) -> ValidationReport | None:
    name = bundle.manifest.validation or FILE_NAME
    content = bundle.content.get(name)
    if content is None:
        return None
    try:
        return read_validation(content, f"{bundle.manifest.model_id}/{name}")
    except StoreError:
        return None
