"""One thread for linear algebra, so that sums are added in one order whatever the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module


@contextmanager
def one_thread() -> Iterator[None]:
    """Limit the BLAS libraries of NumPy and SciPy to one thread while the block runs."""
    # Only libraries that are loaded can be limited.
    for library in ("numpy.linalg", "scipy.linalg"):
        import_module(library)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield
