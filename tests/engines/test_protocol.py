"""What every engine must do alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.conftest import Constructor
from tests.panel.frames import frame, keys

from paneloom.engines.select import without_singletons
from paneloom.errors import PaneloomError
from paneloom.panel.engine import Engine
from paneloom.study.expression import parse
from paneloom.study.sample import EVERY_ROW, Sample

NAN = float("nan")
PANEL = frame(
    [0, 0, 0, 1, 1, 2, 2, 3],
    [2000, 2001, 2002, 2000, 2001, 2000, 2001, 2005],
    {"x": [1, 2, NAN, 4, 5, 6, 7, 8], "y": [3, 1, 4, 1, 5, 9, 2, 6], "w": [1, 2, 1, 2, 1, 2, 1, 2]},
    {"region": ["e", "e", "e", "w", "w", "w", "w", ""], "moves": list("abababab")},
)


def rows_of(rows: Engine, sample: Sample) -> list[tuple[str, int]]:
    """Unit and time of each row of a sample."""
    found = rows.collect(("y",), sample)
    return list(zip(found.unit_names, found.time.tolist(), strict=True))


def test_an_engine_names_its_columns(engine: Constructor) -> None:
    rows = engine(PANEL)
    assert rows.name == "memory"
    assert rows.numbers == ("x", "y", "w")
    assert rows.categories == ("unit", "region", "moves")


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        (EVERY_ROW, [0, 1, 2, 3, 4, 5, 6, 7]),
        (Sample(complete=("x",)), [0, 1, 3, 4, 5, 6, 7]),
        (Sample(complete=("L.x",)), [1, 2, 4, 6]),
        (Sample(complete=("region",)), [0, 1, 2, 3, 4, 5, 6]),
        (Sample(drop_units=("a", "d")), [3, 4, 5, 6]),
        (Sample(times=(2001, 2002)), [1, 2, 4, 6]),
        (Sample(where=(("region", "w"),)), [3, 4, 5, 6]),
        (Sample(where=(("region", "w"), ("moves", "b"))), [3, 5]),
        (Sample(singletons=("unit", "time")), [0, 1, 3, 4, 5, 6]),
        (Sample(complete=("x",), times=(2001, 2005), singletons=("unit", "time")), []),
        (Sample(singletons=("unit",)), [0, 1, 2, 3, 4, 5, 6]),
        (Sample(singletons=("time",)), [0, 1, 3, 4, 5, 6]),
    ],
)
def test_samples(engine: Constructor, sample: Sample, expected: list[int]) -> None:
    wanted = [(PANEL.unit_names[row], int(PANEL.time[row])) for row in expected]
    assert rows_of(engine(PANEL), sample) == wanted


@pytest.mark.parametrize(
    ("sample", "slug"),
    [
        (Sample(complete=("xx",)), "unknown-column"),
        (Sample(complete=("L.xx",)), "unknown-column"),
        (Sample(complete=("foo(x)",)), "unknown-function"),
        (Sample(drop_units=("z",)), "unknown-unit"),
        (Sample(where=(("regio", "e"),)), "unknown-category"),
        (Sample(where=(("region", "n"),)), "unknown-level"),
    ],
)
def test_what_a_sample_cannot_mean(engine: Constructor, sample: Sample, slug: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        engine(PANEL).extents(("y",), sample)
    assert caught.value.slug == slug
    assert caught.value.text("zh")


def test_extents_skip_missing_values_column_by_column(engine: Constructor) -> None:
    found = engine(PANEL).extents(("x", "log(y)"), Sample(times=(2000, 2002)))
    assert found.n.tolist() == [6, 7]
    assert found.minimum.tolist() == [1.0, 0.0]
    assert found.maximum.tolist() == [7.0, pytest.approx(np.log(9))]
    assert found.mean[0] == pytest.approx(25 / 6)


def test_totals_are_those_of_complete_rows(engine: Constructor) -> None:
    found = engine(PANEL).totals(("x", "y"), EVERY_ROW)
    rows = np.array([[1, 3], [2, 1], [4, 1], [5, 5], [6, 9], [7, 2], [8, 6]], dtype=np.float64)
    assert found.n == 7
    np.testing.assert_allclose(found.mean, rows.mean(axis=0))
    np.testing.assert_allclose(found.scatter, np.cov(rows.T) * 6)


def test_totals_weigh_rows(engine: Constructor) -> None:
    found = engine(PANEL).totals(("y",), Sample(drop_units=("d",)), weights="w")
    assert (found.n, found.weight) == (7, 10.0)
    assert found.mean[0] == pytest.approx(np.average([3, 1, 4, 1, 5, 9, 2], weights=[1, 2, 1, 2, 1, 2, 1]))


def test_quantiles_are_of_type_7(engine: Constructor) -> None:
    found = engine(PANEL).quantiles(("x", "y"), (0.0, 0.25, 0.5, 1.0), EVERY_ROW)
    np.testing.assert_allclose(found, [[1, 3, 5, 8], [1, 1.75, 3.5, 9]])
    none = engine(PANEL).quantiles(("x",), (0.5,), Sample(times=(1990, 1991)))
    assert np.isnan(none).all()


def test_blocks_hold_whole_units_in_order(engine: Constructor) -> None:
    blocks = list(engine(PANEL).blocks(("x", "y"), EVERY_ROW, weights="w"))
    units = np.concatenate([block.units for block in blocks])
    assert units.tolist() == [0, 0, 1, 1, 2, 2, 3]
    assert np.concatenate([block.times for block in blocks]).tolist() == [
        2000,
        2001,
        2000,
        2001,
        2000,
        2001,
        2005,
    ]
    assert np.concatenate([block.values for block in blocks]).tolist() == [
        [1, 3], [2, 1], [4, 1], [5, 5], [6, 9], [7, 2], [8, 6],
    ]  # fmt: skip
    assert np.concatenate([block.weights for block in blocks]).tolist() == [1, 2, 2, 1, 2, 1, 2]
    assert np.concatenate([block.clusters for block in blocks]).tolist() == units.tolist()
    seen = [set(block.units.tolist()) for block in blocks]
    assert sum(map(len, seen)) == len(set().union(*seen))
    assert all(block.names == ("x", "y") for block in blocks)


def test_a_sample_without_rows_gives_a_block_without_rows(engine: Constructor) -> None:
    (block,) = engine(PANEL).blocks(("x",), Sample(times=(1990, 1991)))
    assert block.values.shape == (0, 1)
    assert block.starts.size == 0


def test_clusters_are_coded_from_the_category(engine: Constructor) -> None:
    sample = Sample(drop_units=("d",))
    blocks = list(engine(PANEL).blocks(("y",), sample, cluster="region"))
    codes = np.concatenate([block.clusters for block in blocks])
    assert (codes[:3] == codes[0]).all()
    assert (codes[3:] == codes[3]).all()
    assert codes[0] != codes[3]
    by_unit = list(engine(PANEL).blocks(("y",), sample, cluster="unit"))
    assert np.concatenate([block.clusters for block in by_unit]).tolist() == [0, 0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("choices", "slug"),
    [
        ({"cluster": "moves"}, "cluster-not-nesting"),
        ({"cluster": "region"}, "cluster-label-missing"),
        ({"cluster": "regio"}, "unknown-category"),
        ({"weights": "D.y"}, "weights-not-positive"),
        ({"weights": "ww"}, "unknown-column"),
    ],
)
def test_what_blocks_refuse(engine: Constructor, choices: dict[str, str], slug: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        list(engine(PANEL).blocks(("y",), EVERY_ROW, **choices))
    assert caught.value.slug == slug
    assert caught.value.text("zh")


def test_collect_gives_numbers_expressions_and_labels(engine: Constructor) -> None:
    found = engine(PANEL).collect(("L.y", "region"), Sample(drop_units=("a", "c")))
    assert found.units == ("b", "d")
    assert found.unit.tolist() == [0, 0, 1]
    np.testing.assert_array_equal(found.numbers["L.y"], [NAN, 1, NAN])
    assert found.categories["region"].tolist() == ["w", "w", ""]


def test_derived_columns_read_those_before_them_and_leave_the_engine_as_it_was(engine: Constructor) -> None:
    rows = engine(PANEL)
    more = rows.derive({"z": parse("x + y"), "L z": parse("L.z")})
    assert more.numbers == ("x", "y", "w", "z", "L z")
    assert rows.numbers == ("x", "y", "w")
    np.testing.assert_array_equal(
        more.collect(("L z",), Sample(drop_units=("a", "d"))).numbers["L z"], [NAN, 5, NAN, 15]
    )
    with pytest.raises(PaneloomError) as caught:
        more.derive({"z": parse("x")})
    assert caught.value.slug == "column-exists"


def test_arrays_that_are_handed_out_cannot_be_written(engine: Constructor) -> None:
    rows = engine(PANEL)
    (first, *_) = rows.blocks(("x",), EVERY_ROW)
    arrays = (first.values, first.weights, first.clusters, rows.collect(("y",), EVERY_ROW).numbers["y"])
    assert not any(array.flags.writeable for array in arrays)


@given(keys(), st.sets(st.sampled_from(["unit", "time"])), st.data())
def test_no_singleton_is_left(
    panel: tuple[list[int], list[int]], effects: set[str], data: st.DataObject
) -> None:
    codes = {"unit": np.array(panel[0]), "time": np.array(panel[1])}
    size = len(panel[0])
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=bool)
    kept = without_singletons(mask, frame(*panel, {}), tuple(sorted(effects)))
    assert not (kept & ~mask).any()
    for effect in effects:
        assert 1 not in np.unique(codes[effect][kept], return_counts=True)[1]
    if not effects:
        assert (kept == mask).all()


@given(keys(units=5))
def test_blocks_of_any_size_hold_the_same_rows(panel: tuple[list[int], list[int]]) -> None:
    from paneloom.engines.memory import MemoryEngine

    values = {"v": [float(row) for row in range(len(panel[0]))]}
    whole = next(MemoryEngine(frame(*panel, values)).blocks(("v",), EVERY_ROW))
    for size in (1, 2, 3):
        parts = list(MemoryEngine(frame(*panel, values), size).blocks(("v",), EVERY_ROW))
        assert np.concatenate([part.values for part in parts]).tolist() == whole.values.tolist()
        assert np.concatenate([part.units for part in parts]).tolist() == whole.units.tolist()
        assert all(part.starts.size <= size for part in parts)
