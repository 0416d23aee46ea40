"""Sealed bundles and results: as they were, or every change is named."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest
from archives import PLACED, packed, written
from bagit import Bag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import BUNDLES, ROOT, STANDARD, Run, changed, standard_in, write

import civscore
from civscore.evidence.readers import USUAL
from civscore.reports.formats.json import render
from civscore.sealing import bags
from civscore.sealing.packing import contents, seal
from civscore.sealing.proving import verify_bag
from civscore.sealing.results import differences, read_result
from civscore.sealing.signing import Signer

FEW: Final = settings(
    deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
DAY: Final = date(2026, 7, 1)
DATED: Final = ("--date", "2026-07-01")
EXAMPLE: Final = ROOT / "fixtures" / "civilized-community" / "example-dabiao"

CODES: Final = frozenset(
    {
        *("cannot-be-sealed", "not-sealed", "sealed-changed", "sealed-missing", "sealed-added"),
        *("seal-broken", "signature-missing", "signature-wrong", "signature-of-another"),
        *("key-unreadable", "not-a-result", "result-standard", "result-file", "result-engine"),
        *("result-bundle", "sealed-repacked"),
        *("result-differs", "result-words"),
    }
)
"""What is said of bags and results; each is found below."""

PEM: Final = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
"""
PUBLIC: Final = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
"""The first of the test vectors of RFC 8032."""


def codes(said: str) -> list[str]:
    """The code of each line."""
    return [line.partition("[")[2].partition("]")[0] for line in said.splitlines()]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A bundle in a folder: a text, a piece, a file nobody lists, and clutter."""
    folder = tmp_path / "青山"
    (folder / "佐证").mkdir(parents=True)
    write(folder, "bundle.toml", PLACED)
    write(folder, "佐证/照片.txt", "照片")
    write(folder, "佐证/100%.txt", "没有登记")
    write(folder, ".DS_Store", "x")
    return folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A private key."""
    return write(tmp_path, "key.pem", PEM)


@pytest.fixture
def bag(source: Path, key: Path, run: Run) -> Path:
    """A signed bag of the bundle."""
    target = source.parent / "bag"
    assert run("seal", source, "-o", target, *DATED, "--key", key).status == 0
    return target


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    files = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}


# --- what a bag is --------------------------------------------------------------------------------


@pytest.mark.parametrize("fixture", BUNDLES[::9], ids=lambda file: file.parent.name)
def test_a_bag_is_a_bag(fixture: Path, tmp_path: Path, run: Run) -> None:
    """By the reference implementation, as a folder and unpacked from a zip."""
    assert run("seal", fixture.parent, "-o", tmp_path / "bag", *DATED).status == 0
    Bag(str(tmp_path / "bag")).validate()
    assert run("seal", fixture.parent, "-o", tmp_path / "bag.zip", *DATED).status == 0
    with ZipFile(tmp_path / "bag.zip") as archive:
        archive.extractall(tmp_path / "out")
    (top,) = (tmp_path / "out").iterdir()
    assert Bag(str(top)).is_valid()
    assert tree(top) == tree(tmp_path / "bag")
    ran = run("verify", tmp_path / "bag.zip")
    assert (ran.status, ran.err) == (0, "")


