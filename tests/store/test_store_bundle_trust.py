"""Whose bundles are used: shipped ones by their pins, others by a signature of a key that counts here."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from hccdesk import resources
from hccdesk.domain.errors import InputError, ModelBundleError, StoreError
from hccdesk.store.bundle_pins import pins_of, read_pins, write_pins
from hccdesk.store.bundle_signature import SIGNATURE_NAME, signer
from hccdesk.store.bundle_trust import read_trusted_bundle, trust_of
from hccdesk.store.key_files import key_id, private_pem, public_pem, read_private, read_public
from hccdesk.store.manifest_file import MANIFEST_NAME
from hccdesk.store.model_bundles import read_bundle, write_bundle
from hccdesk.store.trusted_keys import distrust_key, trust_key, trusted_keys
from hccdesk.store.workstation_key import own_public_key, signing_key, workstation_signer

SHIPPED = resources.models_folder() / "pfs-nomogram-demo"
posix_only = pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def a_bundle(folder: Path, sign=None, model_id: str = "our-nomogram") -> Path:
    shipped = read_bundle(SHIPPED)
    content = {name: data for name, data in shipped.content.items() if name != shipped.manifest.validation}
    write_bundle(replace(shipped.manifest, model_id=model_id, validation=None), content, folder / model_id, sign)
    return folder / model_id


def a_key_file(folder: Path, key: Ed25519PrivateKey, name: str = "theirs.pem") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(public_pem(key.public_key()))
    return folder / name


def private_bytes(site: Path) -> bytes:
    return signing_key(site).private_bytes_raw()


def test_that_the_pins_are_those_of_the_models_that_ship() -> None:
    assert read_pins() == pins_of(resources.models_folder())


def test_that_shipped_models_are_trusted_without_any_key() -> None:
    assert read_trusted_bundle(SHIPPED, trust_of(None)).grounds.text == "shipped with hccdesk"


def test_that_shipped_bundles_carry_no_signature_of_a_workstation(tmp_path: Path, site: Path) -> None:
    a_bundle(tmp_path / "models", workstation_signer(site))
    write_pins(tmp_path / "models", tmp_path / "pins.json")
    assert not list(tmp_path.rglob(SIGNATURE_NAME))
    assert json.loads((tmp_path / "pins.json").read_text()) == pins_of(tmp_path / "models")
    assert not list(resources.models_folder().rglob(SIGNATURE_NAME))


def test_that_a_model_trained_here_is_trusted_here_and_nowhere_else(tmp_path: Path, site: Path) -> None:
    folder = a_bundle(tmp_path, workstation_signer(site))
    assert read_trusted_bundle(folder, trust_of(site)).grounds.text == "signed on this workstation"
    with pytest.raises(ModelBundleError, match=f"nobody here has named .*{key_id(own_public_key(site))}"):
        read_trusted_bundle(folder, trust_of(tmp_path / "another workstation"))


@pytest.mark.bad("BAD-070")
def test_that_a_bundle_that_nobody_signed_is_refused(tmp_path: Path, site: Path) -> None:
    signing_key(site)
    with pytest.raises(ModelBundleError, match="neither shipped with hccdesk nor signed"):
        read_trusted_bundle(a_bundle(tmp_path), trust_of(site))


@pytest.mark.bad("BAD-070")
def test_that_a_model_under_a_shipped_ones_name_is_refused(tmp_path: Path, site: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "copy")
    path = tmp_path / "copy" / MANIFEST_NAME
    document = json.loads(path.read_text(encoding="utf-8"))
    document["model"]["known_limits"] = []
    path.write_text(json.dumps(document))
    with pytest.raises(ModelBundleError, match="has the name of a model that hccdesk ships, and is not that one"):
        read_trusted_bundle(tmp_path / "copy", trust_of(site))


@pytest.mark.bad("BAD-070")
def test_that_a_shipped_model_whose_weights_were_altered_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "copy")
    with (tmp_path / "copy" / "nomogram.json").open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelBundleError, match="damaged or was altered"):
        read_trusted_bundle(tmp_path / "copy", trust_of(None))


def test_that_a_key_the_user_named_is_trusted_until_it_is_not(tmp_path: Path, site: Path) -> None:
    key = Ed25519PrivateKey.generate()
    folder = a_bundle(tmp_path, signer(key))
    trusted = trust_key(site, a_key_file(tmp_path / "mail", key), "Other hospital")
    assert read_trusted_bundle(folder, trust_of(site)).grounds.text == (
        f"signed by Other hospital (key {key_id(key.public_key())})"
    )
    distrust_key(site, trusted.key_id[:8])
    with pytest.raises(ModelBundleError, match="nobody here has named"):
        read_trusted_bundle(folder, trust_of(site))


@pytest.mark.bad("BAD-070")
@pytest.mark.control("RISK-18-a")
def test_that_a_forged_signature_is_refused(tmp_path: Path, site: Path) -> None:
    folder = a_bundle(tmp_path, workstation_signer(site))
    document = json.loads((folder / SIGNATURE_NAME).read_text())
    stranger = json.loads(signer(Ed25519PrivateKey.generate())((folder / MANIFEST_NAME).read_bytes()))
    (folder / SIGNATURE_NAME).write_text(json.dumps({**document, "signature": stranger["signature"]}))
    with pytest.raises(ModelBundleError, match="does not fit its manifest"):
        read_trusted_bundle(folder, trust_of(site))


@pytest.mark.bad("BAD-070")
@pytest.mark.control("RISK-18-a")
def test_that_a_swapped_manifest_is_refused(tmp_path: Path, site: Path) -> None:
    sign = workstation_signer(site)
    one, other = a_bundle(tmp_path, sign, "one"), a_bundle(tmp_path, sign, "other")
    (one / MANIFEST_NAME).write_bytes((other / MANIFEST_NAME).read_bytes())
    with pytest.raises(ModelBundleError, match="does not fit its manifest"):
        read_trusted_bundle(one, trust_of(site))


@pytest.mark.bad("BAD-070")
@pytest.mark.control("RISK-18-a")
def test_that_nothing_of_an_untrusted_bundle_is_parsed(tmp_path: Path, site: Path) -> None:
    folder = a_bundle(tmp_path, signer(Ed25519PrivateKey.generate()))
    (folder / MANIFEST_NAME).write_bytes(b"\xff no JSON")
    with pytest.raises(ModelBundleError, match="nobody here has named"):
        read_trusted_bundle(folder, trust_of(site))


def test_that_a_key_put_under_anothers_id_is_no_help_to_a_forger(tmp_path: Path, site: Path) -> None:
    # The forger overwrites the file of a trusted key: its id is computed from what is in it, not from its name.
    theirs, forger = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    trusted = trust_key(site, a_key_file(tmp_path / "mail", theirs), "Other hospital")
    a_key_file(site / "keys" / "trusted", forger, f"{trusted.key_id}.pem")
    folder = a_bundle(tmp_path, signer(forger))
    document = json.loads((folder / SIGNATURE_NAME).read_text())
    (folder / SIGNATURE_NAME).write_text(json.dumps({**document, "key_id": trusted.key_id}))
    with pytest.raises(ModelBundleError, match="nobody here has named"):
        read_trusted_bundle(folder, trust_of(site))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"\xff",
        b"[" * 5000,
        b'{"format_version": 2}',
        json.dumps(
            {"format_version": 1, "algorithm": "none", "key_id": "0" * 32, "signature": "A" * 86 + "=="}
        ).encode(),
        json.dumps({"format_version": 1, "algorithm": "Ed25519", "key_id": "../../x", "signature": ""}).encode(),
    ],
)
def test_that_a_file_that_is_no_signature_is_refused(tmp_path: Path, site: Path, content: bytes) -> None:
    folder = a_bundle(tmp_path, workstation_signer(site))
    (folder / SIGNATURE_NAME).write_bytes(content)
    with pytest.raises(ModelBundleError, match=r"signature\.json"):
        read_trusted_bundle(folder, trust_of(site))


def test_that_a_linked_signature_is_refused(tmp_path: Path, site: Path) -> None:
    folder = a_bundle(tmp_path, workstation_signer(site))
    (folder / SIGNATURE_NAME).rename(tmp_path / "elsewhere")
    (folder / SIGNATURE_NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ModelBundleError, match="is a link"):
        read_trusted_bundle(folder, trust_of(site))


def test_that_a_bundle_cannot_list_its_signature_among_its_files(tmp_path: Path) -> None:
    shipped = read_bundle(SHIPPED)
    with pytest.raises(ModelBundleError, match="not a plain file name"):
        write_bundle(shipped.manifest, {**shipped.content, SIGNATURE_NAME: b"{}"}, tmp_path / "bundle")


@pytest.mark.control("RISK-51-a")
def test_that_the_key_is_made_once_and_for_this_account_alone(site: Path) -> None:
    first = signing_key(site)
    assert signing_key(site).private_bytes_raw() == first.private_bytes_raw()
    assert own_public_key(site) == first.public_key()
    if os.name == "posix":
        assert (site / "keys" / "signing-key.pem").stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in (site / "keys").iterdir()) == ["signing-key.pem", "signing-key.pub.pem"]


@posix_only
def test_that_keys_are_safe_from_others_whatever_the_umask(tmp_path: Path, site: Path) -> None:
    key = Ed25519PrivateKey.generate()
    before = os.umask(0)
    try:
        signing_key(site)
        trust_key(site, a_key_file(tmp_path / "mail", key).rename(tmp_path / "key.pem"), "Other hospital")
    finally:
        os.umask(before)
    for path in (site / "keys").rglob("*.pem"):
        assert path.stat().st_mode & 0o022 == 0
    assert trust_of(site).doubts == ()
    assert trust_of(site).key(key_id(key.public_key())).name == "Other hospital"


def test_that_looking_makes_no_key(site: Path) -> None:
    assert own_public_key(site) is None
    assert trust_of(site).own is None
    assert not site.exists()


@posix_only
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_that_a_private_key_that_others_may_read_signs_nothing(site: Path, mode: int) -> None:
    signing_key(site)
    (site / "keys" / "signing-key.pem").chmod(mode)
    with pytest.raises(StoreError, match="others than you"):
        signing_key(site)


def test_that_a_linked_private_key_signs_nothing(tmp_path: Path, site: Path) -> None:
    signing_key(site)
    (site / "keys" / "signing-key.pem").rename(tmp_path / "elsewhere.pem")
    (site / "keys" / "signing-key.pem").symlink_to(tmp_path / "elsewhere.pem")
    with pytest.raises(StoreError, match="is a link"):
        signing_key(site)


@posix_only
@pytest.mark.control("RISK-18-b")
def test_that_a_key_file_that_everybody_may_write_counts_for_nothing_and_costs_only_itself(
    tmp_path: Path, site: Path
) -> None:
    key, sound = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    trusted = trust_key(site, a_key_file(tmp_path / "mail", key), "Other hospital")
    trust_key(site, a_key_file(tmp_path / "mail", sound), "Third hospital")
    (site / "keys" / "trusted" / f"{trusted.key_id}.pem").chmod(0o666)
    with pytest.raises(ModelBundleError, match=r"a key here was left aside: .* everybody on this computer may change"):
        read_trusted_bundle(a_bundle(tmp_path, signer(key)), trust_of(site))
    assert read_trusted_bundle(a_bundle(tmp_path, signer(sound)), trust_of(site)).grounds
    assert read_trusted_bundle(SHIPPED, trust_of(site)).grounds


@posix_only
@pytest.mark.parametrize("folder", ["keys", "keys/trusted"])
@pytest.mark.control("RISK-18-b")
def test_that_no_key_counts_from_a_folder_that_everybody_may_write(tmp_path: Path, site: Path, folder: str) -> None:
    key = Ed25519PrivateKey.generate() if folder == "keys/trusted" else signing_key(site)
    trust_key(site, a_key_file(tmp_path / "mail", Ed25519PrivateKey.generate()), "Third hospital")
    if folder == "keys/trusted":
        trust_key(site, a_key_file(tmp_path / "mail", key), "Other hospital")
    (site / folder).chmod(0o777)
    with pytest.raises(ModelBundleError, match="everybody on this computer may put keys here"):
        read_trusted_bundle(a_bundle(tmp_path, signer(key)), trust_of(site))
    assert read_trusted_bundle(SHIPPED, trust_of(site)).grounds


@posix_only
@pytest.mark.control("RISK-18-b")
def test_that_no_key_counts_where_everybody_may_exchange_the_whole_folder(tmp_path: Path, site: Path) -> None:
    folder = a_bundle(tmp_path, workstation_signer(site))
    site.chmod(0o777)
    with pytest.raises(ModelBundleError, match="everybody on this computer may put keys here"):
        read_trusted_bundle(folder, trust_of(site))
    site.chmod(0o1777)  # as /tmp: each removes only what is theirs
    assert read_trusted_bundle(folder, trust_of(site)).grounds


@posix_only
def test_that_keys_that_cannot_be_read_do_not_pass_for_none(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_bundle(tmp_path, workstation_signer(site))
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may read everything
    with pytest.raises(ModelBundleError, match="may not read the keys here"):
        read_trusted_bundle(folder, trust_of(site))


@posix_only
def test_that_no_private_key_is_written_where_everybody_may_write(site: Path) -> None:
    (site / "keys").mkdir(parents=True)
    (site / "keys").chmod(0o777)
    with pytest.raises(StoreError, match="everybody on this computer"):
        signing_key(site)
    assert list((site / "keys").iterdir()) == []


def test_that_processes_that_start_together_make_one_key(site: Path) -> None:
    with ProcessPoolExecutor(4, get_context("spawn")) as pool:
        made = set(pool.map(private_bytes, [site] * 4))
    assert len(made) == 1
    assert own_public_key(site) == signing_key(site).public_key()


@pytest.mark.bad("BAD-070")
def test_that_a_signature_of_another_bundle_by_the_same_key_is_refused(tmp_path: Path, site: Path) -> None:
    sign = workstation_signer(site)
    one, other = a_bundle(tmp_path, sign, "one"), a_bundle(tmp_path, sign, "other")
    shutil.copyfile(other / SIGNATURE_NAME, one / SIGNATURE_NAME)
    with pytest.raises(ModelBundleError, match="does not fit its manifest"):
        read_trusted_bundle(one, trust_of(site))


def test_that_a_linked_key_is_not_named(tmp_path: Path, site: Path) -> None:
    path = a_key_file(tmp_path / "mail", Ed25519PrivateKey.generate())
    (tmp_path / "link.pem").symlink_to(path)
    with pytest.raises(StoreError, match="is a link"):
        trust_key(site, tmp_path / "link.pem", "Other hospital")


def test_that_a_private_key_or_one_of_another_kind_is_not_named(tmp_path: Path, site: Path) -> None:
    (tmp_path / "private.pem").write_bytes(private_pem(Ed25519PrivateKey.generate()))
    (tmp_path / "rsa.pem").write_bytes(public_pem(generate_private_key(65537, 2048).public_key()))  # type: ignore[arg-type]
    (tmp_path / "text.pem").write_text("no key")
    for name, why in (("private.pem", "private key"), ("rsa.pem", "not an Ed25519"), ("text.pem", "not an Ed25519")):
        with pytest.raises(StoreError, match=why):
            trust_key(site, tmp_path / name, "Other hospital")
    assert trusted_keys(site).keys == ()


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "two\nlines", "hidden\u202e"])
def test_that_a_key_needs_a_name_that_can_be_read(tmp_path: Path, site: Path, name: str) -> None:
    with pytest.raises(InputError, match="visible characters"):
        trust_key(site, a_key_file(tmp_path, Ed25519PrivateKey.generate()), name)


def test_that_a_key_named_again_gets_the_new_name(tmp_path: Path, site: Path) -> None:
    path = a_key_file(tmp_path, Ed25519PrivateKey.generate())
    for name in ("Old", "New"):
        trust_key(site, path, name)
    assert [key.name for key in trusted_keys(site).keys] == ["New"]


def test_that_a_key_is_taken_back_under_whatever_name_it_was_put_there(tmp_path: Path, site: Path) -> None:
    key = Ed25519PrivateKey.generate()
    trusted = trust_key(site, a_key_file(tmp_path, key), "Other hospital")
    a_key_file(site / "keys" / "trusted", key, "again.pem")
    distrust_key(site, trusted.key_id)
    assert list((site / "keys" / "trusted").iterdir()) == []


@pytest.mark.parametrize("wanted", ["", "0", "0000000", "f" * 32, "*"])
def test_that_a_key_that_is_not_named_cannot_be_taken_back(tmp_path: Path, site: Path, wanted: str) -> None:
    trust_key(site, a_key_file(tmp_path, Ed25519PrivateKey.generate()), "Other hospital")
    with pytest.raises(InputError, match="no trusted key"):
        distrust_key(site, wanted)


def test_that_keys_written_by_openssl_are_read(tmp_path: Path) -> None:
    # RFC 8410, section 10: the example keys, of one pair
    body = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
    (tmp_path / "public.pem").write_text(f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n")
    secret = "MC4CAQAwBQYDK2Vw" + "BCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC"
    kind = "PRIVATE " + "KEY"
    (tmp_path / "private.pem").write_text(f"-----BEGIN {kind}-----\n{secret}\n-----END {kind}-----\n")
    (tmp_path / "private.pem").chmod(0o600)
    assert read_private(tmp_path / "private.pem").public_key() == read_public(tmp_path / "public.pem")
