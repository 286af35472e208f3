"""A run from the study file to the last output."""

import csv
import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from tests.small_study import change, data_file, output_bytes, write_small_study
from tests.workflow.conftest import Finished

import paneloom
from paneloom.errors import PaneloomError
from paneloom.workflow import project
from paneloom.workflow.steps import Step

EXPECTED = [
    "SHA256SUMS",
    "ledger.csv",
    "panel.csv",
    "report.docx",
    "report.html",
    "results.json",
    "scores.parquet",
    "study.resolved.toml",
    "tables.xlsx",
]


def test_a_run_writes_every_output(finished: Finished) -> None:
    written = output_bytes(finished.output)
    assert sorted(name for name in written if "/" not in name) == EXPECTED
    tables = [name for name in written if name.startswith("tables/")]
    figures = [name for name in written if name.startswith("figures/")]
    assert len(tables) == 2 * len(finished.results.tables)
    assert len(figures) == 2 * len(finished.results.figures)
    assert all(name.isascii() for name in written)
    assert all(written.values())


def test_the_results_are_the_records(finished: Finished) -> None:
    results = finished.results
    assert [table.name for table in results.tables] == [
        "coverage",
        "variables",
        "describe",
        "correlations",
        "index.infra",
        "ranking.infra",
        "regress.baseline",
        "regress.iv",
        "regress.iv.first_stage",
        "regress.iv.tests",
        "published.other",
        "ledger",
    ]
    assert [item.name for item in results.figures] == ["ranking.infra", "map.infra", "map.net"]
    assert [table.label for table in results.tables] == [f"Table {number}" for number in range(1, 13)]
    assert [made.design.name for made in results.estimates] == ["regress.baseline", "regress.iv"]
    assert results.estimates[1].estimates[0].method == "2sls"
    assert results.scores is not None
    assert tuple(results.scores.numbers) == ("infra", "net", "supply")
    parts = results.scores.numbers["net"] + results.scores.numbers["supply"]
    np.testing.assert_allclose(parts, results.scores.numbers["infra"], rtol=1e-12)


def test_the_values_of_a_map(finished: Finished) -> None:
    mean, by_year = finished.results.maps
    scores = finished.results.scores
    assert scores is not None
    for at, unit in enumerate(mean.units):
        own = np.array([name == unit for name in scores.unit_names])
        assert mean.values[0, at] == pytest.approx(scores.numbers["infra"][own].mean(), rel=1e-14)
        last = own & (scores.time == 2020)
        assert by_year.values[1, at] == scores.numbers["net"][last][0]
    assert mean.headings == ("2015\N{EN DASH}2020",)
    assert by_year.headings == ("2015", "2020")
    assert sum(by_year.classes.counts) == 2 * len(by_year.units)


def test_the_ledger_file_lists_the_filled_cells(finished: Finished) -> None:
    with (finished.output / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["action"] == "filled"]
    assert [(row["variable"], row["unit"][:2], row["time"]) for row in rows] == [
        ("roads", "广东", "2017"),
        ("roads", "甘肃", "2018"),
    ]


def test_the_resolved_study_gives_the_same_numbers(finished: Finished, tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "again")
    (folder / "study.toml").write_bytes((finished.output / "study.resolved.toml").read_bytes())
    again = paneloom.load(folder).run("regress.baseline", output=tmp_path / "out")
    assert again.estimates[0].estimates == finished.results.estimates[0].estimates


RUN = [sys.executable, "-m", "paneloom", "run", "--quiet"]


@pytest.mark.slow
def test_a_rerun_gives_the_same_bytes_whatever_the_surroundings(finished: Finished, tmp_path: Path) -> None:
    expected = output_bytes(finished.output)
    settings = {
        "one": {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "1"},
        "two": {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai",
                "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"},
    }  # fmt: skip
    for name, setting in settings.items():
        target = tmp_path / name
        command = [*RUN, "--output", str(target), str(finished.folder)]
        subprocess.run(command, check=True, env={**os.environ, **setting}, cwd=tmp_path)
        written = output_bytes(target)
        assert list(written) == list(expected)
        assert [path for path in written if written[path] != expected[path]] == []


