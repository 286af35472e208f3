"""One thread for linear algebra, so that sums are added in one order whatever the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Limit the BLAS libraries of NumPy and SciPy to one thread while the block runs."""
    # Only libraries that are loaded can be limited.
    import numpy.linalg
    import scipy.linalg
    from threadpoolctl import threadpool_limits

    assert numpy.linalg
    assert scipy.linalg
    with threadpool_limits(limits=1, user_api="blas"):
        yield
