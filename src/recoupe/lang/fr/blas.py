"""One thread for numpy's matrix products while a sentence is parsed.

The products are small: on two cores, two threads of OpenBLAS take four times the processor time of one, and the worker
pool gives every core its own process anyway.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

_PREFIXES = (("scipy_openblas_", "64_"), ("scipy_openblas_", ""), ("openblas_", "64_"), ("openblas_", ""))


@cache
def _threads() -> tuple[Callable[[], int], Callable[[int], Any]] | None:
    """Reads and sets the number of threads of the OpenBLAS that numpy's wheel carries; None where it has another."""
    import numpy as np

    package = Path(np.__file__).parent
    for folder in (package.parent / "numpy.libs", package / ".dylibs"):
        for path in sorted(folder.glob("*openblas*")):
            library = ctypes.CDLL(str(path))
            for prefix, suffix in _PREFIXES:
                read = getattr(library, f"{prefix}get_num_threads{suffix}", None)
                write = getattr(library, f"{prefix}set_num_threads{suffix}", None)
                if read is not None and write is not None:
                    read.restype, write.argtypes, write.restype = ctypes.c_int, [ctypes.c_int], None
                    return read, write
    return None


@contextmanager
def one_thread() -> Iterator[None]:
    """Matrix products take one thread inside, and as many as before afterwards; nothing is done for another BLAS."""
    threads = _threads()
    if threads is None:
        yield
        return
    read, write = threads
    before = read()
    write(1)
    try:
        yield
    finally:
        write(before)