def test_what_is_in_a_bag(bag: Path, source: Path) -> None:
    found = tree(bag)
    own = {"bagit.txt", bags.INFO, bags.MANIFEST, bags.TAGS, bags.SIGNATURE}
    inside = {"data/bundle.toml", "data/佐证/照片.txt", "data/佐证/100%.txt"}
    assert found.keys() == own | inside
    assert all(found[name] == (source / name.removeprefix("data/")).read_bytes() for name in inside)
    assert found["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    info = found[bags.INFO].decode().splitlines()
    size = sum(len(found[name]) for name in inside)
    assert f"Payload-Oxum: {size}.3" in info
    assert {"Bagging-Date: 2026-07-01", f"Ed25519-Public-Key: {PUBLIC}"} <= set(info)
    assert b"100%25.txt" in found[bags.MANIFEST]  # RFC 8493, 2.1.3


def test_of_a_text_what_it_lists(source: Path, run: Run, tmp_path: Path) -> None:
    assert run("seal", source / "bundle.toml", "-o", tmp_path / "b", *DATED).status == 0
    assert {one for one in tree(tmp_path / "b") if one[:4] == "data"} == {
        "data/bundle.toml", "data/佐证/照片.txt",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["", ".zip"])
def test_the_same_bytes_again(kind: str, source: Path, key: Path, run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        options = (*DATED, "--key", key)
        assert run("seal", source, "-o", tmp_path / f"{name}{kind}", *options).status == 0
        for file in source.rglob("*"):
            os.utime(file, (10**9, 10**9))
    first, second = (tmp_path / f"{name}{kind}" for name in ("a", "b"))
    if kind:
        assert first.read_bytes() == second.read_bytes()
    else:
        assert tree(first) == tree(second)


def test_a_zip_sealed_is_the_folder_sealed(source: Path, run: Run, tmp_path: Path) -> None:
    members: Any = {f"青山/{name}": content for name, content in tree(source).items()}
    zipped = written(tmp_path, packed(members))
    for bundle, target in ((source, "a"), (zipped, "b"), (tmp_path / "a", "c")):
        assert run("seal", bundle, "-o", tmp_path / target, *DATED).status == 0
    assert tree(tmp_path / "a") == tree(tmp_path / "b") == tree(tmp_path / "c")


@pytest.mark.parametrize("kind", ["", ".zip"])
def test_a_bag_is_as_good_as_its_bundle(kind: str, source: Path, run: Run, tmp_path: Path) -> None:
    standard = write(tmp_path, "standard.toml", STANDARD)
    assert run("seal", source, "-o", tmp_path / f"b{kind}", *DATED).status == 0
    sealed = tmp_path / f"b{kind}"
    score = ("score", standard, "--format", "json")
    assert run(*score, sealed) == run(*score, source)
    assert run("check", sealed, "--standard", standard).status == 0
    shutil.rmtree(source)
    batch = run("batch", standard, tmp_path, "--as-of", "2026-06-30")
    assert (batch.status, len(batch.out.splitlines())) == (0, 2)


# --- what is refused ------------------------------------------------------------------------------


def test_where_a_bag_may_stand(source: Path, bag: Path, run: Run, tmp_path: Path) -> None:
    old = tree(bag)
    assert run("seal", source, "-o", bag).status == 2
    assert tree(bag) == old
    assert run("seal", source, "-o", bag, "--force", *DATED).status == 0
    assert tree(bag).keys() == old.keys() - {bags.SIGNATURE}
    folder = tmp_path / "mine"
    folder.mkdir()
    write(folder, "mine.txt", "mine")
    assert run("seal", source, "-o", folder, "--force").status == 2
    assert run("seal", source, "-o", source / "bag").status == 2
    assert run("seal", source, "-o", tmp_path / "none" / "bag").status == 1
    assert tree(folder) == {"mine.txt": b"mine"}
    assert {one.name for one in tmp_path.iterdir()} == {"bag", "key.pem", "mine", "青山"}


@pytest.mark.skipif(sys.platform == "win32", reason="names and links of POSIX")
@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "佐证" / "a").symlink_to("/etc/hostname"),
        lambda folder: (folder / "佐证" / "a").symlink_to("/etc"),
        lambda folder: os.mkfifo(folder / "佐证" / "a"),
        lambda folder: (folder / "佐证" / "照片.TXT").write_text("x"),
        lambda folder: (folder / "佐证" / "a\nb").write_text("x"),
        lambda folder: Path(os.fsdecode(bytes(folder / "佐证") + b"/\xff")).write_text("x"),
    ],
    ids=["link", "folder", "pipe", "same name", "line", "not unicode"],
)
def test_what_cannot_be_sealed(
    spoil: Callable[[Path], Any], source: Path, run: Run, tmp_path: Path
) -> None:
    spoil(source)
    ran = run("seal", source, "-o", tmp_path / "b")
    assert (ran.status, codes(ran.err)) == (1, ["cannot-be-sealed"])
    assert not (tmp_path / "b").exists()