def test_linear_algebra_keeps_to_one_thread_during_a_run() -> None:
    from threadpoolctl import threadpool_info

    from paneloom.workflow.threads import one_thread

    with one_thread():
        assert {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"} == {
            1
        }


def test_a_part_computes_and_writes_only_itself(finished: Finished, tmp_path: Path) -> None:
    steps: list[Step] = []
    part = paneloom.load(finished.folder).run("map.net", output=tmp_path / "out", notify=steps.append)
    assert [step.key for step in steps] == ["open", "index", "map", "draw", "write"]
    assert [step.number for step in steps] == [1, 2, 3, 4, 5] == [step.number for step in steps]
    assert {step.total for step in steps} == {5}
    assert part.estimates == ()
    whole = output_bytes(finished.output)
    written = output_bytes(tmp_path / "out")
    sums = written.pop("SHA256SUMS").decode()
    assert list(written) == ["figures/figure-03-map-net.png", "figures/figure-03-map-net.svg"]
    assert all(written[name] == whole[name] for name in written)
    assert [line.partition("  ")[2] for line in sums.splitlines()] == list(written)
    assert part.stale == ()


@pytest.mark.parametrize("part", ["describe", "index.infra", "regress.iv", "iv", "published.other"])
def test_every_part_gives_what_the_whole_run_gives(finished: Finished, tmp_path: Path, part: str) -> None:
    paneloom.load(finished.folder).run(part, output=tmp_path / "out")
    written, whole = output_bytes(tmp_path / "out"), output_bytes(finished.output)
    assert written.pop("SHA256SUMS")
    assert written
    assert all(written[name] == whole[name] for name in written)


