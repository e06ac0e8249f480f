"""Whether the validation report that a bundle names is one, of this model, patient by patient."""

from __future__ import annotations

from collections.abc import Mapping

from hccdesk.domain.errors import ModelBundleError, StoreError
from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.sentence import Sentence
from hccdesk.store.validation_file import read_validation


def refuse_unproven(manifest: ModelManifest, content: Mapping[str, bytes]) -> None:
    """Raises `ModelBundleError` where the report named in the manifest is not one, does not have the patient as its
    unit of analysis, or is of another model."""
    if manifest.validation is None:
        return
    where = f"{manifest.model_id}/{manifest.validation}"
    try:
        report = read_validation(content.get(manifest.validation, b""), where)
    except StoreError as fault:
        raise _refused(where, fault.said.unfinished) from fault
    if report.model_id != manifest.model_id or report.model_kind is not manifest.kind:
        raise _refused(where, Sentence.of("it is of another model ({model_id})", model_id=report.model_id[:64]))


def _refused(where: str, why: Sentence) -> ModelBundleError:
    return ModelBundleError(
        Sentence.of("The model's validation report does not count: {why}.", why=why),
        where=where,
        what_to_do="Validate the model patient by patient (hccdesk validate), and make the bundle anew.",
    )
