"""The phantom slide: one pyramid of JPEG tiles, the same in TIFF and DICOM."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import openslide
import pydicom
import pytest
import tifffile
from pydicom.encaps import generate_frames

from hccdesk.phantom.dicom_wsi import write_dicom_wsi
from hccdesk.phantom.patient import sample_patient
from hccdesk.phantom.slide import make_slide
from hccdesk.phantom.slide_files import write_asap_xml, write_geojson, write_tiff
from hccdesk.phantom.slide_pyramid import PhantomSlide


@dataclass(frozen=True)
class Written:
    slide: PhantomSlide
    tiff: Path
    dicom: Path


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("slide")
    patient = sample_patient(2)
    slide = make_slide(patient)
    write_tiff(slide, folder / "slide.tiff")
    write_dicom_wsi(slide, folder / "wsi", patient)
    return Written(slide, folder / "slide.tiff", folder / "wsi")


def test_that_tiff_and_dicom_hold_the_same_tile_bytes(written: Written) -> None:
    with tifffile.TiffFile(written.tiff) as tiff:
        for number, (page, level) in enumerate(zip(tiff.pages, written.slide.levels, strict=True)):
            in_tiff = []
            for offset, count in zip(page.dataoffsets, page.databytecounts, strict=True):
                tiff.filehandle.seek(offset)
                in_tiff.append(tiff.filehandle.read(count))
            file = pydicom.dcmread(written.dicom / f"level-{number}.dcm")
            frames = generate_frames(file.PixelData, number_of_frames=file.NumberOfFrames)
            # DICOM pads fragments to even length with one zero byte (PS3.5 A.4)
            in_dicom = [frame[: len(tile)] for frame, tile in zip(frames, level.tiles, strict=True)]
            assert in_tiff == in_dicom == list(level.tiles)


def test_that_openslide_reads_both_with_equal_pixels_and_resolution(written: Written) -> None:
    with openslide.OpenSlide(written.tiff) as tiff, openslide.OpenSlide(written.dicom / "level-0.dcm") as dicom:
        assert tiff.level_dimensions == dicom.level_dimensions == ((12288, 4096), (3072, 1024), (768, 256))
        for slide in (tiff, dicom):
            assert float(slide.properties["openslide.mpp-x"]) == pytest.approx(0.25)
            assert float(slide.properties["openslide.mpp-y"]) == pytest.approx(0.25)
        for level, place in ((0, (5000, 1500)), (1, (4000, 0)), (2, (0, 0))):
            regions = [np.asarray(s.read_region(place, level, (700, 250))) for s in (tiff, dicom)]
            assert np.array_equal(*regions)


def test_that_levels_show_the_same_tissue_at_a_quarter_of_the_resolution(written: Written) -> None:
    with openslide.OpenSlide(written.tiff) as slide:
        fine = np.asarray(slide.read_region((4096, 1536), 0, (1024, 1024)).convert("RGB"), dtype=float)
        coarse = np.asarray(slide.read_region((4096, 1536), 1, (256, 256)).convert("RGB"), dtype=float)
    averaged = fine.reshape(256, 4, 256, 4, 3).mean(axis=(1, 3))
    assert np.corrcoef(averaged.ravel(), coarse.ravel())[0, 1] > 0.96  # they differ by a JPEG generation


def test_that_the_region_holds_enough_patches_and_they_are_tissue(written: Written) -> None:
    outline = written.slide.tumour_outline_px
    left, top = outline.min(axis=0)
    right, bottom = outline.max(axis=0)
    assert 40 <= (right - left) // 512 * ((bottom - top) // 512) <= 70
    with openslide.OpenSlide(written.tiff) as slide:
        view = np.asarray(slide.read_region((int(left), int(top)), 1, (int(right - left) // 4, 500)).convert("RGB"))
    assert np.mean(view.min(axis=2) > 225) < 0.35  # glass, sinusoids and fat are white


def test_that_the_slide_is_light_on_disk(written: Written) -> None:
    assert written.tiff.stat().st_size < 15e6


def test_that_the_region_is_written_as_qupath_and_asap_do(written: Written, tmp_path: Path) -> None:
    outline = written.slide.tumour_outline_px
    write_geojson(outline, tmp_path / "roi.geojson")
    write_asap_xml(outline, tmp_path / "roi.xml")
    [feature] = json.loads((tmp_path / "roi.geojson").read_text())["features"]
    [ring] = feature["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert np.array_equal(np.array(ring[:-1]), outline)
    found = ElementTree.parse(tmp_path / "roi.xml").findall(".//Coordinate")
    points = [(float(c.get("X")), float(c.get("Y"))) for c in found]
    assert np.array_equal(np.array(points), outline)


# PS3.3 A.32.8: type 1 and 2 attributes of VL Whole Slide Microscopy Image that have no condition
WSI_REQUIRED = [
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyInstanceUID",
    "StudyDate",
    "StudyTime",
    "ReferringPhysicianName",
    "StudyID",
    "AccessionNumber",
    "Modality",
    "SeriesInstanceUID",
    "FrameOfReferenceUID",
    "PositionReferenceIndicator",
    "Manufacturer",
    "ManufacturerModelName",
    "DeviceSerialNumber",
    "SoftwareVersions",
    "AcquisitionContextSequence",
    "InstanceNumber",
    "ContentDate",
    "ContentTime",
    "NumberOfFrames",
    "SharedFunctionalGroupsSequence",
    "ContainerIdentifier",
    "IssuerOfTheContainerIdentifierSequence",
    "ContainerTypeCodeSequence",
    "SpecimenDescriptionSequence",
    "ImageType",
    "ImagedVolumeWidth",
    "ImagedVolumeHeight",
    "ImagedVolumeDepth",
    "TotalPixelMatrixColumns",
    "TotalPixelMatrixRows",
    "TotalPixelMatrixOriginSequence",
    "ImageOrientationSlide",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "PlanarConfiguration",
    "Rows",
    "Columns",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
    "AcquisitionDateTime",
    "LossyImageCompression",
    "LossyImageCompressionRatio",
    "LossyImageCompressionMethod",
    "VolumetricProperties",
    "SpecimenLabelInImage",
    "BurnedInAnnotation",
    "FocusMethod",
    "ExtendedDepthOfField",
    "OpticalPathSequence",
    "DimensionOrganizationType",
    "SOPClassUID",
    "SOPInstanceUID",
]


def test_that_the_dicom_slide_says_what_the_standard_requires(written: Written) -> None:
    for number, level in enumerate(written.slide.levels):
        file = pydicom.dcmread(written.dicom / f"level-{number}.dcm")
        assert [name for name in WSI_REQUIRED if name not in file] == []
        assert file.PhotometricInterpretation == "YBR_FULL_422"
        measures = file.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
        assert [float(v) for v in measures.PixelSpacing] == pytest.approx([0.00025 * 4**number] * 2)
        assert file.NumberOfFrames == len(level.tiles)
    uids = {pydicom.dcmread(p, stop_before_pixels=True).SOPInstanceUID for p in written.dicom.iterdir()}
    assert len(uids) == 3
