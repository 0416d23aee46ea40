"""Where numbers and rules come from 出处: documents cited, and what is cited of them."""

from civscore.standard.texts import Title
from civscore.values import Declared


class Document(Declared):
    """A document that criteria cite: a table under `[sources]`."""

    title: Title
    """文件的名称 | The document's title."""

    issuer: str = ""
    """由谁发布 | Who issued it."""

    year: str = ""
    """哪一年的 | The year it is from."""

    known: str = ""
    """已知原文的多少 | How much of its text is known."""

    url: str = ""
    """在哪里可以看到 | Where it can be read."""


class Basis(Declared):
    """Where a clause's number or rule comes from."""

    of: str
    """[sources] 里的一个名字 | A key under `[sources]`."""

    clause: str
    """在那份文件里的条目 | Its place there."""

    note: str = ""
    """哪些取自来源，哪些是拟定的 | What is the source's and what is ours."""
