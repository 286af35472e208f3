"""Do slopes differ between groups? Every pair of groups of a table, three ways.

By one pooled regression in which every slope, control and effect is interacted with the groups, with the errors
of the table; by z = (b1 - b2) / sqrt(s1^2 + s2^2) from both models alone (Clogg, Petkova and Haritou 1995, eq. 7;
Paternoster et al. 1998, eq. 4), which holds for independent groups; and by Fisher's permutation of units over
the groups. Non-overlap of stars says nothing about a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.again import is_of_moments, reference_p, solved_again
from paneloom.estimate.readings.permuted_groups import Permuted, permuted_groups
from paneloom.estimate.readings.pooled_groups import Pooled, is_pooled, pooled
from paneloom.estimate.readings.shown import error, number, plain, reading_table, stars, three
from paneloom.estimate.requests import needs_of
from paneloom.panel.panel import Panel
from paneloom.present.table import Row, Table, group_row
from paneloom.study.designs import Design, TableDesign
from paneloom.study.labels import label_of, level_label
from paneloom.study.model import Study
from paneloom.wording import Language, say


@dataclass(frozen=True, slots=True)
class Difference:
    """One slope in two groups; None where a test is not offered.

    ``columns`` are those of the table, from zero. ``error``, ``t``, ``p`` and ``df`` belong to the pooled
    regression, ``z`` and ``p_z`` to both models alone, ``p_permutation`` to ``draws`` draws.
    """

    columns: tuple[int, int]
    regressor: str
    first: float
    second: float
    difference: float
    error: float | None
    t: float | None
    p: float | None
    df: float | None
    z: float
    p_z: float
    p_permutation: float | None
    draws: int = 0
    degenerate: int = 0


@dataclass(frozen=True, slots=True)
class Joint:
    """All groups of one family have the same slope: F of the pooled regression."""

    columns: tuple[int, ...]
    regressor: str
    f: float
    df: tuple[float, float]
    p: float


@dataclass(frozen=True, slots=True)
class GroupDifferences:
    """Every pair of groups, slope by slope; ``groups`` (grouping, level) of each column of the table."""

    design: TableDesign
    groups: tuple[tuple[str, str] | None, ...]
    pairs: tuple[Difference, ...]
    joint: tuple[Joint, ...]
    reasons: tuple[str, ...]

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """One table: a row for each slope and pair of groups."""
        rows = [self._row(pair, study, language) for pair in self.pairs]
        if self.joint:
            rows.append(group_row(say("comparison.all_groups", language), len(_HEADINGS)))
            rows += [_joint_row(one, study, language) for one in self.joint]
        first = self.design.designs[0]
        draws = max((pair.draws for pair in self.pairs), default=0)
        lost = max((pair.degenerate for pair in self.pairs), default=0)
        sentences = [
            say("comparison.group_differences_note", language),
            say("comparison.permutation_note", language, draws=f"{draws:,}", seed=first.seed)
            if draws
            else "",
            say("comparison.degenerate", language, draws=lost) if lost else "",
            *(say(f"comparison.{reason}", language) for reason in self.reasons),
        ]
        return (reading_table(self.design, "group_differences", _HEADINGS, rows, sentences, study, language),)

    def _row(self, pair: Difference, study: Study, language: Language) -> Row:
        names = [level_label(study, *found, language) for at in pair.columns if (found := self.groups[at])]
        label = label_of(study, pair.regressor, language)
        stub = say("comparison.pair", language, regressor=label, first=names[0], second=names[1])
        scale = pair.error or abs(pair.difference)
        shown = number(pair.difference, scale)
        return Row(
            stub,
            (
                replace(shown, stars=stars(pair.p, self.design.stars)),
                error(pair.error),
                three(pair.p),
                three(pair.z),
                three(pair.p_z),
                three(pair.p_permutation),
            ),
        )

    def plain(self) -> dict[str, object]:
        """Every pair and every joint test."""
        return {
            "reading": "group-differences",
            "pairs": [_plain(pair) for pair in self.pairs],
            "joint": [
                {
                    "columns": [at + 1 for at in one.columns],
                    "regressor": one.regressor,
                    "f": plain(one.f),
                    "df": [plain(df) for df in one.df],
                    "p": plain(one.p),
                }
                for one in self.joint
            ],
            "reasons": list(self.reasons),
        }


_HEADINGS = ("difference", "error", "p_pooled", "z", "p_z", "p_permutation")


def group_differences(panel: Panel, fitted: EstimateTable) -> GroupDifferences:
    """The differences between the groups of a table made with ``by``."""
    made = fitted.estimates
    groups = tuple(one.design.sample.where[-1] if one.design.sample.where else None for one in made)
    pairs: list[Difference] = []
    joint: list[Joint] = []
    reasons: list[str] = []
    for family in _families(made):
        if not all(is_of_moments(made[at]) for at in family):
            reasons.append("only_least_squares")
            continue
        found, every, reason = _of_family(panel, made, family)
        pairs += found
        joint += every
        reasons += reason
    if not pairs and not reasons:
        reasons.append("no_groups")
    return GroupDifferences(fitted.design, groups, tuple(pairs), tuple(joint), tuple(dict.fromkeys(reasons)))


def _families(made: Sequence[Estimate]) -> list[tuple[int, ...]]:
    """Columns that differ in the level of one grouping alone, two or more together."""
    found: dict[tuple[Design, str], list[int]] = {}
    for at, one in enumerate(made):
        where = one.design.sample.where
        if where:
            sample = replace(one.design.sample, where=where[:-1])
            found.setdefault((replace(one.design, title="", sample=sample), where[-1][0]), []).append(at)
    return [tuple(family) for family in found.values() if len(family) > 1]


def _of_family(
    panel: Panel, made: Sequence[Estimate], family: tuple[int, ...]
) -> tuple[list[Difference], list[Joint], list[str]]:
    solved = [solved_again(panel, made[at].design, needs_of(made[at].design)) for at in family]
    whole = pooled(solved) if is_pooled(solved) else None
    reasons = [] if whole is not None else ["no_pooled_errors"]
    pairs: list[Difference] = []
    for i, j in combinations(range(len(family)), 2):
        columns = (family[i], family[j])
        drawn = permuted_groups(panel, made[columns[0]].design, made[columns[1]].design)
        reasons += [drawn.reason] if drawn.reason else []
        names = made[columns[0]].design.regressors
        pairs += [_difference(made, columns, (i, j), name, whole, drawn) for name in names]
    order = made[family[0]].design.regressors
    pairs.sort(key=lambda pair: order.index(pair.regressor))
    joint = []
    if whole is not None and len(family) > 2:
        joint = [_joint(made, family, name, whole) for name in order]
    return pairs, joint, reasons


def _difference(
    made: Sequence[Estimate],
    columns: tuple[int, int],
    places: tuple[int, int],
    name: str,
    whole: Pooled | None,
    drawn: Permuted,
) -> Difference:
    one, other = (made[at] for at in columns)
    at = one.names.index(name)
    first, second = float(one.coefficients[at]), float(other.coefficients[at])
    apart = first - second
    scale = float(np.hypot(one.errors[at], other.errors[at]))
    joint_error = t = p = None
    if whole is not None:
        i, j = (place * len(one.names) + at for place in places)
        m = whole.matrix
        joint_error = float(np.sqrt(max(m[i, i] + m[j, j] - 2 * m[i, j], 0.0)))
        t = apart / joint_error if joint_error > 0 else None
        p = None if t is None else float(reference_p(np.array(t), whole.df))
    z = apart / scale if scale > 0 else float("nan")
    return Difference(
        columns=columns,
        regressor=name,
        first=first,
        second=second,
        difference=apart,
        error=joint_error,
        t=t,
        p=p,
        df=None if whole is None else whole.df,
        z=z,
        p_z=float(reference_p(np.array(z), np.inf)),
        p_permutation=None if drawn.reason else float(drawn.p[at]),
        draws=drawn.draws,
        degenerate=drawn.degenerate,
    )


def _joint(made: Sequence[Estimate], family: tuple[int, ...], name: str, whole: Pooled) -> Joint:
    """The F that each group has the slope of the first."""
    from scipy.special import chdtrc, fdtrc

    k = len(made[family[0]].names)
    at = made[family[0]].names.index(name)
    contrast = np.zeros((len(family) - 1, k * len(family)))
    contrast[:, at] = -1.0
    for row in range(len(family) - 1):
        contrast[row, (row + 1) * k + at] = 1.0
    b = contrast @ np.concatenate([made[column].coefficients for column in family])
    q = len(b)
    f = float(b @ np.linalg.pinv(contrast @ whole.matrix @ contrast.T, hermitian=True) @ b) / q
    p = chdtrc(q, q * f) if np.isinf(whole.df) else fdtrc(q, whole.df, f)
    return Joint(family, name, f, (float(q), whole.df), float(p))


def _joint_row(one: Joint, study: Study, language: Language) -> Row:
    first, second = (f"{df:g}" for df in one.df)
    label = label_of(study, one.regressor, language)
    stub = say("comparison.joint", language, regressor=label, first=first, second=second)
    return Row(stub, (three(one.f), three(None), three(one.p), *(three(None) for _ in range(3))))


def _plain(pair: Difference) -> dict[str, object]:
    return {
        "columns": [at + 1 for at in pair.columns],
        "regressor": pair.regressor,
        **{
            key: plain(getattr(pair, key))
            for key in (
                "first", "second", "difference", "error", "t", "p", "df", "z", "p_z", "p_permutation",
            )
        },
        "draws": pair.draws,
        "degenerate": pair.degenerate,
    }  # fmt: skip
