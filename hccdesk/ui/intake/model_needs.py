"""What a model still needs of the case on the desk, in words. No widgets."""

from __future__ import annotations

from collections.abc import Mapping

from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.manifest import ModelKind, ModelManifest
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.clinical_fields import FIELDS
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import words


def speaks(model: ModelManifest) -> bool:
    """Whether it says anything of patients itself."""
    return model.kind is not ModelKind.BACKBONE


def missing_for(model: ModelManifest, case: CaseModel, row_needs: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """A model's title and, in words, what it still needs; `row_needs` are unknown fields by nomogram."""
    if not model.offered:
        return words(model.title), translate("CaseView", "not offered for patients: its results say why")
    needs = [*_images_needed(model, case), *_fields_needed(model, case, row_needs)]
    nothing = translate("CaseView", "has everything it needs")
    return words(model.title), " · ".join(needs) if needs else nothing


def _fields_needed(model: ModelManifest, case: CaseModel, row_needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    if model.kind is ModelKind.HAIM:
        return []
    unknown = row_needs.get(model.model_id)
    if unknown is None:
        names = model.ct_input.clinical_features if model.ct_input else ()
        features = [FEATURES[name] for name in names if name in FEATURES]
        unknown = tuple(feature.field for feature in features if feature.of(case.inputs.clinical) is None)
    return [translate("ClinicalForm", FIELDS[field].title) for field in unknown if field in FIELDS]


def _images_needed(model: ModelManifest, case: CaseModel) -> list[str]:
    """A nomogram that names no CT model looks at no image."""
    inputs = case.inputs
    if model.kind is ModelKind.HAIM:
        slide, outline = translate("InputTiles", "Biopsy slide"), translate("InputTiles", "Outlined tissue")
        return ([] if inputs.slide else [slide]) + ([] if inputs.rois.slide else [outline])
    if model.kind is ModelKind.SURVIVAL_NOMOGRAM and model.backbone is None:
        return []
    ct, region = translate("InputTiles", "CT"), translate("InputTiles", "Tumour region")
    return ([] if inputs.ct else [ct]) + ([] if inputs.rois.has_tumour else [region])
