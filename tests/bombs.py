"""Files made to do harm, sound ones beside them, and a process that reads them within limits."""

import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout, suppress
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Self, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
from archives import GOOD, packed
from filling import sound_ledger
from pyarrow import parquet
from texts import BUNDLE, STANDARD, write

from civscore.standard.document import LARGEST_TEXT

HANG: Final = 10
"""Seconds of work that only what hangs comes to, however slow the machine: the slowest file takes
little over one. That none takes over two is measured by `benchmarks/hostile.py`; no test measures.
"""

MEGABYTES: Final = 300
DONE: Final = (0, 1, 2, 3)
_M: Final = 2**20
Made: TypeAlias = Callable[[], bytes]


class Worker:
    """A process that runs the command line in forks with limits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "target").mkdir()
        self.standard = write(folder, "standard.toml", STANDARD)
        command = [sys.executable, str(Path(__file__).parent / "confined.py"), *_LIBRARIES]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        assert self._answer() == "ready"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(timeout=10)

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def check(self, *arguments: object) -> dict[str, Any]:
        """Run a command; it has to end as any command does, within the limits."""
        assert self.process.stdin is not None
        order = {"argv": [str(one) for one in arguments], "folder": str(self.folder)}
        self.process.stdin.write(f"{json.dumps(order)}\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self._answer())
        assert found.get("status") in DONE, found
        assert found["seconds"] < HANG, found
        assert found["megabytes"] < MEGABYTES, found
        assert found["outside"] == [], found
        assert "Traceback" not in found["said"]
        return found

    def read(self, reader: str, content: bytes) -> dict[str, Any]:
        """Read a file with one of the readers."""
        return _READERS[reader](self, content)


_LIBRARIES: Final = (
    "pyarrow.parquet",
    "pyarrow.compute",
    "python_calamine",
    "xlsxwriter",
    "PIL.Image",
    "PIL.JpegImagePlugin",
)


# --- readers --------------------------------------------------------------------------------------


def of_bundle(name: str) -> Callable[[Worker, bytes], dict[str, Any]]:
    """A bundle in one of its forms."""
    return lambda worker, content: worker.check(
        "check", "--standard", worker.standard, write(worker.folder, name, content)
    )


def of_standard(worker: Worker, content: bytes) -> dict[str, Any]:
    """A standard."""
    return worker.check("check", write(worker.folder, "other.toml", content))


def of_table(name: str) -> Callable[[Worker, bytes], dict[str, Any]]:
    """A table of communities."""

    def judge(worker: Worker, content: bytes) -> dict[str, Any]:
        output = worker.folder / "target" / "r.csv"
        return worker.check(
            "batch", worker.standard, write(worker.folder, name, content), "-o", output
        )

    return judge


def of_picture(worker: Worker, content: bytes) -> dict[str, Any]:
    """A photograph among the evidence, looked into and made small."""
    folder = worker.folder / "pictures"
    folder.mkdir(exist_ok=True)
    write(folder, "1.jpg", content)
    write(folder, "bundle.toml", BUNDLE.replace('file = "bundle.toml"', 'file = "1.jpg"'))
    worker.check("check", "--standard", worker.standard, folder)
    page = worker.folder / "target" / "r.html"
    return worker.check("report", worker.standard, folder, "-o", page)


def of_bag(name: str) -> Callable[[Worker, bytes], dict[str, Any]]:
    """A sealed bundle with one of its texts replaced."""

    def verify(worker: Worker, content: bytes) -> dict[str, Any]:
        folder = worker.folder / "bag"
        for key, text in bag().items():
            (folder / key).parent.mkdir(parents=True, exist_ok=True)
            (folder / key).write_bytes(text)
        (folder / name).write_bytes(content)
        return worker.check("verify", folder)

    return verify


def of_result(worker: Worker, content: bytes) -> dict[str, Any]:
    """A result that is to be worked out again."""
    return worker.check("verify", write(worker.folder, "result.json", content))


def of_costs(worker: Worker, content: bytes) -> dict[str, Any]:
    """What things cost."""
    costs = write(worker.folder, "costs.toml", content)
    bundle = write(worker.folder, "bundle.toml", BUNDLE)
    return worker.check("plan", worker.standard, bundle, "--tier", "达标", "--cost", costs)


def of_file_beside(name: str, text: str) -> Callable[[Worker, bytes], dict[str, Any]]:
    """A file that a sound bundle with this text before its first table speaks of."""

    def check(worker: Worker, content: bytes) -> dict[str, Any]:
        write(worker.folder, name, content)
        bundle = write(worker.folder, "bundle.toml", text)
        return worker.check("check", "--standard", worker.standard, bundle)

    return check


def with_form(name: str) -> str:
    """The bundle with a form."""
    return BUNDLE.replace("[bundle]\n", f'[bundle]\nforms = ["{name}"]\n', 1)


_READERS: Final[Mapping[str, Callable[[Worker, bytes], dict[str, Any]]]] = {
    "bundle": of_bundle("hostile.toml"),
    "standard": of_standard,
    "ledger": of_bundle("hostile.xlsx"),
    "zip": of_bundle("hostile.zip"),
    "table": of_table("table.csv"),
    "table in a workbook": of_table("table.xlsx"),
    "columns": of_table("table.parquet"),
    "picture": of_picture,
    "manifest": of_bag("manifest-sha256.txt"),
    "bagit": of_bag("bagit.txt"),
    "result": of_result,
    "costs": of_costs,
    "form": of_file_beside("form.csv", with_form("form.csv")),
    "form in a workbook": of_file_beside("form.xlsx", with_form("form.xlsx")),
    "frame": of_file_beside("frame.csv", f'{BUNDLE}\n[frames]\nroads = "frame.csv"\n'),
}


@cache
def bag() -> Mapping[str, bytes]:
    """A sealed bundle, by the names of its files."""
    import civscore.cli

    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "b").mkdir()
        write(folder / "b", "bundle.toml", BUNDLE)
        with suppress(SystemExit), redirect_stdout(StringIO()):
            civscore.cli.main(["seal", str(folder / "b"), "-o", str(folder / "bag")])
        files = [one for one in (folder / "bag").rglob("*") if one.is_file()]
        return {str(one.relative_to(folder / "bag")): one.read_bytes() for one in files}


def columns(made: Mapping[str, list[Any]]) -> bytes:
    """A Parquet file."""
    content = BytesIO()
    parquet.write_table(pa.table(made), content, compression="zstd")
    return content.getvalue()


def photograph() -> bytes:
    """A picture with a day in it."""
    from PIL import Image

    picture, content = Image.new("RGB", (64, 48)), BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:03:01 10:00:00"
    picture.save(content, "JPEG", exif=exif)
    return content.getvalue()


SOUND: Final[Mapping[str, Made]] = {
    "bundle": BUNDLE.encode,
    "standard": STANDARD.encode,
    "ledger": sound_ledger,
    "zip": lambda: packed(GOOD),
    "table": lambda: "community.id,lectures,plan\nx,4,true\n".encode("gbk"),
    "table in a workbook": sound_ledger,
    "columns": lambda: columns({"id": ["x", "y"], "lectures": [4, None], "plan": [True, False]}),
    "picture": photograph,
    "manifest": lambda: bag()["manifest-sha256.txt"],
    "bagit": lambda: bag()["bagit.txt"],
    "result": lambda: b'{"schema": "civscore.assessment/1", "criteria": [], "bundle": {}}',
    "costs": lambda: b"[costs]\n",
    "form": "数据项,编号,抽中或候补\nblocks,1,抽中\n".encode,
    "form in a workbook": sound_ledger,
    "frame": "编号,名称,层\n1,一号路,老\n2,二号路,新\n".encode,
}


# --- bombs ----------------------------------------------------------------------------------------


def with_part(name: str, part: bytes) -> bytes:
    """The workbook with one part replaced."""
    made = BytesIO()
    with ZipFile(BytesIO(sound_ledger())) as sound, ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for one in sound.namelist():
            if one != name:
                archive.writestr(one, sound.read(one))
        archive.writestr(name, part)
    return made.getvalue()


_MAIN: Final = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(rows: bytes, after: bytes = b"") -> bytes:
    """The workbook with other rows on its second sheet."""
    head = b'<worksheet xmlns="' + _MAIN + b'"><sheetData>'
    text = head + rows + b"</sheetData>" + after + b"</worksheet>"
    return with_part("xl/worksheets/sheet2.xml", text)


def rows_of(number: int, cell: bytes) -> bytes:
    """So many rows with one cell each."""
    return b"".join(b'<row r="%d"><c r="A%d" %s</row>' % (n, n, cell) for n in range(1, number))


def strings(text: bytes) -> bytes:
    """What cells share."""
    return b'<sst xmlns="' + _MAIN + b'">' + text + b"</sst>"


def repeated() -> bytes:
    """One long text in a thousand cells."""
    made = BytesIO(sheet(rows_of(1000, b't="s"><v>0</v></c>')))
    with ZipFile(made, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", strings(b"<si><t>" + b"x" * _M + b"</t></si>"))
    return made.getvalue()


def marked(path: str) -> bytes:
    """A ledger whose hidden marks have been changed."""
    with ZipFile(BytesIO(sound_ledger())) as archive:
        text = archive.read("xl/worksheets/sheet2.xml")
    return with_part("xl/worksheets/sheet2.xml", text.replace(b"lectures", path.encode()))


def png(width: int, height: int, rows: int) -> bytes:
    """A picture that says it is so large, and holds so many rows of nothing."""
    shape = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * ((3 * width + 1) * rows), 9)
    chunks = ((b"IHDR", shape), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(one)) + kind + one + struct.pack(">I", zlib.crc32(kind + one))
        for kind, one in chunks
    )


def exif(tiff: bytes) -> bytes:
    """A JPEG with these marks of a camera."""
    segment = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + b"\xff\xd9"


def lines_of(line: bytes) -> bytes:
    """Numbered lines, as many as a text may have."""
    number = LARGEST_TEXT // len(line % 10**5)
    return b"".join(line % n for n in range(number))


BOMBS: Final[list[tuple[str, str, Made]]] = [
    ("ledger", "cells without number", lambda: sheet(b"<c/>" * (2 * _M))),
    ("ledger", "tags that never end", lambda: sheet(b"<c " * (5 * _M))),
    ("ledger", "an element of a million", lambda: sheet(b"<row>" * _M)),
    ("ledger", "a name of ten million", lambda: sheet(b"<c " + b"a" * (10 * _M) + b'="" />')),
    ("ledger", "merged without end", lambda: sheet(
        rows_of(9000, b"><v>1</v></c>"),
        b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 100 + b"</mergeCells>")),
    ("ledger", "a cell far away", lambda: sheet(
        b"<row><c r='A1'><v>1</v></c></row><row><c r='XFD1048576'><v>1</v></c></row>")),
    ("ledger", "a row far away", lambda: sheet(
        b'<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>')),
    ("ledger", "a dimension of billions", lambda: sheet(
        b"", b'<dimension ref="A1:XFD1048576"/>')),
    ("ledger", "many rows", lambda: sheet(rows_of(60_000, b"><v>1</v></c>"))),
    ("ledger", "a million texts", lambda: with_part(
        "xl/sharedStrings.xml", strings(b"<si><t>x</t></si>" * (9 * 10**5)))),
    ("ledger", "a text in a thousand cells", repeated),
    ("ledger", "styles without end", lambda: with_part(
        "xl/styles.xml", b"<styleSheet>" + b"<cellXfs>" * _M)),
    ("ledger", "relations that never end", lambda: with_part(
        "xl/_rels/workbook.xml.rels", b"<Relationships>" + b"<Relationship " * _M)),
    *(("ledger", f"a mark with {one}", lambda one=one: marked(one)) for one in (
        "", "a&quot;, &quot;b", "x&quot;], &quot;kind&quot;: &quot;none", "x&quot;, {}, &quot;",
        "x&quot;, 1, 2, &quot;", "x&quot;], &quot;options&quot;: [&quot;y")),
    ("zip", "a workbook of zeros inside", lambda: packed({"台账.xlsx": "\0" * (20 * _M)})),
    ("zip", "a workbook that is a bomb", lambda: packed_as_is(
        "台账.xlsx", sheet(b"<c/>" * (2 * _M)))),
    ("bundle", "brackets", lambda: b"a = " + b"[" * 100_000),
    ("bundle", "dotted keys", lambda: b"a." * 20_000 + b"a = 1\n"),
    ("bundle", "tables in tables", lambda: b"a = " + b"{a=" * 20_000),
    ("bundle", "a number of a million digits", lambda: b"a = " + b"9" * 10**6),
    ("bundle", "keys nobody knows", lambda: lines_of(b"a%d = 1\n")),
    ("bundle", "facts nobody knows", lambda: lines_of(b"facts.a%d = 1\n")),
    ("bundle", "pieces without number", lambda: BUNDLE.encode() + b"\n[[evidence]]\n" * 50_000),
    ("bundle", "remarks", lambda: b"#\n" * (_M // 2)),
    ("bundle", "lines", lambda: b"\n" * _M),
    ("bundle", "a text of a million", lambda: b'a = "' + b"x" * (9 * _M // 10) + b'"\n'),
    ("bundle", "more than a text ever has", lambda: b"#" * (5 * _M)),
    ("bundle", "a list of half a million", lambda: b"a = [" + b"1," * (_M // 2 - 9) + b"]\n"),
    ("bundle", "dotted keys nobody knows", lambda: lines_of(b"a%d.b.c = 1\n")),
    ("bundle", "tables nobody knows", lambda: lines_of(b"[t%d]\n")),
    ("standard", "keys nobody knows", lambda: STANDARD.encode().replace(
        b"[facts", b"".join(b"[z%d]\n" % n for n in range(10**5)) + b"[facts", 1)),
    ("standard", "brackets", lambda: b"a = " + b"[" * 100_000),
    ("standard", "a condition in brackets", lambda: STANDARD.encode().replace(
        b"lectures >=", b"(" * 50_000 + b"lectures >=")),
    ("table", "nothing but zeros", lambda: b"\0" * 10**6),
    ("table", "a field of ten million", lambda: b"a,b\n" + b"x" * 10**7),
    ("table", "a quote that never ends", lambda: b'a,b\n"' + b"x,\n" * 10**5),
    ("table", "columns without number", lambda: b"a," * 10**6),
    ("table", "a line of thirty million", lambda: b"id," + b"x,\x22\x22," * (5 * _M)),
    ("table", "a row that never ends", lambda: b"id,a\nx" + b',"\n"' * (4 * _M)),
    ("table", "one id again and again", lambda: b"id\n" + b"x\n" * (_M // 2)),
    ("table", "no id again and again", lambda: b"id,name\n" + b",x\n" * (_M // 2)),
    ("table", "rows that are too long", lambda: b"id\n" + b"x,x\n" * (_M // 2)),
    ("table", "lines", lambda: b"id\nx" + b"\n" * _M),
    ("columns", "a cell of a billion", lambda: columns({"id": ["x"], "name": ["x" * (90 * _M)]})),
    ("columns", "rows without number", lambda: columns({"id": ["x"] * (_M // 2)})),
    ("columns", "a file cut short", lambda: columns({"id": ["x"] * 999})[:-30]),
    ("table", "zeros in a field", lambda: b"community.id,lectures\nx,\0\n"),
    ("picture", "marks that go round", lambda: exif(
        b"II*\0\x08\0\0\0" + b"\xff\xff" + b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0" * 99)),
    ("picture", "marks that lie", lambda: exif(b"MM\0*\xff\xff\xff\xff")),
    ("picture", "segments of nothing", lambda: b"\xff\xd8" + b"\xff\xe1\0\x02" * 20_000),
    ("picture", "a header of billions", lambda: png(100_000, 100_000, 1)),
    ("picture", "fifteen million pixels", lambda: png(15_000, 1000, 1000)),
    ("picture", "a picture cut short", lambda: png(5000, 5000, 10)),
    ("manifest", "names that lead out", lambda: b"0" * 64 + b"  data/../../../etc/passwd\n"),
    ("manifest", "lines without number", lambda: b"0" * 64 + b"  data/x\n" + b"z\n" * 10**5),
    ("manifest", "a line without end", lambda: b"0" * 10**7),
    ("bagit", "another encoding", lambda: b"BagIt-Version: 1.0\nTag-File-Character-Encoding: zip"),
    ("result", "brackets", lambda: b"[" * 100_000),
    ("result", "a number of a million digits", lambda: b'{"schema": ' + b"9" * 10**6 + b"}"),
    ("result", "keys without number", lambda: json.dumps(
        {"schema": "civscore.assessment/1"} | {str(n): n for n in range(60_000)}).encode()),
    ("costs", "brackets", lambda: b"a = " + b"[" * 100_000),
    ("costs", "keys nobody knows", lambda: lines_of(b"a%d = 1\n")),
    ("form", "a quote that never ends", lambda: '数据项\n"'.encode() + b"x,\n" * 10**5),
    ("frame", "a quote that never ends", lambda: '编号\n"'.encode() + b"x,\n" * 10**5),
    ("frame", "units without number", lambda: lines_of(b"%d,x\n")),
    ("frame", "one unit again and again", lambda: "编号\n".encode() + b"1\n" * 99_999),
    ("frame", "cells without number", lambda: b",".join(b"c%d" % n for n in range(1000)) + (
        b"\n" + b"x," * 999 + b"x") * 8000),
    ("frame", "lines without number", lambda: b"1\n" * (8 * _M)),
    ("frame", "zeros", lambda: b"\0" * 10**6),
    ("form", "zeros", lambda: "数据项,编号\n".encode() + b"\0,\0\n" * 1000),
]  # fmt: skip


def packed_as_is(name: str, content: bytes) -> bytes:
    """A zip with a file in it."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()
