"""The command line run in the test's own process, and the smallest sound files to run it on."""

from pathlib import Path
from typing import Final

import pytest
from texts import BUNDLE, STANDARD, Ran, Run, write

from civscore.cli import main

LONGEST: Final = ("test_columns", "test_trials", "test_engine", "test_oracle", "test_dask")
"""Files with single tests that take long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no worker sits over it at the end alone."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in this process; an exception other than its exit fails the test."""
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.delenv("CIVSCORE_LANG", raising=False)

    def runner(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as stopped:
            main([str(one) for one in arguments])
        status = stopped.value.code
        assert isinstance(status, int)
        return Ran(status, *capsys.readouterr())

    return runner


@pytest.fixture
def standard(tmp_path: Path) -> Path:
    """A small sound standard."""
    return write(tmp_path, "standard.toml", STANDARD)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A small sound bundle for it."""
    return write(tmp_path, "bundle.toml", BUNDLE)