def test_a_damaged_archive_is_not_sealed(source: Path, run: Run, tmp_path: Path) -> None:
    members: Any = {name: content + b"x" * 99 for name, content in tree(source).items()}
    content = bytearray(packed({**members, "bundle.toml": PLACED}))
    at = content.index("照片.txt".encode()) + len("照片.txt".encode()) + 3
    content[at] ^= 0xFF
    damaged = written(tmp_path, bytes(content))
    for target in ("b", "b.zip"):
        ran = run("seal", damaged, "-o", tmp_path / target)
        assert (ran.status, codes(ran.err)[-1]) == (1, "cannot-be-sealed")
        assert not (tmp_path / target).exists()


def test_what_is_no_bundle(source: Path, run: Run, tmp_path: Path) -> None:
    ran = run("seal", write(tmp_path, "standard.toml", STANDARD), "-o", tmp_path / "b")
    assert (ran.status, codes(ran.err)) == (1, ["neither-standard-nor-bundle"])
    write(source, "bundle.toml", changed(PLACED, "佐证/照片.txt", "../照片.txt"))
    ran = run("seal", source, "-o", tmp_path / "b")
    assert (ran.status, codes(ran.err)) == (1, ["path-outside"])
    write(source, "bundle.toml", changed(PLACED, "佐证/照片.txt", "佐证/图片.txt"))
    ran = run("seal", source, "-o", tmp_path / "b")
    assert (ran.status, codes(ran.err)) == (0, ["file-missing"])


@pytest.mark.parametrize("kind", ["none", "nonsense", "public", "rsa"])
def test_keys_that_are_none(kind: str, source: Path, run: Run, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

    public = ed25519.Ed25519PrivateKey.generate().public_key()
    other = rsa.generate_private_key(65537, 2048)
    plain = forms.NoEncryption()
    pem = {
        "nonsense": b"x",
        "public": public.public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo),
        "rsa": other.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, plain),
    }
    if kind in pem:
        write(tmp_path, "k.pem", pem[kind])
    ran = run("seal", source, "-o", tmp_path / "b", "--key", tmp_path / "k.pem")
    code = "not-found" if kind == "none" else "key-unreadable"
    assert (ran.status, codes(ran.err)) == (1, [code])
    assert not (tmp_path / "b").exists()


def test_without_the_library(
    source: Path, bag: Path, key: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    for command in (["seal", source, "-o", tmp_path / "b", "--key", key], ["verify", bag]):
        ran = run(*command)
        assert (ran.status, codes(ran.err)) == (1, ["needs-extra"])
        assert "civscore[sign]" in ran.err
    assert run("seal", source, "-o", tmp_path / "b").status == 0
    assert run("verify", tmp_path / "b").status == 0


# --- what is found --------------------------------------------------------------------------------


def spoilt(name: str, content: bytes | None = b"x") -> Callable[[Path], Any]:
    """Another content for a file, or none."""

    def spoil(bag: Path) -> None:
        if content is None:
            (bag / name).unlink()
        else:
            (bag / name).parent.mkdir(exist_ok=True)
            (bag / name).write_bytes(content)

    return spoil


FOUND: Final[list[tuple[Callable[[Path], Any], list[str]]]] = [
    (lambda _: None, []),
    (spoilt("data/佐证/照片.txt"), ["sealed-changed data/佐证/照片.txt"]),
    (spoilt("data/bundle.toml", PLACED.encode() + b"\n"), ["sealed-changed data/bundle.toml"]),
    (spoilt("data/佐证/照片.txt", None), ["sealed-missing data/佐证/照片.txt"]),
    (spoilt("data/佐证/b.txt"), ["sealed-added data/佐证/b.txt"]),
    (spoilt("佐证/b.txt"), ["sealed-added 佐证/b.txt"]),
    (spoilt("b.txt"), ["sealed-added b.txt"]),
    (spoilt("data/.DS_Store"), []),
    (spoilt("bag-info.txt", None), ["sealed-missing bag-info.txt", "signature-wrong"]),
    (spoilt("manifest-sha256.txt", b""), ["sealed-changed manifest-sha256.txt", *(
        f"sealed-added data/{one}" for one in ("bundle.toml", "佐证/100%.txt", "佐证/照片.txt")
    )]),
    (spoilt(bags.TAGS, b""), ["signature-wrong", *(f"sealed-added {n}" for n in bags.SIGNED)]),
    (spoilt(bags.SIGNATURE, None), ["signature-missing"]),
    (spoilt(bags.SIGNATURE, b"\xff"), ["signature-wrong"]),
    (spoilt(bags.SIGNATURE, b"00" * 64 + b"\n"), ["signature-wrong"]),
    (spoilt("bagit.txt", None), ["not-sealed"]),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "found"), FOUND)