def test_a_part_tells_which_files_still_show_the_earlier_run(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    whole = paneloom.load(folder).run()
    assert whole.stale == ()
    change(folder / "study.toml", 'controls = ["urban"]', 'controls = ["urban", "workers"]')
    before = output_bytes(folder / "output")
    part = paneloom.load(folder).run("regress.baseline")
    after = output_bytes(folder / "output")
    changed = [name for name in after if after[name] != before.get(name)]
    assert changed == [
        "SHA256SUMS",
        "tables/table-07-regress-baseline.md",
        "tables/table-07-regress-baseline.xlsx",
    ]
    assert part.stale == tuple(name for name in EXPECTED if name != "SHA256SUMS")
    assert part.folder == folder / "output"
    listed = dict(line.split("  ")[::-1] for line in after["SHA256SUMS"].decode().splitlines())
    assert listed == {name: sha256(after[name]).hexdigest() for name in after if name != "SHA256SUMS"}


def test_published_tables_are_named_after_their_sections(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    change(
        folder / "study.toml",
        "[published.other]",
        """[published.first]
of = "regress.baseline"
source = "Somebody"
values = [{ term = "urban", statistic = "estimate", value = "0.1", column = 2 }]

[published.other]""",
    )
    results = paneloom.load(folder).run("published.first")
    assert [table.name for table in results.tables] == ["regress.baseline", "published.first"]


def test_a_part_that_reads_no_index_builds_none(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    change(folder / "study.toml", 'x = "infra"', 'x = ["infra", "roads"]')
    change(folder / "study.toml", 'of = "infra"', 'of = "roads"')
    steps: list[Step] = []
    paneloom.load(folder).run("map.infra", notify=steps.append)
    assert [step.key for step in steps] == ["open", "map", "draw", "write"]


def test_an_unknown_part_is_named(finished: Finished, tmp_path: Path) -> None:
    with pytest.raises(PaneloomError) as caught:
        paneloom.load(finished.folder).run("regress.baselin", output=tmp_path / "out")
    assert caught.value.slug == "unknown-part"
    assert "regress.baseline" in caught.value.text("zh")
    assert not (tmp_path / "out").exists()


def test_data_may_lie_elsewhere(finished: Finished, tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    data_file(folder).parent.rename(tmp_path / "raw")
    results = paneloom.load(folder).run(data=tmp_path)
    assert results.estimates == finished.results.estimates
    assert results.provenance.inputs == finished.results.provenance.inputs
    with pytest.raises(PaneloomError, match="--data"):
        paneloom.load(folder).run(data=tmp_path / "nowhere")


@pytest.mark.parametrize("folder", ["../elsewhere", ".", "/tmp/elsewhere"])
def test_a_study_cannot_write_outside_its_folder(tmp_path: Path, folder: str) -> None:
    study = write_small_study(tmp_path / "study")
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[output]\nfolder = "{folder}"\n')
    with pytest.raises(PaneloomError) as caught:
        paneloom.load(study).run()
    assert caught.value.slug == "output-outside"


def test_formats_that_are_not_asked_for_are_not_written(tmp_path: Path) -> None:
    study = write_small_study(tmp_path / "study")
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[output]\nformats = ["markdown", "svg"]\n')
    paneloom.load(study).run()
    endings = {Path(name).suffix for name in output_bytes(study / "output")}
    assert endings == {"", ".md", ".svg", ".json", ".csv", ".parquet", ".toml"}


def test_a_file_that_changes_during_the_run_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = write_small_study(tmp_path / "study")
    opened = project.Project.open

    def meddled(self: project.Project, data: Path | None = None) -> object:
        panel = opened(self, data)
        change(data_file(study), "2015", "2015 ")
        return panel

    monkeypatch.setattr(project.Project, "open", meddled)
    with pytest.raises(PaneloomError) as caught:
        paneloom.load(study).run()
    assert caught.value.slug == "input-changed"
    assert not (study / "output").exists()


def test_the_language_of_the_output_can_be_chosen(finished: Finished, tmp_path: Path) -> None:
    paneloom.load(finished.folder).run(output=tmp_path / "out", language="zh")
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in text
    assert "一个小研究（模拟数据）" in text
    ours, theirs = (
        json.loads((path / "results.json").read_text(encoding="utf-8"))
        for path in (tmp_path / "out", finished.output)
    )
    assert ours["scores"] == theirs["scores"]


def test_no_output_names_a_place_or_a_time(finished: Finished) -> None:
    for name, content in output_bytes(finished.output).items():
        if not name.endswith((".png", ".docx", ".xlsx", ".parquet")):
            assert str(finished.folder.parent).encode() not in content, name


@pytest.mark.parametrize(
    ("years", "nearest"), [("[2015, 1990]", "2015"), ("[2030, 2018, 1990]", "2020, 2015")]
)
def test_a_map_of_a_year_without_rows_is_refused(tmp_path: Path, years: str, nearest: str) -> None:
    folder = write_small_study(tmp_path / "study")
    change(folder / "study.toml", "years = [2015, 2020]", f"years = {years}")
    project = paneloom.load(folder)
    for act in (project.check, project.run):
        with pytest.raises(PaneloomError) as caught:
            act()
        assert caught.value.slug == "map-year"
        assert caught.value.details["nearest"] == nearest
        assert caught.value.where is not None
        assert caught.value.where.key == "map.net.years"
        assert caught.value.where.line is not None
        assert "1990" in caught.value.text("zh")
    assert not (folder / "output").exists()


def test_a_map_of_a_year_in_which_the_variable_has_no_value_is_refused(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    change(folder / "study.toml", 'squared = "infra ^ 2"', 'squared = "infra ^ 2"\nlate = "L.urban"')
    change(folder / "study.toml", 'of = "net"', 'of = "late"')
    with pytest.raises(PaneloomError) as caught:
        paneloom.load(folder).run("map.net")
    assert caught.value.slug == "map-year"
    assert (str(caught.value.seen), caught.value.details["nearest"]) == ("(2015,)", "2016")
