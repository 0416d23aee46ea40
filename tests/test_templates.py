"""Word templates: the ones that come along, an office's own, and what a template must not write."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest
from docx import Document
from test_docs import mentioned
from test_papers import CASES, SHOWN, assessed, name_of
from test_reports import made_by
from texts import Run

from civscore.exact import text_of
from civscore.reports.contents import contents
from civscore.reports.files import docx
from civscore.reports.placeholders import NAMES, Shape
from civscore.sentences import Language

SHIPPED: Final = Path(docx.__file__).parents[1] / "templates"
LETTER: Final = (
    "{{ 社区 }}：得 {{ 总分.已得 }} 分，{{ 整改|length }} 件，{{ 整改[0].用于|join(“、”) }}"
)


def texts_of(content: bytes) -> list[str]:
    """Every text of a document: paragraphs, cells, headers and footers."""
    document = Document(BytesIO(content))
    found = [one.text for one in document.paragraphs]
    found += [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    for section in document.sections:
        found += [one.text for one in (*section.header.paragraphs, *section.footer.paragraphs)]
    return found


def template(folder: Path, *paragraphs: str, header: str = "") -> Path:
    """A template of an office's own."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    target = folder / "模板.docx"
    document.save(str(target))
    return target


def filled(folder: Path, *paragraphs: str, **more: str) -> list[str]:
    return texts_of(
        docx.render(assessed(SHOWN[2]), "zh", str(template(folder, *paragraphs, **more)))
    )


# --- those that come along ------------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "language"), CASES[::3], ids=name_of)
@pytest.mark.parametrize("name", docx.SHIPPED)
def test_a_document_says_everything(name: str, folder: Path, language: Language) -> None:
    found = assessed(folder)
    said = contents(found, language)
    whole = "\n".join(texts_of(docx.render(found, language, name)))
    assert "{" not in whole.replace("".join(one.text() for one in found.remarks), "")
    for number in (found.total.earned, found.total.unproven, found.total.lost):
        assert text_of(number) in whole
    steps = [one for kind in said["整改分类"] for one in kind["事项"]]
    is_notice = name != docx.USUAL
    bonus = [one for kind in said["整改分类"] if kind["加分项"] for one in kind["事项"]]
    for one in steps:
        assert (one["事项"] in whole) or (is_notice and one in bonus)
    for one in () if is_notice else said["条款"]:
        assert one["依据"] in whole


def test_a_notice_leaves_out_what_only_earns_a_bonus() -> None:
    whole = texts_of(docx.render(assessed(SHOWN[2]), "zh", "整改通知书"))
    assert "B.1 集体荣誉" not in whole
    assert "3.4 排水与化粪池" in whole


def test_templates_are_what_their_script_makes(tmp_path: Path) -> None:
    """Byte for byte what fixtures/make_templates.py writes."""
    made = made_by("make_templates.py", tmp_path)
    assert made == {file.relative_to(SHIPPED): file.read_bytes() for file in SHIPPED.glob("*.*")}


def test_a_template_is_taken_out_changed_and_used(run: Run, tmp_path: Path) -> None:
    own, target = tmp_path / "自己的.docx", tmp_path / "通知.docx"
    assert run("template", "整改通知书", "-o", own).status == 0
    document = Document(str(own))
    document.paragraphs[0].runs[0].text = "{{ 社区 }}整改函"
    document.save(str(own))
    ran = run("report", "civilized-community", SHOWN[0], "--template", own, "-o", target)
    assert (ran.status, ran.err) == (0, "")
    assert texts_of(target.read_bytes())[0] == "文庙坪社区整改函"


def test_a_template_nobody_has_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    ran = run("template", "通报", "-o", tmp_path / "通报.docx")
    assert (ran.status, "整改通知书" in ran.err) == (2, True)
    target = tmp_path / "报告.html"
    ran = run("report", "civilized-community", SHOWN[0], "--template", "测评报告", "-o", target)
    assert (ran.status, ".docx" in ran.err) == (2, True)
    assert not list(tmp_path.iterdir())


# --- an office's own ------------------------------------------------------------------------------


def test_what_a_template_may_write(tmp_path: Path) -> None:
    """Quotation marks as Word turns them, a header, what is only written where there is any."""
    found = filled(
        tmp_path, LETTER, "{% if 申报等级 %}申报{{ 申报等级 }}{% else %}未申报{% endif %}",
        "{%p for 条 in 否决 if 条.结论 == “已触发” %}", "{{ loop.index }} {{ 条.编号 }}",
        "{%p endfor %}",
        "{{ 整改分类[0].事项[0].用于 }}", header="{{ 标准代号 }}",
    )  # fmt: skip
    assert found[:4] == [
        "示例丁社区：得 88.54 分，27 件，达标、先进、标兵", "未申报", "1 V2", "达标\n先进\n标兵",
    ]  # fmt: skip
    assert "civilized-community@2026" in found


