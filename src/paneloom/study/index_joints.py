"""What can be wrong with one joint of an index: how its children are weighed and brought together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import isfinite

from paneloom.errors import PaneloomError, Place
from paneloom.study.index_part import AggregationMethod, Combine, IndexPart, Indicator, WeightMethod
from paneloom.study.index_tree import Joint
from paneloom.study.positions import Keys

# These divide by what they weigh, take its logarithm or its shares: values below 0 have no meaning to them.
POSITIVE_METHODS = ("entropy", "gini", "merec", "cilos", "idocriw", "bod")
POSITIVE_AGGREGATIONS = ("geometric", "harmonic", "power", "penalty")
# These scales give 0 to the worst value of every indicator.
FROM_ZERO = ("minmax", "rank")
JUDGEMENT = re.compile(r"\s*\d+(\.\d+)?\s*(/\s*\d+(\.\d+)?\s*)?", re.ASCII)

PlaceOf = Callable[..., Place]


def joint_problems(
    part: IndexPart, indicators: tuple[Indicator, ...], joint: Joint, place: PlaceOf
) -> Iterator[PaneloomError]:
    """The problems of a joint; ``place`` finds the keys of the index."""
    method = joint.choices.method or part.method
    combine = joint.choices.combine or part.combine
    methods: tuple[WeightMethod, ...] = (method,)
    if method == "combined":
        where = place(*_key(joint, "combine"))
        yield from _combination(combine, where)
        methods = combine.methods if combine is not None else ()
    if "given" in methods:
        yield from _given(part, indicators, joint, place)
    if "ahp" in methods:
        yield from _judgements(part, joint, place)
    aggregation = joint.choices.aggregation or part.aggregation
    yield from _aggregation(part, joint, aggregation, method, place)
    if joint.indicators:
        yield from _scale(part, joint, methods, aggregation, place)


def _key(joint: Joint, name: str) -> Keys:
    """Where a choice of a joint stands, or would: in its own section when that says it."""
    is_own = name in joint.choices.model_fields_set
    return (*joint.keys, name) if is_own else (name,)


def _combination(combine: Combine | None, where: Place) -> Iterator[PaneloomError]:
    if combine is None or "combined" in combine.methods:
        yield PaneloomError("index-combine", where=where)
        return
    shares = combine.shares
    is_sound = all(isfinite(share) and share >= 0 for share in shares) and sum(shares) > 0
    if shares and (len(shares) != len(combine.methods) or not is_sound):
        yield PaneloomError("index-shares", where=where, seen=shares, methods=combine.methods)


def _given(
    part: IndexPart, indicators: tuple[Indicator, ...], joint: Joint, place: PlaceOf
) -> Iterator[PaneloomError]:
    """Weights of all that the joint brings together, none below 0, not all 0."""
    beside = {item.variable: item.weight for item in indicators}
    sections = {key: item.weight for key, item in part.dimensions.items()}
    found = {name: part.given.get(name, beside.get(name, sections.get(name))) for name in joint.children}
    where = place("given")
    missing = tuple(name for name, weight in found.items() if weight is None)
    if missing:
        yield PaneloomError("index-given-missing", where=where, columns=missing)
    weights = {name: weight for name, weight in found.items() if weight is not None}
    broken = tuple(name for name, weight in weights.items() if not (isfinite(weight) and weight >= 0))
    if broken or (weights and not missing and not sum(weights.values()) > 0):
        yield PaneloomError("index-given-sign", where=where, columns=broken or tuple(weights))


def _judgements(part: IndexPart, joint: Joint, place: PlaceOf) -> Iterator[PaneloomError]:
    """A square of positive numbers, one row for each of the children."""
    # Judgements of the index compare the children of the whole; those of a dimension stand in its section.
    is_whole = joint.keys in ((), ("top",))
    rows = joint.choices.judgements or (part.judgements if is_whole else ())
    keys = (*joint.keys, "judgements") if joint.choices.judgements or not is_whole else ("judgements",)
    names = joint.children
    if len(rows) != len(names) or any(len(row) != len(names) for row in rows):
        yield PaneloomError(
            "index-judgements-size", where=place(*keys), count=len(names), columns=names,
            seen=", ".join(str(len(row)) for row in rows) or None,
        )  # fmt: skip
        return
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if not JUDGEMENT.fullmatch(text) or not all(float(half) > 0 for half in text.split("/")):
                yield PaneloomError(
                    "index-judgement", where=place(*keys, i, j), seen=text, row=names[i], column=names[j]
                )


def _aggregation(
    part: IndexPart, joint: Joint, aggregation: AggregationMethod, method: WeightMethod, place: PlaceOf
) -> Iterator[PaneloomError]:
    power = joint.choices.power if joint.choices.power is not None else part.power
    if aggregation == "power" and (power is None or not isfinite(power)):
        yield PaneloomError("index-power", where=place(*_key(joint, "power")), node=joint.name)
    if method == "bod" and aggregation != "arithmetic":
        where = place(*_key(joint, "aggregation"))
        yield PaneloomError("index-doubt-sum", where=where, node=joint.name, rule=aggregation)
    if method == "bod" and part.missing == "present":
        # A row that lacks values would be held against a frontier of rows that lack none.
        yield PaneloomError("index-doubt-present", where=place(*_key(joint, "method")), node=joint.name)


def _scale(
    part: IndexPart,
    joint: Joint,
    methods: tuple[WeightMethod, ...],
    aggregation: AggregationMethod,
    place: PlaceOf,
) -> Iterator[PaneloomError]:
    """Methods that the scaled values of indicators cannot suit, whatever the data are."""
    where = place(*_key(joint, "method"))
    in_score = part.range[0] + (part.shift if part.shift_in_score else 0.0)
    if part.scale == "z" and part.bounds == "pooled":
        # The mean of every indicator is where the range begins, so that some value lies below it.
        for rule in (rule for rule in methods if rule in POSITIVE_METHODS):
            if in_score + (part.shift if rule == "entropy" else 0.0) <= 0:
                yield PaneloomError("index-z", where=where, rule=rule)
        if aggregation in POSITIVE_AGGREGATIONS and in_score <= 0:
            yield PaneloomError("index-z", where=place(*_key(joint, "aggregation")), rule=aggregation)
        if "variation" in methods and in_score == 0:
            yield PaneloomError("index-zero-mean", where=where, columns=joint.indicators)
    is_from_zero = part.scale in FROM_ZERO and part.bounds in ("pooled", "year") and in_score <= 0
    if "merec" in methods and is_from_zero:
        yield PaneloomError("index-zero", where=where, rule="MEREC", columns=joint.indicators)