def test_every_change_is_named(
    spoil: Callable[[Path], Any], found: list[str], bag: Path, run: Run
) -> None:
    assert run("verify", bag).status == 0
    spoil(bag)
    ran = run("verify", bag)
    assert ran.status == (1 if found else 0)
    assert sorted(codes(ran.err)) == sorted(one.partition(" ")[0] for one in found)
    assert all(f"“{one.partition(' ')[2]}”" in ran.err for one in found if " " in one)


def test_every_change_is_named_in_a_zip(bag: Path, run: Run, tmp_path: Path) -> None:
    files = tree(bag)
    files["data/佐证/照片.txt"] = b"x"
    del files["data/佐证/100%.txt"]
    members: Any = {f"b/{name}": content for name, content in files.items()}
    ran = run("verify", written(tmp_path, packed({**members, "b/data/c.txt": "x"})))
    assert ran.status == 1
    assert sorted(codes(ran.err)) == ["sealed-added", "sealed-changed", "sealed-missing"]
    ran = run("verify", written(tmp_path, packed({"bundle.toml": PLACED})))
    assert (ran.status, codes(ran.err)) == (1, ["not-sealed"])


def test_who_signed(bag: Path, source: Path, key: Path, run: Run, tmp_path: Path) -> None:
    ran = run("verify", bag, "--key", key)
    assert ran.status == 0
    assert PUBLIC in ran.out
    other = write(tmp_path, "other.pem", changed(PEM, "rn9g", "rn8g"))
    ran = run("verify", bag, "--key", other)
    assert (ran.status, codes(ran.err)) == (1, ["signature-of-another"])
    assert run("seal", source, "-o", tmp_path / "plain").status == 0
    ran = run("verify", tmp_path / "plain", "--key", key)
    assert (ran.status, codes(ran.err)) == (1, ["signature-missing"])
    (tmp_path / "plain" / bags.SIGNATURE).write_bytes((bag / bags.SIGNATURE).read_bytes())
    ran = run("verify", tmp_path / "plain")
    assert (ran.status, codes(ran.err)) == (1, ["signature-wrong"])


def test_what_is_not_sealed(source: Path, run: Run, tmp_path: Path) -> None:
    for path in (source, source / "bundle.toml"):
        ran = run("verify", path)
        assert (ran.status, codes(ran.err)) == (1, ["not-sealed"])
    assert codes(run("verify", tmp_path / "none").err) == ["not-found"]
    assert run("verify", source, "--bundle", source).status == 2


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A signed bag, and its files."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "b" / "佐证").mkdir(parents=True)
    write(folder / "b", "bundle.toml", PLACED)
    write(folder / "b", "佐证/照片.txt", "照片")
    from civscore.evidence.readers import open_bundle

    document = open_bundle(folder / "b")
    signer = Signer(str(write(folder, "key.pem", PEM)))
    seal(document, contents(document, is_whole=True), folder / "bag", DAY, signer)
    return folder / "bag", sorted(tree(folder / "bag"))