def test_properties_say_the_day_judged_from_and_no_hour(tmp_path: Path) -> None:
    made = docx.render(assessed(SHOWN[2]), "zh", str(template(tmp_path, "{{ 社区 }}")))
    about = Document(BytesIO(made)).core_properties
    assert {str(one)[:19] for one in (about.created, about.modified)} == {"2026-06-30 00:00:00"}
    assert about.title.startswith("示例丁社区")
    with ZipFile(BytesIO(made)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


MISUSED: Final = [
    ("{{ 社区名 }}你好", "template-unknown", "“社区”"),
    ("{{ 总分.已的 }}", "template-unknown", "“{{ 总分.已的 }}”"),
    ("{{ 整改[0].事情 }}", "template-unknown", "整改[…].事情"),
    ("{% for 条 in 条款 %}{{ 条.名 }}{% endfor %}", "template-unknown", "“名称”"),
    ("{% for 条 in 条款 %}{% endfor %}{{ 条 }}", "template-unknown", "“条”"),
    ('{{ "".__class__ }}', "template-unknown", "__class__"),
    ("{{ 社区.长 }}", "template-unknown", "社区.长"),
    ("{{ 总分 }}", "template-whole", "“总分”"),
    ("{{ 条款 }}", "template-whole", "“条款”"),
    ("{% for x in 社区 %}{{ x }}{% endfor %}", "template-not-a-list", "“社区”"),
    ("{{ range(3) }}", "template-forbidden", "Call"),
    ('{% include "x" %}', "template-forbidden", "Include"),
    ("{% set a = 1 %}", "template-forbidden", "Assign"),
    ("{% for a, b in 条款 %}{% endfor %}", "template-forbidden", "For"),
    ("{{ 社区|upper }}", "template-forbidden", "upper"),
    ("{{ 3 ** 9 }}", "template-forbidden", "Pow"),
    ("{{ 社区 ", "template-syntax", "“{{ 社区”"),
    ("{% if 社区 %}没有收", "template-syntax", "正文"),
    ("{% if 社区 %}", "template-syntax", "endif"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "word"), MISUSED, ids=str)
def test_what_a_template_must_not_write(
    text: str, code: str, word: str, run: Run, tmp_path: Path
) -> None:
    """Said with the place and the nearest name; nothing is written."""
    own, target = template(tmp_path, "{{ 社区 }}", text), tmp_path / "报告.docx"
    ran = run("report", "civilized-community", SHOWN[0], "--template", own, "-o", target)
    assert (ran.status, target.exists()) == (1, False)
    assert f"错误[{code}]" in ran.err
    assert word in ran.err
    assert "Traceback" not in ran.err


def test_all_that_is_wrong_is_said_at_once(run: Run, tmp_path: Path) -> None:
    own = template(tmp_path, "{{ 一 }}{{ 二 }}", "{{ 三 }}", header="{{ 四 }}")
    ran = run(
        "report", "civilized-community", SHOWN[0], "--template", own, "-o", tmp_path / "x.docx"
    )
    assert ran.err.count("[template-unknown]") == 4
    assert "页眉“{{ 四 }}”" in ran.err


def test_a_loop_that_cuts_a_table_in_two(run: Run, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{% for 条 in 条款 %}")
    document.add_table(1, 1).rows[0].cells[0].text = "{% endfor %}"
    own = tmp_path / "模板.docx"
    document.save(str(own))
    ran = run(
        "report", "civilized-community", SHOWN[0], "--template", own, "-o", tmp_path / "x.docx"
    )
    assert (ran.status, "[template-syntax]" in ran.err) == (1, True)


def emptied(content: bytes) -> bytes:
    """A document without its text."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(written, "w") as target:
        for name in source.namelist():
            if name != "word/document.xml":
                target.writestr(name, source.read(name))
    return written.getvalue()


def bomb() -> bytes:
    """A small file that unpacks to a large one."""
    from zipfile import ZIP_DEFLATED

    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b" " * (docx._MOST + 1))
    return written.getvalue()


def files() -> Iterator[bytes]:
    yield from (b"", b"no zip", b"\xd0\xcf\x11\xe0")
    whole, _ = docx.template_of(docx.USUAL, "zh")
    yield from (whole[:5000], emptied(whole), bomb())


@pytest.mark.parametrize("content", list(files()), ids=range(6))
def test_files_that_are_no_templates(content: bytes, run: Run, tmp_path: Path) -> None:
    own = tmp_path / "模板.docx"
    own.write_bytes(content)
    ran = run(
        "report", "civilized-community", SHOWN[0], "--template", own, "-o", tmp_path / "x.docx"
    )
    assert (ran.status, "[template-broken]" in ran.err) == (1, True)


@pytest.mark.parametrize(("name", "code"), [("没有.docx", "not-found"), (".", "is-folder")])
def test_templates_that_are_not_there(name: str, code: str, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "x.docx"
    ran = run("report", "civilized-community", SHOWN[0], "--template", name, "-o", target)
    assert (ran.status, f"[{code}]" in ran.err) == (1, True)


# --- the names ------------------------------------------------------------------------------------


def shape_of(value: Any) -> Any:
    """What is said, without what it says; of a list the first, of a mapping its names."""
    if isinstance(value, dict):
        return {name: shape_of(one) for name, one in value.items()}
    return [shape_of(value[0])] if isinstance(value, list) and value else None


def fits(shape: Any, named: Shape) -> bool:
    """Whether what is said has the names that are promised, and no others."""
    if isinstance(named, dict):
        return shape.keys() == named.keys() and all(fits(shape[k], named[k]) for k in named)
    if isinstance(named, list):
        return shape is None or fits(shape[0], named[0])
    return shape is None


@pytest.mark.parametrize(("folder", "language"), CASES[::2], ids=name_of)
def test_every_name_is_said_and_nothing_else(folder: Path, language: Language) -> None:
    assert fits(shape_of(contents(assessed(folder), language)), dict(NAMES))


def names_below(shape: Shape) -> Iterator[str]:
    """Every name there is."""
    inside = shape[0] if isinstance(shape, list) else shape
    if isinstance(inside, dict):
        for name, one in inside.items():
            yield name
            yield from names_below(one)


def test_the_guide_names_every_placeholder() -> None:
    assert set(names_below(dict(NAMES))) - mentioned("reports.md") == set()
