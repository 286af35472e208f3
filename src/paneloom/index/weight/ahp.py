"""The analytic hierarchy process (Saaty 1980): weights from pairwise judgements."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

from paneloom.errors import PaneloomError
from paneloom.index.weight.weighting import Terms, Weighting, weighting

# Saaty (1980), mean consistency indices of random matrices of 1 to 15 rows.
RANDOM_INDEX = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
ACCEPTABLE = 0.1
# Decimals may round a fraction in their last places ("0.333333"); more is a slip of the pen.
RECIPROCAL = Fraction(1, 10**5)
NUMBER = r"(\d{1,18}(?:\.\d{1,18})?)"
JUDGEMENT = re.compile(rf"\s*{NUMBER}\s*(?:/\s*{NUMBER}\s*)?")

Matrix = tuple[tuple[Fraction, ...], ...]


def ahp(terms: Terms) -> Weighting:
    """The principal eigenvector of the judgements (k, k), which says how far they agree with one another.

    ``judgements[i][j]`` says how many times as important column i is as column j: a number, or a fraction as
    text ("1/3"). With the largest eigenvalue lambda, the consistency index is (lambda - k) / (k - 1) and the
    consistency ratio this over the random index of Saaty (1980), 0.58 for three columns, 1.49 for ten; above
    0.1 it is warned of. There is none for more than 15 columns, which is warned of too.

    Raises
    ------
    PaneloomError
        ``index-judgements-size``, ``index-judgement`` for one that is no positive number,
        ``index-judgements-reciprocal`` where a_ij times a_ji is not 1, or a_ii not 1.
    """
    exact = judgements_of(terms)
    size = len(exact)
    values, vectors = np.linalg.eig(np.array(exact, dtype=np.float64))
    # Perron: the largest eigenvalue of a positive matrix is real and simple, its vector of one sign.
    largest = int(values.real.argmax())
    index = max(float(values[largest].real) - size, 0.0) / max(size - 1, 1)
    figures = {"largest_eigenvalue": float(values[largest].real), "consistency_index": index}
    warnings: tuple[tuple[str, str], ...] = ()
    if size > len(RANDOM_INDEX):
        warnings = (("consistency_unknown", ""),)
    else:
        random = RANDOM_INDEX[size - 1]
        figures["consistency_ratio"] = index / random if random else 0.0
        if figures["consistency_ratio"] > ACCEPTABLE:
            warnings = (("inconsistent", ""),)
    size_of = np.abs(vectors[:, largest].real)
    return weighting("ahp", terms.names, size_of, figures=figures, warnings=warnings)


def judgements_of(terms: Terms) -> Matrix:
    """The judgements as exact numbers, checked.

    Raises
    ------
    PaneloomError
        As ``ahp``.
    """
    names, rows = terms.names, terms.judgements
    if len(rows) != len(names) or any(len(row) != len(names) for row in rows):
        raise PaneloomError("index-judgements-size", seen=_shape(rows), count=len(names), columns=names)
    exact = tuple(
        tuple(_judgement(text, names[i], names[j]) for j, text in enumerate(row))
        for i, row in enumerate(rows)
    )
    for i in range(len(names)):
        for j in range(i + 1):
            if abs(exact[i][j] * exact[j][i] - 1) > RECIPROCAL:
                raise PaneloomError(
                    "index-judgements-reciprocal",
                    seen=(rows[i][j], rows[j][i]) if i != j else rows[i][i],
                    row=names[i],
                    column=names[j],
                )
    return exact


def _judgement(text: str, row: str, column: str) -> Fraction:
    found = JUDGEMENT.fullmatch(text)
    above, below = (Fraction(part or 1) for part in found.groups()) if found else (Fraction(), Fraction(1))
    if above <= 0 or below <= 0:
        raise PaneloomError("index-judgement", seen=text, row=row, column=column)
    return above / below


def _shape(rows: tuple[tuple[str, ...], ...]) -> str:
    """How many values each row has, as "3, 3, 2"."""
    return ", ".join(str(len(row)) for row in rows) or "0"
