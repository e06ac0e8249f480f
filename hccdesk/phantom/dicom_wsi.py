"""A phantom slide as DICOM whole-slide images: the TIFF's own JPEG tiles, one file a level."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import imagecodecs
from pydicom.dataset import Dataset, FileDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import JPEGBaseline8Bit, VLWholeSlideMicroscopyImageStorage

from hccdesk.phantom.dicom_identity import TIME, describe_patient, new_file, uid
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.slide_pyramid import TILE_PX, PhantomSlide, SlideLevel

SECTION_MM = 0.004


def write_dicom_wsi(slide: PhantomSlide, folder: Path, patient: PhantomPatient) -> None:
    """`level-0.dcm` … in the folder, which is made; OpenSlide opens any of them as one slide."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, level in enumerate(slide.levels):
        file = _level(slide, level, number, patient)
        file.save_as(folder / f"level-{number}.dcm", enforce_file_format=True)


def _level(slide: PhantomSlide, level: SlideLevel, number: int, patient: PhantomPatient) -> FileDataset:
    file = new_file(VLWholeSlideMicroscopyImageStorage, uid(patient, "wsi", "level", number), JPEGBaseline8Bit)
    day = patient.clinical.biopsy_date or date(2021, 1, 1)
    describe_patient(file, patient, "Liver biopsy", day)
    _describe_series(file, patient, day)
    _describe_matrix(file, level, number, slide.levels[0])
    _describe_pixels(file, level)
    _describe_specimen(file, patient)
    _describe_optics(file)
    file.PixelData = encapsulate(list(level.tiles), has_bot=True)
    file["PixelData"].VR = "OB"
    return file


def _describe_series(file: FileDataset, patient: PhantomPatient, day: date) -> None:
    file.Modality, file.SeriesInstanceUID, file.SeriesNumber = "SM", uid(patient, "wsi", "series"), 1
    for name in ("Series", "Content"):
        setattr(file, f"{name}Date", f"{day:%Y%m%d}")
        setattr(file, f"{name}Time", TIME)
    file.AcquisitionDateTime = f"{day:%Y%m%d}{TIME}"
    file.FrameOfReferenceUID = uid(patient, "wsi", "frame of reference")
    file.PositionReferenceIndicator = "SLIDE_CORNER"
    file.Manufacturer, file.ManufacturerModelName = "Synthetic", "Phantom scanner"
    file.DeviceSerialNumber, file.SoftwareVersions = "0", "phantom"
    file.AcquisitionContextSequence = Sequence([])


def _describe_matrix(file: FileDataset, level: SlideLevel, number: int, finest: SlideLevel) -> None:
    """Whole Slide Microscopy Image and Multi-frame modules (PS3.3 C.8.12.4, C.7.6.16)."""
    derived = ["DERIVED", "PRIMARY", "VOLUME", "RESAMPLED"]
    file.ImageType = derived if number else ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"]
    file.InstanceNumber, file.VolumetricProperties, file.FocusMethod = number + 1, "VOLUME", "AUTO"
    file.ImagedVolumeWidth = finest.width_px * finest.um_per_px / 1000
    file.ImagedVolumeHeight = finest.height_px * finest.um_per_px / 1000
    file.ImagedVolumeDepth = SECTION_MM * 1000
    file.TotalPixelMatrixColumns, file.TotalPixelMatrixRows = level.width_px, level.height_px
    file.TotalPixelMatrixFocalPlanes, file.NumberOfOpticalPaths = 1, 1
    file.TotalPixelMatrixOriginSequence = [
        _dataset(XOffsetInSlideCoordinateSystem="20", YOffsetInSlideCoordinateSystem="40")
    ]
    file.ImageOrientationSlide = ["0", "-1", "0", "-1", "0", "0"]
    file.DimensionOrganizationType = "TILED_FULL"
    file.NumberOfFrames = len(level.tiles)
    file.SpecimenLabelInImage, file.ExtendedDepthOfField, file.BurnedInAnnotation = "NO", "NO", "NO"
    spacing = f"{level.um_per_px / 1000:.6g}"
    measures = _dataset(PixelSpacing=[spacing, spacing], SliceThickness=f"{SECTION_MM:.6g}")
    frame_type = _dataset(FrameType=file.ImageType)
    path = _dataset(OpticalPathIdentifier="1")
    file.SharedFunctionalGroupsSequence = [
        _dataset(
            PixelMeasuresSequence=[measures],
            WholeSlideMicroscopyImageFrameTypeSequence=[frame_type],
            OpticalPathIdentificationSequence=[path],
        )
    ]


def _describe_pixels(file: FileDataset, level: SlideLevel) -> None:
    file.SamplesPerPixel, file.PhotometricInterpretation, file.PlanarConfiguration = 3, "YBR_FULL_422", 0
    file.Rows, file.Columns = TILE_PX, TILE_PX
    file.BitsAllocated, file.BitsStored, file.HighBit, file.PixelRepresentation = 8, 8, 7, 0
    file.LossyImageCompression, file.LossyImageCompressionMethod = "01", "ISO_10918_1"
    raw = len(level.tiles) * TILE_PX * TILE_PX * 3
    file.LossyImageCompressionRatio = f"{raw / sum(map(len, level.tiles)):.2f}"


def _describe_specimen(file: FileDataset, patient: PhantomPatient) -> None:
    file.ContainerIdentifier, file.IssuerOfTheContainerIdentifierSequence = "PHANTOM-SLIDE-1", Sequence([])
    file.ContainerTypeCodeSequence = [_code("433466003", "SCT", "Microscope slide")]
    fixation = _dataset(ValueType="CODE", ConceptNameCodeSequence=[_code("430864009", "SCT", "Tissue Fixative")])
    fixation.ConceptCodeSequence = [_code("431510009", "SCT", "Formalin")]
    staining = _dataset(ValueType="CODE", ConceptNameCodeSequence=[_code("424361007", "SCT", "Using substance")])
    staining.ConceptCodeSequence = [_code("12710003", "SCT", "hematoxylin stain")]
    file.SpecimenDescriptionSequence = [
        _dataset(
            SpecimenIdentifier="PHANTOM-CORE-1",
            SpecimenUID=uid(patient, "specimen"),
            IssuerOfTheSpecimenIdentifierSequence=Sequence([]),
            SpecimenPreparationSequence=[
                _dataset(SpecimenPreparationStepContentItemSequence=[step]) for step in (fixation, staining)
            ],
            PrimaryAnatomicStructureSequence=[_code("10200004", "SCT", "Liver")],
        )
    ]


def _describe_optics(file: FileDataset) -> None:
    file.OpticalPathSequence = [
        _dataset(
            OpticalPathIdentifier="1",
            IlluminationTypeCodeSequence=[_code("111744", "DCM", "Brightfield illumination")],
            IlluminationColorCodeSequence=[_code("371251000", "SCT", "White color")],
            ObjectiveLensPower="40",
            ICCProfile=_srgb_profile(),
        )
    ]


def _srgb_profile() -> bytes:
    """An sRGB profile with its date of creation fixed (ICC.1, header bytes 24 to 35) and no profile id."""
    profile = bytearray(imagecodecs.cms_profile("srgb"))
    profile[24:36] = bytes.fromhex("07e70001000100000000 0000")
    profile[84:100] = bytes(16)
    return bytes(profile) + b"\0" * (len(profile) % 2)


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    return _dataset(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)


def _dataset(**elements: object) -> Dataset:
    made = Dataset()
    for name, value in elements.items():
        setattr(made, name, value)
    return made
