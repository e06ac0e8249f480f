"""A bundle that cannot be trusted costs only itself; installing and removing the site's own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from statistics_builder import a_validation

from hccdesk import resources
from hccdesk.domain.case import Case
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.errors import InputError, ModelBundleError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.problem import Severity
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import NotComputed, SurvivalFinding
from hccdesk.store.bundle_signature import SIGNATURE_NAME, signer
from hccdesk.store.bundle_trust import Trust
from hccdesk.store.model_bundles import read_bundle, write_bundle
from hccdesk.store.validation_file import validation_bytes
from hccdesk.store.workstation_key import workstation_signer
from hccdesk.workflow.analyse_case import analyse_case
from hccdesk.workflow.check_models import check_models
from hccdesk.workflow.install_model import install_model, remove_model
from hccdesk.workflow.installed_models import installed_models, read_all
from hccdesk.workflow.name_models import name_models
from hccdesk.workflow.workbench import Workbench

MODELS = resources.models_folder()
NOMOGRAMS = ["os-nomogram-sysucc", "pfs-clinical-demo", "pfs-nomogram-demo", "ttp-nomogram-hcc-tace-seg"]
RECORD = ClinicalRecord(
    afp_ng_per_ml=10.0, vp=PortalVeinInvasion.NONE, largest_tumour_diameter_mm=80.0, encapsulated=True, diffuse=False
)
CASE = Case(Regimen.TACE_HAIC_PD1_TKI, RECORD, None, None, (), ())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    shutil.copytree(MODELS, tmp_path / "models")
    return tmp_path / "models"


def a_copy(shipped: str, folder: Path, sign=None, **changes) -> Path:
    bundle = read_bundle(MODELS / shipped)
    own = {name: data for name, data in bundle.content.items() if name != bundle.manifest.validation}
    content = own | changes.pop("more", {})  # another name's validation report would not count
    manifest = replace(bundle.manifest, **{"model_id": "ours", "validation": None, **changes})
    write_bundle(manifest, content, folder / manifest.model_id, sign)
    return folder / manifest.model_id


def a_bench(models: Path, site: Path | None = None) -> Workbench:
    return Workbench(None, DeviceChoice.CPU, models, lambda: datetime(2026, 1, 2, tzinfo=UTC), site)


def a_report() -> dict[str, bytes]:
    return {"validation.json": validation_bytes(a_validation(model_id="ours"))}


def test_that_damage_to_one_model_leaves_the_others_at_work(models: Path) -> None:
    (models / "haim-demo" / "haim.onnx").write_bytes(b"damaged")
    installed = installed_models(models)
    assert installed.haim is None
    assert installed.ct_response is not None
    assert [bundle.manifest.model_id for bundle in installed.survival] == NOMOGRAMS
    (refused,) = installed.refused
    assert refused.name == "haim-demo"
    assert "altered" in refused.fault.what
    finding = analyse_case(CASE, a_bench(models)).slide_response
    assert finding.reason.text == "no slide response model is installed; not used: haim-demo"


@pytest.mark.control("RISK-18-c")
def test_that_the_result_says_which_model_was_not_used_and_why(models: Path, site: Path) -> None:
    a_copy("pfs-nomogram-demo", site / "models", signer(Ed25519PrivateKey.generate()))
    result = analyse_case(CASE, a_bench(models, site))
    (told,) = [problem for problem in result.problems if problem.where == "model ours"]
    assert told.severity is Severity.WARNING
    assert "nobody here has named" in told.what.text
    assert "hccdesk models trust" in told.what_to_do.text
    assert {model_id for model_id, _ in result.survival} == set(NOMOGRAMS)
    assert isinstance(dict(result.survival)["pfs-nomogram-demo"], SurvivalFinding | NotComputed)


def test_that_a_head_without_its_backbone_says_so_and_nothing_else_stops(models: Path) -> None:
    (models / "resnet50-backbone" / "resnet50.onnx").write_bytes(b"damaged")
    installed = installed_models(models)
    with pytest.raises(ModelBundleError, match="needs a backbone that is not installed"):
        installed.backbone_of(installed.ct_response)
    assert [refused.name for refused in installed.refused] == ["resnet50-backbone"]


def test_that_a_site_s_own_model_speaks_in_place_of_the_demonstration(models: Path, site: Path) -> None:
    kind = {"cohort_kind": CohortKind.SITE, "validation": "validation.json", "more": a_report()}
    a_copy("ct-response-demo", site / "models", workstation_signer(site), **kind)
    installed = installed_models(models, site)
    assert installed.ct_response.manifest.model_id == "ours"
    assert [bundle.manifest.model_id for bundle in installed.silent] == ["ct-response-demo"]
    assert "ours" in [manifest.model_id for manifest in name_models(a_bench(models, site)).used]
    assert installed_models(models).ct_response.manifest.model_id == "ct-response-demo"


def test_that_of_two_models_with_one_name_the_shipped_one_counts(models: Path, site: Path) -> None:
    a_copy("pfs-nomogram-demo", site / "models", workstation_signer(site), model_id="pfs-nomogram-demo", version="9")
    installed = installed_models(models, site)
    assert [bundle.manifest.version for bundle in installed.survival] == ["1.0.0"] * len(NOMOGRAMS)
    assert "under the same name" in installed.refused[0].fault.what


def test_that_no_model_at_all_is_an_error_and_only_refused_ones_are_not(tmp_path: Path) -> None:
    with pytest.raises(ModelBundleError, match="no model is installed"):
        installed_models(tmp_path)
    a_copy("pfs-nomogram-demo", tmp_path)
    assert installed_models(tmp_path).all == ()
    assert len(installed_models(tmp_path).refused) == 1
    assert analyse_case(CASE, a_bench(tmp_path)).scores


def test_that_without_any_trust_nothing_is_read() -> None:
    bundles, refused = read_all([MODELS / "pfs-nomogram-demo"], Trust())
    assert bundles == ()
    assert len(refused) == 1


def test_that_a_bundle_is_installed_with_its_signature_and_removed(models: Path, tmp_path: Path, site: Path) -> None:
    folder = a_copy("pfs-nomogram-demo", tmp_path / "made", workstation_signer(site))
    assert install_model(folder, models, site, DeviceChoice.CPU).grounds.text == "signed on this workstation"
    assert (site / "models" / "ours" / SIGNATURE_NAME).read_bytes() == (folder / SIGNATURE_NAME).read_bytes()
    assert [b.manifest.model_id for b in installed_models(models, site).survival] == [*NOMOGRAMS, "ours"]
    with pytest.raises(ModelBundleError, match="installed already"):
        install_model(folder, models, site, DeviceChoice.CPU)
    remove_model("ours", site)
    assert [path.name for path in (site / "models").iterdir()] == []


@pytest.mark.parametrize("change", ["unsigned", "altered", "wrong answers"])
def test_that_a_bundle_that_is_not_what_it_says_is_not_installed(
    models: Path, tmp_path: Path, site: Path, change: str
) -> None:
    sign = None if change == "unsigned" else workstation_signer(site)
    wrong = {"selftest/expected.json": b"[]"} if change == "wrong answers" else {}
    folder = a_copy("pfs-nomogram-demo", tmp_path / "made", sign, more=wrong)
    if change == "altered":
        (folder / "nomogram.json").write_bytes(b"{}")
    why = {"unsigned": "nor signed", "altered": "was altered", "wrong answers": "its own test does not fit"}[change]
    with pytest.raises(ModelBundleError, match=why):
        install_model(folder, models, site, DeviceChoice.CPU)
    assert not (site / "models").exists()


def test_that_a_head_is_not_installed_without_its_backbone(models: Path, tmp_path: Path, site: Path) -> None:
    shutil.rmtree(models / "resnet50-backbone")
    folder = a_copy("haim-demo", tmp_path / "made", workstation_signer(site))
    with pytest.raises(ModelBundleError, match="backbone it was trained on is not installed"):
        install_model(folder, models, site, DeviceChoice.CPU)


def test_that_a_bundle_that_changes_while_it_is_installed_is_not_left_there(
    models: Path, tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_copy("pfs-nomogram-demo", tmp_path / "made", workstation_signer(site))
    from hccdesk.workflow import install_model as module  # noqa: PLC0415

    checks = module.run_checks

    def swapped_meanwhile(*given):
        (folder / SIGNATURE_NAME).write_bytes(b"{}")
        return checks(*given)

    monkeypatch.setattr(module, "run_checks", swapped_meanwhile)
    with pytest.raises(ModelBundleError, match=r"signature\.json"):
        install_model(folder, models, site, DeviceChoice.CPU)
    assert not (site / "models" / "ours").exists()


@pytest.mark.parametrize("name", ["pfs-nomogram-demo", "..", "../models", "", "."])
def test_that_only_the_site_s_own_models_are_removed(site: Path, tmp_path: Path, name: str) -> None:
    a_copy("pfs-nomogram-demo", site / "models")
    with pytest.raises(InputError, match="no model of this site"):
        remove_model(name, site)
    assert (site / "models" / "ours").is_dir()


def test_that_the_check_lists_refused_bundles_beside_sound_ones(tmp_path: Path, site: Path) -> None:
    shutil.copytree(MODELS / "pfs-nomogram-demo", tmp_path / "models" / "pfs-nomogram-demo")
    a_copy("pfs-nomogram-demo", site / "models")
    checks = check_models(tmp_path / "models", DeviceChoice.CPU, site)
    assert {check.model_id for check in checks if not check.passed} == {"ours"}
    assert "shipped with hccdesk" in [check.finding.text for check in checks if check.model_id == "pfs-nomogram-demo"]
