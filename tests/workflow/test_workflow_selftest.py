"""The check of the installation: each section passes here, and fails when its thing is broken."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import platform
import shutil
import socket
from dataclasses import replace
from importlib.metadata import PathDistribution
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from selftest_ground import (
    FAILED,
    NOT_APPLICABLE,
    PASSED,
    InThisProcess,
    a_ground,
    copied_assets,
    failed,
    npz,
    ran,
    rewritten,
    stored,
)

from hccdesk import resources
from hccdesk.ct.header_reader import read_header
from hccdesk.ct.pixel_element import DECODER_OF, UNCOMPRESSED
from hccdesk.domain.agreement import at_full_precision, at_reduced_precision
from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.errors import Cancelled, StoreError
from hccdesk.domain.manifest import ModelKind
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.inference.every_device import DeviceStanding, every_device
from hccdesk.phantom.codec_files import write_codec_files
from hccdesk.phantom.codec_pictures import CT_FILES, SLIDE_FILES
from hccdesk.report import fonts
from hccdesk.sandbox.worker import Sandbox
from hccdesk.store.bundle_trust import trust_of
from hccdesk.store.library import SqliteLibrary
from hccdesk.workflow import selftest_models, selftest_sandbox, selftest_store
from hccdesk.workflow.installed_models import bundle_folders, read_all
from hccdesk.workflow.record_selftest import record_selftest, selftest_event
from hccdesk.workflow.selftest import SelftestRequest, selftest
from hccdesk.workflow.selftest_codecs import CODECS_FOLDER, codec_checks
from hccdesk.workflow.selftest_devices import device_checks
from hccdesk.workflow.selftest_files import file_checks
from hccdesk.workflow.selftest_fonts import font_checks
from hccdesk.workflow.selftest_models import model_checks
from hccdesk.workflow.selftest_network import begin_watching, network_checks
from hccdesk.workflow.selftest_sandbox import sandbox_checks
from hccdesk.workflow.selftest_store import store_checks
from hccdesk.workflow.shipped_files import LIST_NAME, shipped_files
from hccdesk.workflow.workbench import open_workbench

NOW = "2026-11-22T05:00:00+00:00"


@pytest.fixture(scope="module")
def bench():
    with open_workbench(DeviceChoice.CPU) as made:
        yield replace(made, site_folder=None)


@pytest.fixture
def ground(bench, tmp_path):
    return a_ground(bench, tmp_path)


class TestFiles:
    def test_that_the_list_of_shipped_files_is_todays(self):
        """After a change of assets: `hccdesk selftest --write-list`."""
        assets = resources.assets_folder()
        assert json.loads((assets / LIST_NAME).read_text(encoding="utf-8")) == shipped_files(assets)

    def test_that_every_bundle_is_checked_and_passes(self, ground):
        checks = ran(file_checks, ground)
        bundles = [check for name, check in checks.items() if name.startswith("files of ")]
        assert len(bundles) >= 6
        assert {check.state for check in bundles} == {PASSED}
        assert checks["shipped models"].state is PASSED

    @pytest.mark.parametrize(
        ("spoil", "word"),
        [
            (
                lambda assets: (assets / "schemas" / "result.schema.json").unlink(),
                "missing: schemas/result.schema.json",
            ),
            (lambda assets: (assets / "theme" / "app.qss").write_text("QWidget { }"), "altered: theme/app.qss"),
            (lambda assets: (assets / "theme" / "more.qss").write_text(""), "not ours: theme/more.qss"),
        ],
        ids=["missing", "altered", "strange"],
    )
    def test_that_an_asset_that_is_missing_altered_or_strange_is_named(self, ground, tmp_path, spoil, word):
        assets = copied_assets(tmp_path)
        rewritten(assets / LIST_NAME, lambda listed: listed.update(shipped_files(assets)))
        assert "shipped files" not in failed(ran(file_checks, replace(ground, assets=assets)))
        spoil(assets)
        assert word in failed(ran(file_checks, replace(ground, assets=assets)))["shipped files"]

    def test_that_windows_line_ends_are_no_alteration(self, ground, tmp_path):
        assets = copied_assets(tmp_path)
        before = shipped_files(assets)
        sheet = assets / "theme" / "app.qss"
        sheet.write_bytes(sheet.read_bytes().replace(b"\n", b"\r\n"))
        assert shipped_files(assets) == before

    def test_that_a_schema_that_is_none_is_named(self, ground, tmp_path):
        assets = copied_assets(tmp_path)
        (assets / "schemas" / "cohort.schema.json").write_text("{", encoding="utf-8")
        assert "cohort.schema.json" in failed(ran(file_checks, replace(ground, assets=assets)))["schemas"]

    def test_that_code_that_was_altered_or_removed_after_installing_is_named(self, ground, tmp_path, monkeypatch):
        (tmp_path / "hccdesk").mkdir()
        (tmp_path / "hccdesk-1.0.dist-info").mkdir()
        listed = []
        for name in ("one", "two", "three"):
            (tmp_path / "hccdesk" / f"{name}.py").write_bytes(name.encode())
            digest = base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()).rstrip(b"=").decode()
            listed.append(f"hccdesk/{name}.py,sha256={digest},{len(name)}")
        (tmp_path / "hccdesk-1.0.dist-info" / "RECORD").write_text("\n".join(listed), encoding="utf-8")
        installed = PathDistribution(tmp_path / "hccdesk-1.0.dist-info")
        monkeypatch.setattr("hccdesk.workflow.selftest_files.program_distribution", lambda: installed)
        assert ran(file_checks, ground)["code of the program"].state is PASSED
        (tmp_path / "hccdesk" / "one.py").write_bytes(b"One")
        (tmp_path / "hccdesk" / "three.py").unlink()
        said = failed(ran(file_checks, ground))["code of the program"]
        assert said == f"missing or altered: {Path('hccdesk/one.py')}, {Path('hccdesk/three.py')}"

    def test_that_an_altered_and_a_missing_bundle_are_found(self, ground, tmp_path):
        models = tmp_path / "models"
        shutil.copytree(resources.models_folder(), models, ignore=shutil.ignore_patterns("ttp-*"))
        card = models / "haim-demo" / "MODEL_CARD.md"
        card.write_bytes(card.read_bytes() + b" ")
        found = failed(ran(file_checks, replace(ground, bench=replace(ground.bench, models_folder=models))))
        assert "ttp-nomogram-hcc-tace-seg" in found["shipped models"]
        assert "MODEL_CARD.md" in found["files of haim-demo"]
        assert set(found) == {"shipped models", "files of haim-demo", *({"shipped files"} & set(found))}


class TestCodecs:
    def test_that_every_encoding_gives_its_pixels(self, ground):
        checks = ran(codec_checks, ground, "codecs")
        assert failed(checks) == {}
        assert sum(check.state is PASSED for check in checks.values()) == len(CT_FILES) + len(SLIDE_FILES)

    def test_that_every_transfer_syntax_of_the_ct_reader_is_among_them(self):
        folder = resources.assets_folder() / CODECS_FOLDER
        there = {read_header(folder / file.name).layout.transfer_syntax for file in CT_FILES}
        assert there == UNCOMPRESSED | set(DECODER_OF)

    def test_that_the_shipped_files_are_what_is_written_today(self, tmp_path):
        """After a change of the pictures: `hccdesk selftest --write-reference`."""
        write_codec_files(tmp_path)
        shipped = resources.assets_folder() / CODECS_FOLDER
        assert {path.name for path in tmp_path.iterdir()} == {path.name for path in shipped.iterdir()}
        plain = [file.name for file in (*CT_FILES, *SLIDE_FILES) if file.largest_difference == 0]
        assert all(
            (tmp_path / name).read_bytes() == (shipped / name).read_bytes() for name in plain if "2000" not in name
        )

    def test_that_a_missing_decoder_fails_its_encodings_only(self, ground, monkeypatch):
        def no_decoder(syntax: str) -> object:
            raise NotImplementedError(syntax)

        monkeypatch.setattr("hccdesk.ct.frame_decoder.get_decoder", no_decoder)
        bench = replace(ground.bench, sandbox=InThisProcess())
        found = failed(ran(codec_checks, replace(ground, bench=bench), "codecs"))
        assert len(found) == len(DECODER_OF) - 1  # 12-bit JPEG has a decoder of its own
        assert "CT: explicit little endian" not in found
        assert "compressed pixels are damaged" in found["CT: JPEG-LS lossless"]

    def test_that_a_decoder_that_is_off_by_one_fails(self, ground, monkeypatch):
        whole = imagecodecs.jpeg8_decode
        monkeypatch.setattr(imagecodecs, "jpeg8_decode", lambda *args, **kwargs: whole(*args, **kwargs) + 40)
        bench = replace(ground.bench, sandbox=InThisProcess())
        found = failed(ran(codec_checks, replace(ground, bench=bench), "codecs"))
        assert "limit 12" in found["CT: JPEG extended, 12 bit"]

    def test_that_a_file_that_holds_another_picture_fails_by_its_figure(self, ground, tmp_path):
        assets = copied_assets(tmp_path)
        path = assets / CODECS_FOLDER / "ct-explicit-little.dcm"
        content = bytearray(path.read_bytes())
        content[-2] ^= 1
        path.write_bytes(content)
        found = failed(ran(codec_checks, replace(ground, assets=assets), "codecs"))
        assert found == {"CT: explicit little endian": "largest difference of a pixel 1 (limit 0)"}

    def test_that_a_missing_picture_is_named(self, ground, tmp_path):
        assets = copied_assets(tmp_path)
        (assets / CODECS_FOLDER / "slide-lzw.tif").unlink()
        assert set(failed(ran(codec_checks, replace(ground, assets=assets), "codecs"))) == {"tiled TIFF, LZW"}


class TestFonts:
    def test_that_both_languages_can_be_printed_here(self, ground):
        assert failed(ran(font_checks, ground, "fonts")) == {}

    def test_that_a_machine_without_a_chinese_font_fails_in_chinese_only(self, ground, monkeypatch):
        monkeypatch.setattr(fonts, "CJK_FONT_PLACES", ())
        fonts._font_set.cache_clear()
        try:
            found = failed(ran(font_checks, ground, "fonts"))
        finally:
            fonts._font_set.cache_clear()
        assert set(found) == {"Chinese characters", "a page in Chinese, read back"}
        assert "have no glyph" in found["Chinese characters"]
        assert "Install a TrueType font" in found["a page in Chinese, read back"]


class TestDevices:
    def test_that_the_cpu_is_there_and_others_say_why_not(self, ground):
        checks = ran(device_checks, ground, "devices")
        assert failed(checks) == {}
        assert checks["a device for patients"].state is PASSED
        for name, check in checks.items():
            if "GPU" in name and check.state is NOT_APPLICABLE:
                assert check.finding.text

    def test_that_a_device_that_computes_wrongly_fails(self, ground):
        wrong = every_device(DeviceChoice.AUTO, gpus=lambda: (WrongRuntime(),))
        found = failed(ran(device_checks, replace(ground, devices=wrong), "devices"))
        assert found == {"Wrong GPU": "it cannot be used: it computed wrongly"}

    def test_that_asking_for_a_gpu_that_is_not_there_fails(self, ground):
        bench = replace(ground.bench, device=DeviceChoice.GPU)
        none = every_device(DeviceChoice.GPU, gpus=lambda: ())
        found = failed(ran(device_checks, replace(ground, bench=bench, devices=none), "devices"))
        assert found == {"a device for patients": "no usable GPU was found"}


class WrongRuntime:
    name, provider, device, is_gpu = "Wrong 1.0", "Wrong", "Wrong GPU", True

    def is_installed(self) -> bool:
        return True

    def open(self, weights: bytes) -> WrongRuntime:
        return self

    def run(self, inputs: dict) -> dict:
        return {"y": next(iter(inputs.values())) * 3}


@pytest.fixture(scope="module")
def bundles():
    found, refused = read_all(bundle_folders(resources.models_folder(), None), trust_of(None))
    assert refused == ()
    return {bundle.manifest.model_id: bundle for bundle in found}


def with_expected(monkeypatch, bundles, name: str, **arrays: np.ndarray) -> None:
    """The bundle expects something else than it was shipped with."""
    altered = dict(bundles)
    content = {**bundles[name].content, "selftest/expected.npz": npz(**arrays)}
    altered[name] = replace(bundles[name], content=content)
    monkeypatch.setattr(selftest_models, "read_all", lambda folders, trust: (tuple(altered.values()), ()))


class TestModels:
    def test_that_every_bundle_passes_on_the_cpu(self, ground, bundles):
        checks = ran(model_checks, replace(ground, devices=every_device(DeviceChoice.CPU)[:1]), "models")
        assert failed(checks) == {}
        assert len(checks) == len(bundles)
        head = next(check for name, check in checks.items() if name.startswith("ct-response-demo on CPU"))
        assert "(limit 1e-04, relative)" in head.finding.text

    @pytest.mark.parametrize(("factor", "passes"), [(1 + 0.9e-4, True), (1 + 1.1e-4, False), (np.nan, False)])
    def test_that_full_precision_is_held_to_a_ten_thousandth(self, ground, bundles, monkeypatch, factor, passes):
        expected = stored(bundles["haim-demo"], "selftest/expected.npz")
        with_expected(
            monkeypatch, bundles, "haim-demo", probability=expected["probability"].astype(np.float64) * factor
        )
        found = failed(ran(model_checks, replace(ground, devices=every_device(DeviceChoice.CPU)[:1]), "models"))
        assert (not found) is passes
        if not passes:
            assert [name.split(" on ")[0] for name in found] == ["haim-demo"]

    @pytest.mark.parametrize(("moved", "passes"), [(0.0049, True), (0.0051, False)])
    def test_that_reduced_precision_is_held_to_five_thousandths(self, ground, bundles, monkeypatch, moved, passes):
        devices = [d for d in every_device(DeviceChoice.CPU) if d.precision == "bf16" and d.fault is None]
        if not devices:
            pytest.skip("this processor or OpenVINO has no reduced precision")
        exact = every_device(DeviceChoice.CPU)[0]
        given = replace(ground, devices=(exact, devices[0]))
        answer = devices[0].runtime.open(bundles["ct-response-demo"].weights)
        got = answer.run(stored(bundles["ct-response-demo"], "selftest/input.npz"))["probability"].astype(np.float64)
        expected = got + np.array([-moved, moved])
        with_expected(monkeypatch, bundles, "ct-response-demo", probability=expected)
        name = f"ct-response-demo on {devices[0].name.text}"
        check = ran(model_checks, given, "models", name)[name]
        assert (check.state is PASSED) is passes
        assert f"{moved:.4f}" in check.finding.text

    def test_that_a_class_that_flips_fails_however_little_it_moved(self):
        expected = np.array([0.4999, 0.6])
        assert at_reduced_precision(np.array([0.4998, 0.6]), expected, 0.5).passed
        flipped = at_reduced_precision(np.array([0.5001, 0.6]), expected, 0.5)
        assert flipped.flipped and flipped.difference < 0.001
        assert not flipped.passed

    def test_that_nan_and_another_shape_never_agree(self):
        one = np.ones(2)
        for got in (np.array([1.0, np.nan]), np.ones(3)):
            assert not at_full_precision(got, one).passed
            assert not at_reduced_precision(got, one, 0.5).passed

    def test_that_a_backbone_at_reduced_precision_is_judged_by_its_heads(self, ground, bundles, monkeypatch):
        devices = [d for d in every_device(DeviceChoice.CPU) if d.precision == "bf16" and d.fault is None]
        if not devices:
            pytest.skip("this processor or OpenVINO has no reduced precision")
        expected = stored(bundles["resnet50-backbone"], "selftest/expected.npz")
        other = {name: value * np.float32(0.5) for name, value in expected.items()}
        with_expected(monkeypatch, bundles, "resnet50-backbone", **other)
        given = replace(ground, devices=(every_device(DeviceChoice.CPU)[0], devices[0]))
        found = failed(ran(model_checks, given, "models"))
        assert any(
            name.startswith("resnet50-backbone on OpenVINO") and "moved by" in said for name, said in found.items()
        )

    def test_that_an_altered_nomogram_answer_fails(self, ground, bundles, monkeypatch):
        name = "pfs-nomogram-demo"
        expected = json.loads(bundles[name].content["selftest/expected.json"])
        expected[0]["probability"][0] += 1e-6
        content = {**bundles[name].content, "selftest/expected.json": json.dumps(expected).encode()}
        altered = {**bundles, name: replace(bundles[name], content=content)}
        monkeypatch.setattr(selftest_models, "read_all", lambda folders, trust: (tuple(altered.values()), ()))
        assert set(failed(ran(model_checks, replace(ground, devices=()), "models"))) == {name}

    def test_that_a_gpu_that_fails_is_not_replaced_by_the_cpu(self, ground, bundles):
        broken = DeviceStanding(BrokenGpu(), "f32", True, None)
        found = failed(ran(model_checks, replace(ground, devices=(broken,)), "models"))
        networks = [name for name, bundle in bundles.items() if bundle.manifest.kind is not ModelKind.SURVIVAL_NOMOGRAM]
        assert {name.split(" on ")[0] for name in found} == set(networks)

    def test_that_no_model_at_all_fails(self, ground, tmp_path):
        (tmp_path / "none").mkdir()
        empty = replace(ground, bench=replace(ground.bench, models_folder=tmp_path / "none"))
        assert failed(ran(model_checks, empty, "models")) == {"models": "no model is installed"}


class BrokenGpu(WrongRuntime):
    def open(self, weights: bytes) -> WrongRuntime:
        raise OSError("the driver is gone")


class TestSandbox:
    def test_that_every_hostile_file_costs_only_its_worker(self, ground):
        checks = ran(sandbox_checks, ground, "sandbox")
        assert failed(checks) == {}
        assert "damaged" in checks["a damaged file"].finding.text
        assert "256 MiB" in checks["a file that fills the memory"].finding.text

    def test_that_a_file_nothing_stops_fails(self, ground, monkeypatch):
        monkeypatch.setattr(selftest_sandbox, "crash", os.path.basename)
        assert failed(ran(sandbox_checks, ground, "sandbox")) == {
            "a file that crashes its decoder": "nothing stopped it",
        }

    def test_that_a_memory_cap_that_is_not_kept_fails(self, ground, monkeypatch):
        monkeypatch.setattr(selftest_sandbox, "_CAP", selftest_sandbox.Limits(memory_mib=16_384))
        assert "a file that fills the memory" in failed(ran(sandbox_checks, ground, "sandbox"))

    def test_that_damage_that_goes_unnoticed_fails(self, ground, monkeypatch):
        monkeypatch.setattr(selftest_sandbox, "read_known_ct", os.path.basename)
        assert "a damaged file" in failed(ran(sandbox_checks, ground, "sandbox"))


class LosingLibrary(SqliteLibrary):
    """Says that a case is saved, and gives another one back."""

    def load(self, case_id: str) -> CaseSnapshot:
        return replace(super().load(case_id), mismatch_reason="somebody else")


class FullLibrary(SqliteLibrary):
    def save(self, *args: object) -> object:
        raise StoreError("the disk is full.", what_to_do="Make room.")


class ForgetfulLibrary(SqliteLibrary):
    def record(self, event: AuditEvent) -> None:
        """Nothing is recorded."""


class TestStore:
    def test_that_a_scratch_library_keeps_backs_up_and_restores(self, ground):
        checks = ran(store_checks, ground, "store")
        assert failed(checks) == {}
        assert checks["your library"].state is NOT_APPLICABLE

    def test_that_nothing_is_left_in_the_site_folder(self, ground):
        before = sorted(resources.site_folder().rglob("*"))
        ran(store_checks, ground, "store")
        assert sorted(resources.site_folder().rglob("*")) == before

    @pytest.mark.parametrize(
        ("kind", "name", "word"),
        [
            (LosingLibrary, "a case, saved and read back", "not what was kept"),
            (FullLibrary, "a case, saved and read back", "the disk is full"),
            (ForgetfulLibrary, "the record of acts", ""),
        ],
    )
    def test_that_a_library_that_does_not_keep_fails(self, ground, tmp_path, kind, name, word):
        broken = replace(ground, library=lambda folder: kind(folder, tmp_path / "site"))
        assert word in failed(ran(store_checks, broken, "store", name))[name]

    def test_that_a_library_without_backups_does_not_pass_for_restored(self, ground, monkeypatch):
        monkeypatch.setattr("hccdesk.store.library_restoring.known_backups", lambda folder, key: [])
        assert "a damaged library, restored from its backup" in failed(ran(store_checks, ground, "store"))

    def test_that_the_users_own_library_is_only_looked_at(self, ground, own_library):
        before = {path: path.read_bytes() for path in own_library.iterdir() if path.is_file()}
        check = ran(store_checks, replace(ground, own_library=own_library), "store", "your library")["your library"]
        assert check.state is PASSED
        assert "cases: 1, every page whole" in check.finding.text
        after = {path: path.read_bytes() for path in own_library.iterdir() if path.is_file()}
        assert {path: after[path] for path in before} == before

    def test_that_a_library_that_is_open_can_be_looked_at(self, ground, own_library):
        library = SqliteLibrary(own_library, resources.site_folder())
        library.open()
        try:
            check = ran(store_checks, replace(ground, own_library=own_library), "store", "your library")["your library"]
            library.record(AuditEvent(AuditAction.SELFTEST_RUN))
        finally:
            library.close()
        assert check.state is PASSED

    def test_that_damage_to_the_users_own_library_is_found(self, ground, own_library):
        with (own_library / "library.sqlite").open("r+b") as file:
            file.seek(4096)
            file.write(b"\xa5" * 4096)
        assert "your library" in failed(
            ran(store_checks, replace(ground, own_library=own_library), "store", "your library")
        )

    def test_that_an_encrypted_library_is_left_to_its_opening(self, ground, own_library):
        library = SqliteLibrary(own_library, resources.site_folder())
        library.open()
        library.set_passphrase("correct horse battery staple")
        library.close()
        check = ran(store_checks, replace(ground, own_library=own_library), "store", "your library")["your library"]
        assert check.state is NOT_APPLICABLE
        assert "encrypted" in check.finding.text


@pytest.fixture
def own_library(tmp_path) -> Path:
    library = SqliteLibrary(tmp_path / "own", resources.site_folder())
    library.open()
    library.save("0" * 32, selftest_store._snapshot(), selftest_store.datetime.fromisoformat(NOW))
    library.close()
    return tmp_path / "own"


class TestNetwork:
    def test_that_silence_passes(self, ground):
        watched = begin_watching(ground.bench.sandbox)
        checks = ran(lambda given: network_checks(watched, given), ground, "network")
        assert failed(checks) == {}

    @pytest.mark.network
    def test_that_an_internet_socket_is_counted(self, ground):
        watched = begin_watching(ground.bench.sandbox)
        socket.socket(socket.AF_INET).close()
        found = failed(ran(lambda given: network_checks(watched, given), ground, "network"))
        assert found == {"the program": "internet sockets opened by Python code during this check: 1 (limit 0)"}

    @pytest.mark.network
    def test_that_one_opened_by_the_worker_is_counted(self, ground):
        with Sandbox() as sandbox:
            watched = begin_watching(sandbox)
            sandbox.call(open_a_socket)
            given = replace(ground, bench=replace(ground.bench, sandbox=sandbox))
            found = failed(ran(lambda given: network_checks(watched, given), given, "network"))
        assert set(found) == {"the process that reads files"}

    def test_that_a_library_that_was_not_told_to_report_nothing_is_found(self, ground, monkeypatch):
        watched = begin_watching(ground.bench.sandbox)
        monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
        found = failed(ran(lambda given: network_checks(watched, given), ground, "network"))
        assert set(found) == {"reports of the network runtimes to their makers"}

    def test_that_a_worker_that_was_replaced_does_not_pass_for_watched(self, ground):
        watched = replace(begin_watching(ground.bench.sandbox), worker_pid=-1)
        found = failed(ran(lambda given: network_checks(watched, given), ground, "network"))
        assert "was not watched" in found["the process that reads files"]


def open_a_socket() -> None:
    socket.socket(socket.AF_INET).close()


class TestWhole:
    def test_that_a_quick_check_runs_every_section_but_the_reference_case(self, monkeypatch):
        monkeypatch.setattr("hccdesk.workflow.selftest.every_device", lambda choice: every_device(choice)[:1])
        told: list[str] = []
        report = selftest(SelftestRequest(DeviceChoice.CPU, quick=True), None, lambda key, check: told.append(key))
        assert [section.key for section in report.sections] == list(dict.fromkeys(told))
        assert [section.key for section in report.sections] == [
            "files", "codecs", "fonts", "devices", "models", "sandbox", "store", "network",
        ]  # fmt: skip
        assert {s.key for s in report.sections if s.state is FAILED} <= {"files"}  # assets that are being worked on
        assert report.quick and report.at.utcoffset().total_seconds() == 0
        assert platform.node() not in repr(report.machine)

    def test_that_it_can_be_stopped_within_a_section(self):
        class Stop:
            def step(self, done: int, total: int, label: str) -> None:
                if label == "Image decoders" and done == 2:
                    raise Cancelled

        with pytest.raises(Cancelled):
            selftest(SelftestRequest(DeviceChoice.CPU, quick=True), Stop())

    def test_that_it_is_recorded_where_there_is_a_library(self, own_library, a_report):
        assert record_selftest(a_report, own_library) is None
        library = SqliteLibrary(own_library, resources.site_folder())
        library.open()
        rows = library.audit_rows()
        library.close()
        kept = [row.event for row in rows if row.event.action is AuditAction.SELFTEST_RUN]
        assert kept == [selftest_event(a_report)]
        assert kept[0].detail.startswith("1 passed, 0 failed")

    def test_that_no_library_is_made_only_to_record_it(self, tmp_path, a_report):
        assert record_selftest(a_report, tmp_path / "none") is None
        assert not (tmp_path / "none").exists()

    def test_that_a_library_that_cannot_be_opened_is_told(self, own_library, a_report):
        library = SqliteLibrary(own_library, resources.site_folder())
        library.open()
        library.set_passphrase("correct horse battery staple")
        library.close()
        told = record_selftest(a_report, own_library)
        assert told is not None and "was not recorded" in told.text


@pytest.fixture
def a_report():
    from selftest_report_builder import a_selftest_report  # noqa: PLC0415

    return a_selftest_report()
