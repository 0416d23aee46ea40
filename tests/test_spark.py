"""The recipe for Spark in the documents, on a Spark of this machine, where there is one."""

import subprocess
import sys
from importlib.util import find_spec
from shutil import which

import pytest
from texts import ROOT


@pytest.mark.skipif(find_spec("pyspark") is None, reason="no pyspark: pip install --group spark")
@pytest.mark.skipif(which("java") is None, reason="no Java, without which there is no Spark")
def test_the_recipe_gives_the_same_as_score_frame() -> None:
    script = ROOT / "benchmarks" / "cohort" / "on_spark.py"
    command = [sys.executable, "-W", "ignore", str(script)]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count(" communities the same, 1 set aside") == 2
