"""One picture shown by several communities is a finding, wherever their bundles lie."""

from pathlib import Path
from typing import Any, Final

import pytest
from archives import packed, written
from test_auditing import STANDARD, bundle_of, photo
from texts import Run, write

ONE, OTHER = photo("2026:03:01"), photo("2026:03:02")
LONGER: Final = ONE + b"\0"

CASES: Final = [
    ("the same, called otherwise", {"a": ONE}, {"b": ONE}, 1),
    ("as long, and another", {"a": ONE}, {"a": OTHER}, 0),
    ("longer", {"a": ONE}, {"a": LONGER}, 0),
    ("two of three", {"a": ONE, "b": OTHER, "c": LONGER}, {"x": OTHER, "y": ONE, "z": b"z"}, 2),
    ("none", {}, {}, 0),
]


def community(folder: Path, name: str, pictures: dict[str, bytes], *, is_packed: bool) -> Path:
    """A bundle of a community with these pictures."""
    pieces: list[dict[str, Any]] = [
        {"file": f"佐证/{file}.jpg", "for": ["1.2"]} for file in pictures
    ]
    text = bundle_of(pieces).replace('id = "x"', f'id = "{name}"').replace("示例", f"{name}社区")
    files = {f"佐证/{file}.jpg": content for file, content in pictures.items()}
    files["bundle.toml"] = text.encode()
    if is_packed:
        strings: Any = files
        return written(folder, packed(strings), f"{name}.zip")
    for file, content in files.items():
        (folder / name / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / name / file).write_bytes(content)
    return folder / name


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize(("first", "second", "number"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_pictures_of_another_community(
    first: dict[str, bytes],
    second: dict[str, bytes],
    number: int,
    tmp_path: Path,
    run: Run,
    *,
    is_packed: bool,
) -> None:
    standard = write(tmp_path, "s.toml", STANDARD)
    street = tmp_path / "街道"
    street.mkdir()
    community(street, "jia", first, is_packed=is_packed)
    second_one = community(street, "yi", second, is_packed=False)
    for command in (["check", street, "--standard", standard], ["batch", standard, street]):
        ran = run(*command)
        said = [line for line in ran.err.splitlines() if "[picture-of-another]" in line]
        assert (ran.status, len(said)) == (0, number)
        assert all(line.startswith(f"{second_one}/bundle.toml:") for line in said)
        assert all("jia社区（jia）的 E" in line for line in said)
    alone = run("check", second_one, "--standard", standard)
    assert "[picture-of-another]" not in alone.err


def test_of_one_community_they_are_its_own(tmp_path: Path, run: Run) -> None:
    """Two bundles of one community, of two years."""
    street = tmp_path / "街道"
    street.mkdir()
    standard = write(tmp_path, "s.toml", STANDARD)
    text = community(street, "jia", {"a": ONE}, is_packed=False) / "bundle.toml"
    community(street, "yi", {"a": ONE}, is_packed=False)
    (street / "yi" / "bundle.toml").write_bytes(text.read_bytes())
    ran = run("check", street, "--standard", standard)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"{street}: 2 个佐证包，无错误\n"


def test_a_folder_with_a_faulty_bundle(tmp_path: Path, run: Run) -> None:
    """Everything is said of every bundle, the pictures of the sound ones too."""
    street = tmp_path / "街道"
    street.mkdir()
    standard = write(tmp_path, "s.toml", STANDARD)
    for name in ("jia", "yi", "bing"):
        community(street, name, {"a": ONE}, is_packed=False)
    write(street / "yi", "bundle.toml", "a =")
    ran = run("check", street, "--standard", standard)
    assert ran.status == 1
    assert ran.err.count("[broken-toml]") == 1
    assert ran.err.count("[picture-of-another]") == 1
