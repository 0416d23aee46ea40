"""What an author probably did where a text is no TOML."""

from typing import Final

from civscore.sentences import Sentence, say

_SIGNS: Final[tuple[tuple[str, tuple[str, str]], ...]] = (
    ("%‰", ('比率要加引号，如 "20%"', 'quote a share, e.g. "20%"')),
    ("\uff0c\uff1a\uff1b\uff1d\uff08\uff09、“”‘’【】", (
        "“{s}”是中文标点，TOML 的标点用英文的", "“{s}” is no punctuation of TOML",
    )),
)  # fmt: skip
_HINTS: Final[tuple[tuple[str, tuple[str, str]], ...]] = (
    ("Invalid statement", ("键名须为英文；中文键名要加引号", "a key is ASCII, or quoted")),
    ("Expected '='", ("键和值之间要有等号；中文键名要加引号", "a key needs “=”; quote other keys")),
    ("Cannot overwrite", ("同一个键写了两次，请删去一处", "the key is there twice; remove one")),
    ("Cannot declare", ("同一张表声明了两次，请合并", "the table is declared twice; merge them")),
    ("Illegal character", ("字符串没有收尾，或含有控制字符", "an unclosed string")),
    ("Unterminated", ("字符串没有收尾，请补上引号", "close the string with a quote")),
    ("Invalid value", ("值须加引号，或是数字、日期、true、false", "quote it, or write a number")),
    ("Unclosed", ("括号没有收尾，请补上", "close the bracket")),
)  # fmt: skip


def hint_for(message: str, text: str, line: int, column: int) -> Sentence:
    """The remedy for a parser's message, or for the sign it stopped at; both count from one."""
    at = "".join(text.splitlines()[line - 1 : line])[column - 1 : column]
    for signs, (zh, en) in _SIGNS:
        if at and at in signs:
            return say(zh, en, s=at)
    for start, (zh, en) in _HINTS:
        if message.startswith(start):
            return say(zh, en)
    return say("请改正", "mend it")
