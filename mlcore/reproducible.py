"""Training gives the same bytes on every x86-64 processor with AVX2, whatever else it can do.

The last bit of a sum depends on how many numbers are added at once: by a thread, by a vector register. So training
runs on one thread and on the loops of AVX2 (of 2013), which OpenBLAS and NumPy take when the environment says so.
Another kind of processor learns the same model up to rounding, and other bytes.
"""

import os
import platform
import sys

ONE_THREAD = {"OMP_NUM_THREADS": "1"}
# https://numpy.org/doc/2.4/reference/simd/build-options.html; the names are those of the pinned NumPy's dispatch.
AVX2 = {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR"}


def pin() -> None:
    """To be called before NumPy is imported, which chooses its loops then; RuntimeError if it is too late."""
    if "numpy" in sys.modules:
        raise RuntimeError("NumPy was imported before mlcore.reproducible.pin() could choose its loops.")
    os.environ.update(ONE_THREAD | (AVX2 if platform.machine() in ("x86_64", "AMD64") else {}))
