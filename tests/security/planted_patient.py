"""The sample patient under a name that stands nowhere by chance: in headers, file names, folders, rows and tables."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from planted_names import CHINESE, FAMILY, GIVEN, NUMBER, REMARK
from pydicom import dcmread

from hccdesk.phantom.sample_case import SampleCase

FOLDER = f"{FAMILY} {CHINESE} {NUMBER}"


@dataclass(frozen=True)
class PlantedPatient:
    """Where the planted files are; the `broken_` ones are refused."""

    folder: Path
    ct: Path
    ct_roi: Path
    clinical: Path
    broken_slide: Path
    broken_ct: Path
    broken_outline: Path
    table: Path


def plant(sample: SampleCase, place: Path) -> PlantedPatient:
    """Write the patient into a folder that bears the name."""
    folder = place / FOLDER
    ct = folder / f"CT {GIVEN}"
    ct.mkdir(parents=True)
    for path in sorted(sample.ct_folder.iterdir()):
        _renamed(path, ct / f"{FAMILY}_{path.name}")
    ct_roi = folder / f"{NUMBER}.nii.gz"
    shutil.copy(sample.ct_roi, ct_roi)
    return PlantedPatient(
        folder,
        ct,
        ct_roi,
        _row(sample, folder),
        _broken(folder / f"slide {CHINESE}.svs", f"Aperio Image |Patient = {GIVEN} {FAMILY}|ID = {NUMBER}"),
        _broken_series(ct, folder / f"{FAMILY}^{GIVEN}"),
        _broken(folder / f"{CHINESE}.geojson", f'{{"name": "{FAMILY}", "features": [[['),
        _table(folder),
    )


def _renamed(source: Path, target: Path) -> None:
    ds = dcmread(source)
    ds.SpecificCharacterSet = "GB18030"
    ds.PatientName, ds.PatientID = f"{FAMILY}^{GIVEN}={CHINESE}", NUMBER
    ds.PatientComments = REMARK
    ds.save_as(target)


def _row(sample: SampleCase, folder: Path) -> Path:
    row = json.loads(sample.clinical.read_text(encoding="utf-8"))
    path = folder / f"row {FAMILY}.json"
    path.write_text(
        json.dumps(row | {"patient_id": NUMBER, "name": f"{CHINESE} {FAMILY}"}, ensure_ascii=False), encoding="utf-8"
    )
    return path


def _broken(path: Path, content: str) -> Path:
    path.write_bytes(b"II*\0" + content.encode("utf-8") if path.suffix == ".svs" else content.encode("utf-8"))
    return path


def _broken_series(ct: Path, folder: Path) -> Path:
    folder.mkdir()
    for index, path in enumerate(sorted(ct.iterdir())[:6]):
        content = path.read_bytes()
        (folder / path.name).write_bytes(content[: len(content) // (2 if index == 3 else 1)])
    return folder


def _table(folder: Path) -> Path:
    path = folder / f"cohort {CHINESE}.csv"
    path.write_text(
        f"patient_id,name,sex,age,label_remark\n{NUMBER},{FAMILY},male,400,{REMARK}\n{NUMBER},{CHINESE},x,5,{REMARK}\n",
        encoding="utf-8",
    )
    return path
