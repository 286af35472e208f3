"""The recipe of an index in sentences: what was treated, scaled, weighed and brought together, and how."""

from __future__ import annotations

from paneloom.index.index import Index
from paneloom.study.index_part import Combine, IndexPart, WeightMethod
from paneloom.wording import Language, say

# Given weights whose sum is this close to 1 were not divided by it but for rounding.
ROUNDING = 1e-9


def recipe_sentences(index: Index, language: Language) -> list[str]:
    """A sentence for each kind of choice, in the order in which they act."""
    part = index.part
    found = [_treatment(part, language), _scaling(index, language), _weighting(index, language)]
    found.append(_top(index, language))
    if part.missing == "present":
        found.append(say("index.present_rule", language, share=f"{part.min_present:.0%}"))
    return [sentence for sentence in found if sentence]


def _treatment(part: IndexPart, language: Language) -> str:
    treat = part.treat
    if treat.rule == "none":
        return ""
    limits = {
        "skewness": f"{treat.skewness:g}",
        "kurtosis": f"{treat.kurtosis:g}",
        "points": str(treat.points),
    }
    return say(f"index.treat_{_word(treat.rule)}", language, **limits)


def _scaling(index: Index, language: Language) -> str:
    part = index.part
    more = say("index.bounds_clip", language) if part.clip else ""
    if part.range != (0.0, 1.0):
        more += say("index.bounds_range", language, low=f"{part.range[0]:g}", high=f"{part.range[1]:g}")
    if part.shift_in_score:
        more += say("index.shift_in_score", language, shift=f"{part.shift:g}")
    return say(
        "index.scaling",
        language,
        scale=say(f"index.scale_{part.scale}", language),
        bounds=_bounds(index, language),
        more=more,
    )


def _bounds(index: Index, language: Language) -> str:
    bounds = index.part.bounds
    # Only min-max has bounds: a mean, a norm or a rank is taken over rows.
    kind = "bounds" if index.part.scale == "minmax" else "over"
    if isinstance(bounds, int):
        return say(f"index.{kind}_base", language, year=str(bounds))
    if isinstance(bounds, tuple):
        ends = {"low": f"{bounds[0]:g}", "high": f"{bounds[1]:g}"}
        percents = {"low_percent": f"{100 * bounds[0]:g}", "high_percent": f"{100 * bounds[1]:g}"}
        return say("index.bounds_quantiles", language, **ends, **percents)
    least, most = min(index.n), max(index.n)
    rows = f"{least:,}" if least == most else f"{least:,}\N{EN DASH}{most:,}"
    return say(f"index.{kind}_{bounds}", language, rows=rows)


def _weighting(index: Index, language: Language) -> str:
    part = index.part
    nested = "levels_rescaled" if part.rescale else "levels_nested"
    return say(
        "index.weighting",
        language,
        method=_method_words(part, index, language),
        pool="" if part.pool == "all" else say(f"index.pool_{_word(part.pool)}", language),
        levels=say(f"index.{nested}", language) if part.levels == "nested" else "",
        aggregation=say(f"index.as_{part.aggregation}", language),
    )


def _method_words(part: IndexPart, index: Index, language: Language) -> str:
    """How the weights of a recipe come about, with the constants that move them."""
    if part.method == "combined" and part.combine is not None:
        return _combined(part.combine, index, language)
    if part.method == "entropy" and part.shift:
        return say("index.by_entropy_shift", language, constant=part.constant, shift=f"{part.shift:g}")
    return _by(part.method, index, language)


def _combined(combine: Combine, index: Index, language: Language) -> str:
    names = [_by(method, index, language) for method in combine.methods]
    return say(
        "index.by_combined",
        language,
        methods=say("table.comma", language).join(names),
        how=say(f"index.how_{_word(combine.how)}", language),
    )


def _by(method: WeightMethod, index: Index, language: Language) -> str:
    sums = [made.figures.get("given_sum", 1.0) for node in index.nodes for made in node.weightings]
    is_divided = method == "given" and any(abs(total - 1.0) > ROUNDING for total in sums)
    word = "given_divided" if is_divided else _word(method)
    return say(f"index.by_{word}", language, constant=index.part.constant)


def _top(index: Index, language: Language) -> str:
    """What the dimensions' own level does otherwise than the rest."""
    part, top = index.part, index.part.top
    if part.levels != "nested" or (top.method is None and top.aggregation is None):
        return ""
    chosen = part.model_copy(
        update={"method": top.method or part.method, "combine": top.combine or part.combine}
    )
    return say(
        "index.top_otherwise",
        language,
        weights=_method_words(chosen, index, language),
        aggregation=say(f"index.as_{top.aggregation or part.aggregation}", language),
    )


def _word(key: str) -> str:
    return key.replace("-", "_")
