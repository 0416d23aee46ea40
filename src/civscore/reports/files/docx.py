"""The report as a Word document, laid out by a template that the office edits in Word or WPS.

Two templates come along: 测评报告 and 整改通知书. Every placeholder of a template is checked before
anything is written; what a placeholder stands for is text, whatever it looks like. The day a
document says it was made is the day judged from.
"""

import re
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from civscore.assessment import Assessment
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.exact import text_of
from civscore.extras import wanted
from civscore.reports.contents import Contents, contents
from civscore.reports.placeholders import misused
from civscore.sentences import Language, Sentence, say
from civscore.standard.document import IS_FOLDER, NOT_FOUND, UNREADABLE

USUAL: Final = "测评报告"
SHIPPED: Final = {USUAL: "report", "整改通知书": "notice"}
"""Templates that come along, each with the name of its file."""

BROKEN: Final = fault(
    "template-broken",
    ("不是能用的 Word 模板：{because}", "this is no Word template: {because}"),
    ("请用 Word 或 WPS 打开，另存为 .docx，不设密码", "save it as .docx, without a password"),
)
SYNTAX: Final = fault(
    "template-syntax",
    ("{where}：占位符写法不成立（{because}）", "{where}: {because}"),
    (
        "花括号要成对，for 有 endfor，if 有 endif；跨表格行、跨段的用 {{%tr … %}}、{{%p … %}}",
        "close what is opened; use {{%tr … %}} across rows, {{%p … %}} across paragraphs",
    ),
)
_ROOM: Final = Path(__file__).parents[1] / "templates"
_MOST: Final = 64 * 2**20
"""Bytes a template may unpack to."""

_SHOWN: Final = 40
"""Characters of a line by which it is found."""

_UNREADABLE: Final = (
    BadZipFile, KeyError, ValueError, AttributeError, RuntimeError, OSError, SyntaxError, EOFError,
)  # fmt: skip
"""What comes of a file that is no document."""

_FOOTNOTES: Final = "footnotes+xml"
_PROPERTIES: Final = ("author", "comments", "identifier", "language", "subject", "title")


def render(assessment: Assessment, language: Language = "zh", template: str = USUAL) -> bytes:
    """The document, as a docx; the template is one that comes along, or a file.

    Raises:
        Faulty: if the library is not installed, or the template cannot be used.
    """
    content, file = template_of(template, language)
    document = _opened(content, file)
    environment = _environment()
    _check(document, environment, file)
    said = contents(assessment, language)
    _fill(document, environment, said, file)
    document.reset_replacements()
    made = datetime.combine(assessment.as_of, time.min)
    about = document.docx.core_properties
    about.title = f"{said['社区']} {about.subject or said['标准']}"
    about.created = about.modified = made
    about.last_modified_by, about.revision = "", 1
    written = BytesIO()
    document.docx.save(written)
    return _settled(written)


def template_of(name: str, language: Language) -> tuple[bytes, str]:
    """A template, and the name of its file.

    Raises:
        Faulty: if there is no such file.
    """
    path = _ROOM / f"{SHIPPED[name]}.{language}.docx" if name in SHIPPED else Path(name)
    place = Location(name)
    try:
        return path.read_bytes(), name
    except FileNotFoundError:
        raise Faulty([Diagnostic(NOT_FOUND, place)]) from None
    except IsADirectoryError:
        raise Faulty([Diagnostic(IS_FOLDER, place)]) from None
    except (OSError, ValueError) as error:
        raise Faulty([Diagnostic(UNREADABLE, place, {"because": str(error)})]) from None


def _opened(content: bytes, file: str) -> Any:
    """The template, opened.

    Raises:
        Faulty: if it is no document, or unpacks to more than one ever holds.
    """
    docxtpl = wanted("docxtpl", "report")
    because = _too_large(content)
    if not because:
        try:
            document = docxtpl.DocxTemplate(BytesIO(content))
            document.init_docx()
        except _UNREADABLE:
            because = "不是 Word 文档，或已经损坏 no Word document, or damaged"
        else:
            return document
    raise Faulty([Diagnostic(BROKEN, Location(file), {"because": because})])


def _too_large(content: bytes) -> str:
    """Why it is not even opened."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except BadZipFile:
        return "不是 .docx 文件 no .docx"
    return f"解开后有 {size // 2**20} 兆字节 has {size // 2**20} MB" if size > _MOST else ""


def _environment() -> Any:
    """What carries a template out: sandboxed, everything escaped."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_shown)


def _shown(value: Any) -> Any:
    """Numbers in full, lists one a line."""
    if isinstance(value, Decimal):
        return text_of(value)
    return "\n".join(value) if isinstance(value, list) else value


def _check(document: Any, environment: Any, file: str) -> None:
    """Every placeholder.

    Raises:
        Faulty: with every one that cannot be filled in.
    """
    from jinja2 import TemplateSyntaxError

    found: list[Diagnostic] = []
    place = Location(file)
    for part, source in _sources(document):
        lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", source).split("\n")
        try:
            for one in misused(environment.parse("\n".join(lines))):
                where = _where(part, lines, one.line)
                said = {"where": where, "name": one.name, "near": one.near, "what": one.what}
                found.append(Diagnostic(one.fault, place, said))
        except TemplateSyntaxError as error:
            where = _where(part, lines, error.lineno)
            found.append(Diagnostic(SYNTAX, place, {"where": where, "because": error.message}))
    if found:
        raise Faulty(found)


def _sources(document: Any) -> Iterator[tuple[Sentence, str]]:
    """The parts of a document in which placeholders can stand."""
    yield say("正文", "text"), document.patch_xml(document.get_xml())
    for kind, part in (
        (document.HEADER_URI, say("页眉", "header")),
        (document.FOOTER_URI, say("页脚", "footer")),
    ):
        for _, one in document.get_headers_footers(kind):
            yield part, document.patch_xml(document.get_part_xml(one))
    for one in document.docx.part.package.iter_parts():
        if one.content_type.endswith(_FOOTNOTES):
            yield say("脚注", "footnotes"), document.patch_xml(one.blob.decode())
    for name in _PROPERTIES:
        said = getattr(document.docx.core_properties, name) or ""
        yield say("文档属性", "properties"), said


def _where(part: Sentence, lines: list[str], number: int) -> Sentence:
    """The part, and what stands on the line."""
    text = re.sub(r"<[^>]*>", "", lines[number - 1] if 0 < number <= len(lines) else "").strip()
    short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return say("{p}“{t}”", "{p} “{t}”", p=part, t=short)


def _fill(document: Any, environment: Any, said: Contents, file: str) -> None:
    """The template filled in.

    Raises:
        Faulty: if what comes of it is no document.
    """
    from lxml import etree

    try:
        etree.fromstring(document.build_xml(said, environment))
        document.render(said, environment, autoescape=True)
    except (etree.XMLSyntaxError, TypeError, ValueError) as error:
        where = say("正文", "text")
        values = {"where": where, "because": str(error)}
        raise Faulty([Diagnostic(SYNTAX, Location(file), values)]) from None


def _settled(written: BytesIO) -> bytes:
    """The same parts, in order of their names, without the hour they were written."""
    content = BytesIO()
    with ZipFile(written) as source, ZipFile(content, "w") as target:
        first = "[Content_Types].xml"
        for name in sorted(source.namelist(), key=lambda one: (one != first, one)):
            part = ZipInfo(name)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return content.getvalue()
