"""Imported first: all that is measured, and whatever it starts, has one thread on one processor."""

import os

NAMES = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "NUMEXPR_NUM_THREADS", "NUMEXPR_MAX_THREADS")

os.environ.update(dict.fromkeys(NAMES, "1"))
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