@FEW
@given(data=st.data())
def test_one_flipped_bit_anywhere_is_found(
    data: st.DataObject, whole: tuple[Path, list[str]]
) -> None:
    bag, names = whole
    file = bag / data.draw(st.sampled_from(names))
    content = file.read_bytes()
    bit = data.draw(st.integers(0, 8 * len(content) - 1))
    file.write_bytes(flipped(content, bit))
    try:
        with suppress(civscore.Faulty):
            assert verify_bag(bag, USUAL).found
    finally:
        file.write_bytes(content)
    assert not verify_bag(bag, USUAL).found


def flipped(content: bytes, bit: int) -> bytes:
    """The bytes with one bit turned over."""
    changed_ = bytearray(content)
    changed_[bit // 8] ^= 1 << bit % 8
    return bytes(changed_)


@FEW
@given(place=st.integers(0, 10**9))
def test_one_flipped_bit_of_a_zip_is_found(place: int, zipped: Path) -> None:
    """In a file, in the archive around it, in what no reader looks at."""
    content = zipped.read_bytes()
    zipped.write_bytes(flipped(content, place % (8 * len(content))))
    try:
        with suppress(civscore.Faulty):
            assert verify_bag(zipped, USUAL).found
    finally:
        zipped.write_bytes(content)
    assert not verify_bag(zipped, USUAL).found


@pytest.fixture(scope="module")
def zipped(whole: tuple[Path, list[str]]) -> Path:
    """The same bag as a zip, unsigned."""
    from civscore.evidence.readers import open_bundle

    document = open_bundle(whole[0].parent / "b")
    target = whole[0].parent / "bag.zip"
    seal(document, contents(document, is_whole=True), target, DAY)
    return target


def test_a_zip_packed_anew(bag: Path, run: Run, tmp_path: Path) -> None:
    """Its files are sound, which is said; as a folder there is nothing to be said."""
    members: Any = {f"b/{name}": content for name, content in tree(bag).items()}
    ran = run("verify", written(tmp_path, packed(members)))
    assert (ran.status, codes(ran.err)) == (1, ["sealed-repacked"])
    assert run("verify", bag).status == 0
    foreign = bag / "bag-info.txt"
    foreign.write_bytes(foreign.read_bytes().replace(b"Agent: civscore", b"Agent: other"))
    assert "sealed-repacked" not in run("verify", bag).err


@pytest.mark.parametrize("name", [bags.TAGS, bags.SIGNATURE, "bag-info.txt", "bagit.txt"])
def test_bits_of_every_byte_of_a_tag_file(name: str, whole: tuple[Path, list[str]]) -> None:
    bag, _ = whole
    content = (bag / name).read_bytes()
    try:
        for bit in range(0, 8 * len(content), 7):
            (bag / name).write_bytes(flipped(content, bit))
            assert verify_bag(bag, USUAL).found, bit
    finally:
        (bag / name).write_bytes(content)


# --- results --------------------------------------------------------------------------------------


@pytest.fixture
def judged(source: Path, run: Run, tmp_path: Path) -> Path:
    """A standard, a bundle, and its result, in a folder."""
    standard = write(tmp_path, "standard.toml", STANDARD)
    target = tmp_path / "r.json"
    ran = run("score", standard, source, "--format", "json", "-o", target)
    assert ran.status == 0
    return tmp_path


def verified(run: Run, folder: Path, *options: object) -> tuple[int, list[str], str]:
    """Status, codes and words of verifying the result."""
    ran = run("verify", folder / "r.json", "--standard", folder / "standard.toml", *options)
    return ran.status, sorted(set(codes(ran.err))), ran.err


def test_a_result_worked_out_again(judged: Path, source: Path, run: Run) -> None:
    assert verified(run, judged) == (0, [], "")
    assert verified(run, judged, "--bundle", source) == (0, [], "")
    assert run("seal", source, "-o", judged / "b.zip").status == 0
    assert verified(run, judged, "--bundle", judged / "b.zip") == (0, [], "")
    data = json.loads((judged / "r.json").read_text("utf-8"))
    assert [one["file"] for one in data["bundle"]["files"]] == ["bundle.toml", "佐证/照片.txt"]
    assert data["engine"] == {"name": "civscore", "version": civscore.__version__}


@pytest.mark.parametrize("options", [[], ["--lang", "en"], ["--set", "lectures=9"],
                                     ["--as-of", "2026-05-01"]], ids=" ".join)  # fmt: skip
def test_results_of_bundled_standards(options: list[str], run: Run, tmp_path: Path) -> None:
    """Whatever was asked for is in the result."""
    target = tmp_path / "r.json"
    score = ["score", "civilized-community", EXAMPLE, "--format", "json", "-o", target]
    assert run(*score, *options).status == 0
    ran = run("verify", target, "--bundle", EXAMPLE)
    assert (ran.status, ran.err) == (0, "")


def test_what_differs_is_said(judged: Path, source: Path, run: Run) -> None:
    write(source, "佐证/照片.txt", "别的")
    status, found, said = verified(run, judged, "--bundle", source)
    assert (status, found) == (1, ["result-file"])
    assert "“佐证/照片.txt”与评定时不同" in said
    (source / "佐证" / "照片.txt").unlink()
    _, found, said = verified(run, judged, "--bundle", source)
    assert "result-differs" in found
    assert "“佐证/照片.txt”现在没有了" in said
    write(source, "佐证/照片.txt", "照片")
    write(source, "bundle.toml", changed(PLACED, "lectures = 4", "lectures = 0"))
    _, _, said = verified(run, judged, "--bundle", source)
    assert "“bundle.toml”与评定时不同" in said
    assert re.search(r"条款 \d\.\d 已得：结果里是 .*，重算是 ", said)


def test_another_standard_engine_or_number(judged: Path, source: Path, run: Run) -> None:
    result = judged / "r.json"
    told = result.read_text("utf-8")
    write(judged, "standard.toml", STANDARD + "\n# 改过\n")
    assert verified(run, judged)[:2] == (1, ["result-standard"])
    write(judged, "standard.toml", STANDARD)
    result.write_text(
        changed(told, f'"version": "{civscore.__version__}"', '"version": "0.0.9"'), "utf-8"
    )
    assert verified(run, judged)[:2] == (1, ["result-engine"])
    data = json.loads(told)
    data["criteria"][0]["earned"], data["tier"] = "99", "标兵"
    result.write_text(
        json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8"
    )
    status, found, said = verified(run, judged)
    assert (status, found) == (1, ["result-differs"]), said
    assert f"条款 {data['criteria'][0]['id']} 已得：结果里是 99，重算是" in said
    assert "已达到等级：结果里是 标兵" in said
    result.write_text(told.replace("\n", ""), "utf-8")
    assert verified(run, judged)[:2] == (1, ["result-words"])
    (source / "bundle.toml").unlink()
    assert run("verify", result).status in {1, 2}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "1" * 5000, "[" * 10**5, '{"schema": "civscore.assessment/1"}', "\xff"]
)
def test_what_is_no_result(text: str, run: Run, tmp_path: Path) -> None:
    ran = run("verify", write(tmp_path, "r.json", text.encode("latin-1")))
    assert (ran.status, codes(ran.err)) == (1, ["not-a-result"])


@FEW
@given(data=st.data())
def test_one_flipped_bit_of_a_result_is_found(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from civscore.evidence.readers import open_bundle

    folder = tmp_path_factory.mktemp("result")
    plan = standard_in(folder)
    bundle = civscore.load_bundle(write(folder, "bundle.toml", PLACED), plan, digests=True)
    content = render(civscore.assess(plan, bundle)).encode()
    bit = data.draw(st.integers(0, 8 * len(content) - 1))
    file = write(folder, "r.json", flipped(content, bit))
    with suppress(civscore.Faulty):
        assert differences(read_result(file), plan, open_bundle(folder))
