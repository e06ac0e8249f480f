"""From a cohort table to a report: every bundle trained by the commands, killed and resumed, then used on a patient."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hccdesk import resources
from hccdesk.cli.main import command_line
from hccdesk.domain.manifest import CohortKind, ModelManifest
from hccdesk.domain.progress import NoProgress
from hccdesk.phantom.cohort import sample_cohort
from hccdesk.phantom.sample_case import clinical_json
from hccdesk.store.model_bundles import read_bundle
from hccdesk.store.validation_file import read_validation
from hccdesk.training import ct_settings, haim_settings
from hccdesk.training.backbone_bundle import BackbonePlace, make_backbone
from hccdesk.training.backbone_settings import BackboneSettings, Stage
from hccdesk.training.bar_progress import BarProgress
from hccdesk.training.commands import app
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort

pytestmark = pytest.mark.slow  # two to three minutes: synthetic patients, features, four trainings, an analysis

TINY_BACKBONE = BackboneSettings(
    formula_images=60,
    formula_side_px=32,
    phantom_patients=2,
    stages=(Stage(2, 32, 2),),
    statistics_batches=1,
    statistics_images_of_each=2,
    statistics_crop_px=64,
)
SEED, PATIENTS, OTHER_SEED, OTHERS = 771, 24, 772, 8


@dataclass(frozen=True, slots=True)
class Site:
    """A workstation with a cohort of its own, another hospital's, and a backbone."""

    root: Path
    table: Path
    other: Path

    @property
    def models(self) -> Path:
        return self.root / "models"

    def train(self, *words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--models", str(self.models), "--work", str(self.root / "work")])

    def bundle(self, model_id: str) -> ModelManifest:
        return read_bundle(self.models / model_id).manifest


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("hospital")
    table = make_phantom_cohort(root / "cohort", PATIENTS, SEED)
    other = make_phantom_cohort(root / "other", OTHERS, OTHER_SEED, external=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HCCDESK_SITE_FOLDER", str(root / "site"))
        patch.setattr(resources, "models_folder", lambda: root / "models")
        _small_pictures(patch)
        make_backbone(BackbonePlace(root / "models", root / "work", NoProgress()), TINY_BACKBONE)
        yield Site(root, table, other)


def _small_pictures(patch: pytest.MonkeyPatch) -> None:
    """The same tissue and tumours at a quarter of the resolution, and a narrow picture of the bag."""
    ct, haim = ct_settings.QUICK, haim_settings.QUICK
    small_ct = replace(ct, epochs=2, folds=3, members=2, spec=replace(ct.spec, side_px=64))
    coarse = replace(haim.spec, patch_px=128, um_per_px=1.0)
    small_haim = replace(haim, columns=32, taught_epochs=1, bags_at_once=4, rows=(8,), spec=coarse)
    patch.setitem(ct_settings.PRESETS, "quick", small_ct)
    patch.setitem(haim_settings.PRESETS, "quick", small_haim)


def done(result: Result) -> None:
    assert result.exit_code == 0, f"{result.output}\n{result.exception!r}"


@pytest.fixture(scope="module")
def ct(site: Site) -> ModelManifest:
    done(site.train("ct-response", str(site.table), "--id", "our-ct", "--preset", "quick", "--test", str(site.other)))
    return site.bundle("our-ct")


@pytest.fixture(scope="module")
def haim(site: Site) -> ModelManifest:
    done(site.train("haim", str(site.table), "--id", "our-haim", "--preset", "quick", "--steps", "4",
                    "--test", str(site.other)))  # fmt: skip
    return site.bundle("our-haim")


@pytest.fixture(scope="module")
def nomogram(site: Site, ct: ModelManifest) -> ModelManifest:
    work = site.root / "work"
    options = {
        "--id": "our-pfs",
        "--endpoint": "pfs",
        "--covariates": "afp_ge_400_ng_per_ml,response_probability",
        "--horizons": "12,18,24",
        "--question": "Progression-free survival",
        "--regimen": "tace-haic-pd1-tki",
        "--ct-bundle": str(site.models / "our-ct"),
        "--crossfit": str(work / "crossfit-our-ct.json"),
        "--penalty": "0.3",
        "--resamples": "100",
    }
    done(site.train("survival", str(site.table), *(word for pair in options.items() for word in pair)))
    return site.bundle("our-pfs")


def test_that_every_bundle_says_what_it_was_made_from(
    site: Site, ct: ModelManifest, haim: ModelManifest, nomogram: ModelManifest
) -> None:
    table_sha256 = hashlib.sha256(site.table.read_bytes()).hexdigest()
    for manifest in (ct, haim, nomogram):
        assert manifest.cohort_kind is CohortKind.PHANTOM
        assert manifest.validation == "validation.json"
        bundle = read_bundle(site.models / manifest.model_id)
        record = json.loads(bundle.content["training.json"])
        assert record["cohort_sha256"] == table_sha256
        assert len(record["patient_digests"]) == record["patients"] <= PATIENTS
        assert read_validation(bundle.content["validation.json"]).unit_of_analysis == "patient"
        assert not [name for name, content in bundle.content.items() if b"PHANTOM-P" in content]
    assert (ct.preset, haim.preset, nomogram.preset) == ("quick", "quick", "cox")


def test_that_a_haim_card_has_the_plain_models_and_the_truth_beside_it(site: Site, haim: ModelManifest) -> None:
    title = json.loads((site.other.parent / "cohort.json").read_text())["title"]
    for cohort in ("patients of the training table held out by patient", title):
        measured = " ".join(p.metric for p in haim.performance if p.cohort == cohort)
        for metric in ("AUC", "true probability", "mean-pool logistic model", "Objective response rate"):
            assert metric in measured
    report = read_validation(read_bundle(site.models / "our-haim").content["validation.json"])
    assert report.response is not None
    assert report.response.positive.startswith("no response")
    assert any("mean-pool" in comparison.name for comparison in report.comparisons)
    assert report.scored < PATIENTS


def test_that_a_killed_training_of_haim_resumes_to_the_same_bytes(
    site: Site, haim: ModelManifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("haim", str(site.table), "--id", "killed-haim", "--preset", "quick", "--steps", "4")

    def kill(bar: BarProgress, count: int, total: int, label: str) -> None:
        if label.startswith("HAIM") and count == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(BarProgress, "step", kill)
        assert site.train(*words).exit_code != 0
    assert not (site.models / "killed-haim").exists()
    assert (site.root / "work" / "killed-haim.checkpoint").exists()
    done(site.train(*words))
    killed = site.bundle("killed-haim")
    assert killed.files["haim.onnx"] == haim.files["haim.onnx"]
    assert killed.threshold == haim.threshold


def test_that_a_table_to_test_on_may_not_share_a_patient(site: Site) -> None:
    result = site.train("haim", str(site.table), "--id", "never", "--preset", "quick", "--test", str(site.table))
    assert result.exit_code != 0
    assert "both training and test" in f"{result.output}{result.exception}"
    assert not (site.models / "never").exists()


def test_that_the_bundles_speak_in_an_analysis(
    site: Site, ct: ModelManifest, haim: ModelManifest, nomogram: ModelManifest
) -> None:
    patient = sample_cohort(1, OTHER_SEED, external=True)[0]
    files, out = site.other.parent / "patients" / patient.patient_id, site.root / "out"
    (site.root / "clinical.json").write_bytes(clinical_json(patient.clinical))
    words = {
        "--regimen": "tace-haic-pd1-tki",
        "--ct": files / "ct",
        "--ct-roi": files / "ct_roi.nii.gz",
        "--slide": files / "slide.tiff",
        "--slide-roi": files / "slide_roi.geojson",
        "--clinical": site.root / "clinical.json",
        "--out": out,
    }
    asked = [str(word) for pair in words.items() for word in pair]
    result = CliRunner().invoke(command_line("analyse"), ["analyse", *asked])
    done(result)
    said = json.loads((out / "result.json").read_text())
    text = json.dumps(said)
    assert "our-ct" in text
    assert "haim" in text
    assert (out / "report.pdf").stat().st_size > 10_000
    assert os.environ["HCCDESK_SITE_FOLDER"].endswith("site")
