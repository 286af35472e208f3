"""Which rows of a frame a sample holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.engines.levels import Mask, level_codes
from paneloom.errors import PaneloomError, nearest
from paneloom.panel.frame import Frame
from paneloom.study.sample import Sample


def sample_mask(
    frame: Frame, sample: Sample, column: Callable[[str], Floats], complete: Iterable[str] = ()
) -> Mask:
    """(n,) whether each row belongs to the sample and has the columns of ``complete`` besides its own.

    Raises
    ------
    PaneloomError
        ``unknown-column``, ``unknown-level``, ``unknown-unit`` for a unit to drop that the panel does not have.
    """
    mask = np.ones(len(frame), dtype=bool)
    for name in dict.fromkeys((*sample.complete, *complete)):
        mask &= _present(frame, name, column)
    for name in sample.drop_units:
        if name not in frame.units:
            like = nearest(name, frame.units)
            raise PaneloomError("unknown-unit", seen=name, nearest=like)
        mask &= frame.unit != frame.units.index(name)
    if sample.times is not None:
        first, last = sample.times
        mask &= (frame.time >= first) & (frame.time <= last)
    for name, level in sample.where:
        mask &= _labels_equal(frame, name, level)
    return without_singletons(mask, frame, sample.singletons)


def without_singletons(mask: Mask, frame: Frame, effects: tuple[str, ...]) -> Mask:
    """The mask without levels that have a single row left in it, again and again.

    Levels are those of units ("unit"), of times ("time"), and of labels, crossed ones too ("region#year").
    """
    keys = [_numbered(frame, effect, mask) for effect in effects] if len(frame) else []
    kept = mask.copy()
    while keys:
        alone = kept & np.any([_sizes(key, kept)[key] == 1 for key in keys], axis=0)
        if not alone.any():
            break
        kept &= ~alone
    return kept


def _numbered(frame: Frame, effect: str, mask: Mask) -> Integers:
    """(n,) codes from 0 on, without large holes."""
    if effect == "unit":
        return frame.unit
    codes = frame.time if effect == "time" else level_codes(frame, effect, mask)
    return np.unique(codes, return_inverse=True)[1]


def _sizes(codes: Integers, mask: Mask) -> Integers:
    length = int(codes.max()) + 1 if codes.size else 0
    return np.bincount(codes[mask], minlength=length)


def _present(frame: Frame, name: str, column: Callable[[str], Floats]) -> Mask:
    if name in frame.categories:
        return np.asarray(frame.categories[name] != "", dtype=bool)
    return ~np.isnan(column(name))


def _labels_equal(frame: Frame, name: str, level: str) -> Mask:
    if name not in frame.categories:
        like = nearest(name, frame.categories)
        raise PaneloomError("unknown-category", seen=name, nearest=like, known=tuple(frame.categories))
    labels = frame.categories[name]
    equal = np.asarray(labels == level, dtype=bool)
    if not equal.any():
        known = tuple(dict.fromkeys(labels.tolist()))
        raise PaneloomError(
            "unknown-level", seen=level, column=name, nearest=nearest(level, known), known=known
        )
    return equal
