"""What goes into the chart, made as files: DICOM objects in the study of the CT, and a FHIR bundle."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from hccdesk.atomic_file import write_whole
from hccdesk.delivery.chart_findings import chart_findings, model_of, shows_demonstration
from hccdesk.delivery.chart_objects import ChartObjects, ChartRequest, build_chart_objects
from hccdesk.delivery.chart_region import ChartRegion
from hccdesk.delivery.chart_values import ChartModel, sizes
from hccdesk.delivery.fhir_bundle import FhirFacts, fhir_bundle
from hccdesk.delivery.source_study import SourceStudy
from hccdesk.delivery.written_object import BuiltObject, ObjectFacts
from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.delivery import ChartFolder, ChartObject, ObjectKind
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.progress import Progress
from hccdesk.domain.region_edit import RegionPart
from hccdesk.domain.report_options import NOTHING_ON_RECORD
from hccdesk.domain.result import CaseResult, CtResponseFinding
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.private_files import OWNER_ONLY_FOLDER
from hccdesk.report.voice import Voice
from hccdesk.workflow.chart_guard import patient_of, require_same_case, union_of
from hccdesk.workflow.chart_source import ChartSource
from hccdesk.workflow.explanation_frames import explanation_frames
from hccdesk.workflow.workbench import Workbench

EVERYTHING = frozenset(ObjectKind)
FILE_NAMES = {
    ObjectKind.PDF: "report.dcm",
    ObjectKind.SEG: "tumour_regions.dcm",
    ObjectKind.SR: "measurements.dcm",
    ObjectKind.SALIENCY: "explanation_map.dcm",
    ObjectKind.FHIR: "report.fhir.json",
}
DRAFT, FINAL = Sentence.of("Tumour board report (draft)"), Sentence.of("Tumour board report (final)")
ALL_REGIONS = "All tumour regions"


@dataclass(frozen=True, slots=True)
class ChartOptions:
    """`language` is that of the PDF; a board whose decision was signed makes the report final. `wanted` kinds only."""

    language: str = "en"
    board: BoardRecord = NOTHING_ON_RECORD
    wanted: frozenset[ObjectKind] = EVERYTHING

    @property
    def title(self) -> Sentence:
        """What the document is called."""
        return FINAL if self.board.is_final else DRAFT


def make_chart_objects(
    result: CaseResult,
    pdf: bytes,
    source: ChartSource,
    folder: Path,
    options: ChartOptions,
    *,
    progress: Progress,
    workbench: Workbench | None = None,
) -> ChartFolder:
    """Write what can be made into `folder`, in the place of what an earlier run made there.

    The same result, PDF and source give the same files with the same UIDs. Raises `DeliveryError` where the source is
    not that of the result: no file is touched then. A `workbench` builds the objects in its worker.
    """
    notes = require_same_case(result, source)
    reason = _no_study(source)
    wanted = options.wanted - {ObjectKind.FHIR}
    if reason or source.study is None:
        made = ChartObjects((), tuple((kind, reason or _NO_CT) for kind in ObjectKind if kind in wanted))
    else:
        request = _request(result, pdf, source, source.study, options)
        made = _built(request, workbench, progress)
    written = [(_named(one), one.content) for one in made.made]
    if ObjectKind.FHIR in options.wanted:
        written.append((_fhir_named(), _fhir(result, pdf, source, options)))
    objects = _write(folder, written)
    return ChartFolder(folder, objects, made.left_out, notes)


_NO_CT = Sentence.of("There is no CT study that it could be filed in.")


def _no_study(source: ChartSource) -> Sentence | None:
    if source.study is None:
        return _NO_CT
    if not source.study.study_instance_uid or not source.study.series_instance_uid:
        return Sentence.of(
            "The CT has no identifier of its study (Study Instance UID), so nothing can be filed with it."
        )
    return None


def _built(request: ChartRequest, workbench: Workbench | None, progress: Progress) -> ChartObjects:
    if workbench is None:
        return build_chart_objects(request, progress)
    return workbench.sandbox.call(build_chart_objects, request, progress=progress)


def _request(
    result: CaseResult, pdf: bytes, source: ChartSource, study: SourceStudy, options: ChartOptions
) -> ChartRequest:
    findings = chart_findings(result)
    models = {one.model.model_id: one.model for one in findings if one.model and not one.missing}
    facts = ObjectFacts(study, _made_at(result).astimezone(), tuple(models.values()))
    found = result.ct_response
    shown = found if isinstance(found, CtResponseFinding) and result.ct_series is not None else None
    frames = _frames(result, shown, source) if shown else np.zeros((0, 1, 1, 3), np.uint8)
    return ChartRequest(
        facts=facts,
        findings=findings,
        sizes=sizes(result.ct_roi) if result.ct_roi else (),
        geometry=source.series.geometry if source.series and result.ct_series else None,
        regions=_regions(source),
        map_frames=frames,
        map_slices=shown.slice_indices if shown and len(frames) else (),
        map_facts=replace(facts, models=(model_of(result, shown),)) if shown else facts,
        pdf=pdf,
        titles=_titles(result, options),
        is_final=options.board.is_final,
        wanted=options.wanted,
    )


def _titles(result: CaseResult, options: ChartOptions) -> tuple[str, str]:
    """In the language of the report, and in English; viewers list a document by its title alone."""
    mark = " [DEMONSTRATION]" if shows_demonstration(result) else ""
    return f"{Voice(options.language).tell(options.title)}{mark}", f"{options.title.text}{mark}"


def _frames(result: CaseResult, shown: CtResponseFinding, source: ChartSource) -> np.typing.NDArray[np.uint8]:
    model: ChartModel = model_of(result, shown)
    assert source.series is not None
    return explanation_frames(shown, source.series, is_demonstration=model.is_demonstration, version=model.version)


def _regions(source: ChartSource) -> tuple[ChartRegion, ...]:
    """All regions together first, which is what models and measurements are about; then each by itself."""
    each = tuple(ChartRegion(one.name, one.part) for one in source.regions)
    if len(each) < 2 or source.series is None or source.series.geometry is None:
        return each
    whole: RegionPart = CtRoi(union_of(source.regions, source.series.geometry), ALL_REGIONS).part
    return (ChartRegion(ALL_REGIONS, whole), *each)


def _made_at(result: CaseResult) -> datetime:
    try:
        at = datetime.fromisoformat(result.provenance.finished_at)
    except ValueError as fault:
        raise DeliveryError("the result does not say when it was made.") from fault
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _fhir(result: CaseResult, pdf: bytes, source: ChartSource, options: ChartOptions) -> bytes:
    study = source.study
    facts = FhirFacts(
        patient=source.series.patient if source.series else patient_of(result),
        made_at=_made_at(result).astimezone(UTC),
        language=options.language,
        is_final=options.board.is_final,
        title=_titles(result, options)[0],
    )
    if study is not None and source.series is not None:
        facts = replace(
            facts,
            study_uid=study.study_instance_uid,
            series_uid=study.series_instance_uid,
            accession_number=study.ascii_of("AccessionNumber"),
            study_started=source.series.acquisition.acquisition_date,
            image_count=len(study.images),
        )
    elif result.ct_series is not None:
        series = result.ct_series
        facts = replace(facts, study_uid=series.study_instance_uid, series_uid=series.series_instance_uid)
    return fhir_bundle(chart_findings(result), sizes(result.ct_roi) if result.ct_roi else (), pdf, facts)


def _named(built: BuiltObject) -> ChartObject:
    return ChartObject(
        built.kind,
        Path(FILE_NAMES[built.kind]),
        "",
        built.sop_class_uid,
        built.sop_instance_uid,
        built.series_instance_uid,
        built.study_instance_uid,
    )


def _fhir_named() -> ChartObject:
    return ChartObject(ObjectKind.FHIR, Path(FILE_NAMES[ObjectKind.FHIR]), "")


def _write(folder: Path, written: list[tuple[ChartObject, bytes]]) -> tuple[ChartObject, ...]:
    objects = []
    try:
        folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        for name in FILE_NAMES.values():
            (folder / name).unlink(missing_ok=True)
        for thing, content in written:
            path = folder / thing.path
            write_whole(path, content)
            objects.append(replace(thing, path=path, sha256=hashlib.sha256(content).hexdigest()))
    except OSError as error:
        raise DeliveryError(
            Sentence.of("the objects could not be written ({reason}).", reason=error.strerror or type(error).__name__),
            where=folder,
            what_to_do="Choose a folder that can be written to and has space.",
        ) from error
    return tuple(objects)
