"""Libraries that not everybody needs, imported where they are used.

    calamine = wanted("python_calamine", "excel")

- *It is not installed?* A fault that says what to install, and no traceback.
"""

from importlib import import_module
from typing import Any, Final

from civscore.diagnostics import Diagnostic, Faulty, Location, fault

NEEDS_EXTRA: Final = fault(
    "needs-extra",
    ("这一步要用 {library}，还没有安装", "{library} is needed for this, and not installed"),
    ('请运行 pip install "civscore[{extra}]"', 'run pip install "civscore[{extra}]"'),
    why=(
        "只有用到这一步的人才需要它，所以不随 civscore 一起安装",
        "only those who do this need it",
    ),
)


def wanted(library: str, extra: str) -> Any:
    """A library of an extra.

    Raises:
        Faulty: if it is not installed.
    """
    try:
        return import_module(library)
    except ImportError:
        values = {"library": library.replace("_", "-"), "extra": extra}
        raise Faulty([Diagnostic(NEEDS_EXTRA, Location("-"), values)]) from None
