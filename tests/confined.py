"""A process that runs the command line on hostile files, each in a fork of its own with limits.

Read from standard input, a line each: `{"argv": [...], "folder": "..."}`; written to standard
output, a line each: how it ended, its seconds of work and megabytes, and every file that it changed
outside of the folder's `target`.
"""

import io
import json
import os
import resource
import signal
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import civscore
from civscore.cli import main

HANG = 30
"""Seconds by the clock after which a command is ended."""

ROOM = 2**30
"""Bytes of address space beyond what the process has, so that no mistake harms the machine."""

_WRITES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def is_written(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether an event of the interpreter changes files."""
    if event == "open":
        return bool((arguments[2] or 0) & _FLAGS)
    return event in _WRITES


def confined(order: dict[str, Any]) -> dict[str, Any]:
    """What came of one command, run here."""
    folder, outside = Path(order["folder"]).resolve(), []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if is_written(event, arguments) and isinstance(arguments[0], str | bytes):
            place = Path(os.fsdecode(arguments[0])).resolve()
            if not place.is_relative_to(folder / "target") and place != Path("/dev/null"):
                outside.append(str(place))

    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    sys.addaudithook(watch)
    out, err = io.StringIO(), io.StringIO()
    status: Any = None
    before = resource.getrusage(resource.RUSAGE_SELF)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main(order["argv"])
    except SystemExit as stopped:
        status = stopped.code
    except BaseException:  # noqa: BLE001 - whatever it is, it is what the test is about
        status = traceback.format_exc()[-1500:]
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "status": status,
        "seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "megabytes": after.ru_maxrss / 1024,
        "outside": outside,
        "said": err.getvalue()[-1500:],
    }


def forked(order: dict[str, Any]) -> dict[str, Any]:
    """The same in a process of its own; one that is killed says by which signal."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(HANG)
        with os.fdopen(writing, "w") as answer:
            json.dump(confined(order), answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    _, ended = os.waitpid(child, 0)
    return json.loads(text) if text else {"killed": ended}


if __name__ == "__main__":
    for module in walk_packages(civscore.__path__, "civscore."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for library in sys.argv[1:]:
        import_module(library)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(forked(json.loads(line)))}\n")
        sys.stdout.flush()
