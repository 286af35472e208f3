"""AHP against Saaty's printed examples, and against eigenvectors in 50 digits; what it refuses.

PRINTED: three digits. EXACT: an eigenvector of seven rows moves by some roundings.
"""

import mpmath as mp
import numpy as np
import pytest

from paneloom.errors import PaneloomError
from paneloom.index.weight.ahp import RANDOM_INDEX, ahp
from paneloom.index.weight.weighting import Terms
from paneloom.study.index_part import IndexPart

PRINTED = 5e-4
EXACT = 1e-13

# Saaty (2008), International Journal of Services Sciences 1, table of drinks consumed in the United States.
DRINKS = ("coffee", "wine", "tea", "beer", "sodas", "milk", "water")
DRINK_ROWS = (
    ("1", "9", "5", "2", "1", "1", "1/2"),
    ("1/9", "1", "1/3", "1/9", "1/9", "1/9", "1/9"),
    ("1/5", "3", "1", "1/3", "1/4", "1/3", "1/9"),
    ("1/2", "9", "3", "1", "1/2", "1", "1/3"),
    ("1", "9", "4", "2", "1", "2", "1/2"),
    ("1", "9", "3", "1", "1/2", "1", "1/3"),
    ("2", "9", "9", "3", "2", "3", "1"),
)
# Saaty (1980), the choice of a school: learning, friends, school life, training, college, music.
SCHOOL = (
    ("1", "4", "3", "1", "3", "4"),
    ("1/4", "1", "7", "3", "1/5", "1"),
    ("1/3", "1/7", "1", "1/5", "1/5", "1/6"),
    ("1", "1/3", "5", "1", "1", "1/3"),
    ("1/3", "5", "5", "1", "1", "3"),
    ("1/4", "1", "6", "3", "1/3", "1"),
)
ABC = ("a", "b", "c")


def judged(*rows: tuple[str, ...]) -> Terms:
    return Terms(ABC[: len(rows)], judgements=rows)


def test_drinks_weigh_as_saaty_prints_them() -> None:
    found = ahp(Terms(DRINKS, judgements=DRINK_ROWS))
    assert found.weight == pytest.approx([0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], abs=PRINTED)
    assert found.figures["consistency_ratio"] == pytest.approx(0.022, abs=PRINTED)
    assert found.warnings == ()


def test_the_school_contradicts_itself() -> None:
    found = ahp(Terms(tuple("abcdef"), judgements=SCHOOL))
    assert found.weight == pytest.approx([0.32, 0.14, 0.03, 0.13, 0.24, 0.14], abs=5e-3)
    assert found.figures["consistency_ratio"] > 0.2
    assert found.warnings == (("inconsistent", ""),)


def test_weights_equal_the_eigenvector_in_50_digits() -> None:
    with mp.workdps(50):
        matrix = mp.matrix([[mp.mpf(exactly(text)) for text in row] for row in SCHOOL])
        vector = mp.ones(6, 1)
        for _ in range(400):
            vector = matrix * vector
            vector /= mp.fsum(vector)
        largest = mp.fsum(matrix * vector)
        found = ahp(Terms(tuple("abcdef"), judgements=SCHOOL))
        assert found.weight == pytest.approx([float(v) for v in vector], rel=EXACT)
        ratio = float((largest - 6) / 5) / RANDOM_INDEX[5]
        assert found.figures["consistency_ratio"] == pytest.approx(ratio, rel=EXACT)


def exactly(text: str) -> mp.mpf:
    above, _, below = text.partition("/")
    return mp.mpf(above) / mp.mpf(below or 1)


def test_consistent_judgements_give_back_their_weights() -> None:
    found = ahp(judged(("1", "2", "6"), ("1/2", "1", "3"), ("1/6", "1/3", "1")))
    assert found.weight == pytest.approx([0.6, 0.3, 0.1], abs=1e-15)
    assert found.figures["consistency_ratio"] == pytest.approx(0.0, abs=1e-14)


@pytest.mark.parametrize(("rows", "weight"), [((("1",),), [1.0]), ((("1", "3"), ("1/3", "1")), [0.75, 0.25])])
def test_one_or_two_rows_cannot_contradict_themselves(
    rows: tuple[tuple[str, ...], ...], weight: list[float]
) -> None:
    found = ahp(judged(*rows))
    assert found.weight == pytest.approx(weight, abs=1e-15)
    assert found.figures["consistency_ratio"] == 0.0


def test_more_than_15_rows_are_weighed_without_a_ratio() -> None:
    size = 16
    rows = tuple(tuple(f"{2**j}/{2**i}" for j in range(size)) for i in range(size))
    found = ahp(Terms(tuple("abcdefghijklmnop"), judgements=rows))
    assert found.warnings == (("consistency_unknown", ""),)
    assert "consistency_ratio" not in found.figures
    assert found.weight == pytest.approx(2.0 ** -np.arange(size) / (2 - 2.0 ** (1 - size)), rel=EXACT)


def test_numbers_of_a_study_file_become_judgements() -> None:
    part = IndexPart(judgements=[[1, 0.5], ["2", 1]])  # type: ignore[arg-type]
    assert ahp(judged(*part.judgements)).weight == pytest.approx([1 / 3, 2 / 3])


@pytest.mark.parametrize(
    "rows", [(("1", "2"), ("0.5", "1")), ((" 1 ", "3 / 6"), ("2", "1")), (("1", "3"), ("0.333333", "1"))]
)
def test_ways_to_write_a_judgement(rows: tuple[tuple[str, ...], ...]) -> None:
    assert ahp(judged(*rows)).weight.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("rows", "slug", "details"),
    [
        ((), "index-judgements-size", {"count": "2", "columns": "a, b"}),
        ((("1", "2"), ("1/2",)), "index-judgements-size", {"count": "2", "columns": "a, b"}),
        ((("1", "x"), ("1/2", "1")), "index-judgement", {"row": "a", "column": "b"}),
        ((("1", "0"), ("1/2", "1")), "index-judgement", {"row": "a", "column": "b"}),
        ((("1", "-2"), ("1/2", "1")), "index-judgement", {"row": "a", "column": "b"}),
        ((("1", "2"), ("1/0", "1")), "index-judgement", {"row": "b", "column": "a"}),
        ((("1", "nan"), ("1", "1")), "index-judgement", {"row": "a", "column": "b"}),
        ((("1", "9e999999"), ("1", "1")), "index-judgement", {"row": "a", "column": "b"}),
        ((("1", "2**9"), ("1", "1")), "index-judgement", {"row": "a", "column": "b"}),
        ((("1", "3"), ("3", "1")), "index-judgements-reciprocal", {"row": "b", "column": "a"}),
        ((("1", "3"), ("0.33", "1")), "index-judgements-reciprocal", {"row": "b", "column": "a"}),
        ((("2", "3"), ("1/3", "1")), "index-judgements-reciprocal", {"row": "a", "column": "a"}),
    ],
)
def test_judgements_that_are_none_are_refused_with_their_cell(
    rows: tuple[tuple[str, ...], ...], slug: str, details: dict[str, str]
) -> None:
    with pytest.raises(PaneloomError) as caught:
        ahp(Terms(("a", "b"), judgements=rows))
    assert (caught.value.slug, caught.value.details) == (slug, details)
