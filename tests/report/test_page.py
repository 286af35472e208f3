"""The page and the document as files."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.small_study import change, data_file, write_small_study
from tests.workflow.conftest import Finished

import paneloom
from paneloom.present.table import Table
from paneloom.report.chapters import chapters
from paneloom.report.document import document
from paneloom.report.glance import glance
from paneloom.report.page import page
from paneloom.report.results import InputFile


@pytest.fixture(scope="module")
def html(finished: Finished) -> str:
    return (finished.output / "report.html").read_text(encoding="utf-8")


class Elements(HTMLParser):
    """Names, identifiers and addresses of a page, and whether every element is closed."""

    VOID = ("meta", "link", "img", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.names: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.names.append(tag)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.addresses += [found[key] or "" for key in ("src", "href") if key in found]
        assert "style" not in found
        assert not any(name.startswith("on") for name in found)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_leads_nowhere(html: str) -> None:
    elements = Elements(html)
    assert elements.open == []
    assert len(elements.ids) == len(set(elements.ids))
    assert "script" not in elements.names
    for address in elements.addresses:
        assert address.startswith(("#", "data:"))
        assert not address.startswith("#") or address[1:] in elements.ids
    assert "default-src 'none'" in html
    assert "unsafe" not in html


def test_every_exhibit_stands_on_the_page_once(finished: Finished, html: str) -> None:
    for exhibit in finished.results.exhibits:
        assert html.count(f'<span class="label">{exhibit.item.label}</span>') == 1
    assert html.count("<table") == len(finished.results.tables)
    assert html.count("<img") == len(finished.results.figures)


def test_a_simulated_study_says_so_everywhere(finished: Finished, html: str) -> None:
    assert "<title>A small study (simulated data)</title>" in html
    assert html.index('class="banner"') < html.index("<h1>")
    document = docx.Document(BytesIO((finished.output / "report.docx").read_bytes()))
    for section in document.sections:
        assert section.header.paragraphs[0].text.startswith("Simulated data")
    assert "simulated data" in document.core_properties.title
    for name in ("table-07-regress-baseline.md", "table-03-describe.md"):
        assert "simulated" in (finished.output / "tables" / name).read_text(encoding="utf-8")


def test_real_data_are_not_called_simulated(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    change(folder / "study.toml", "simulated = true\n", "")
    paneloom.load(folder).run()
    assert "imulated" not in (folder / "output" / "report.html").read_text(encoding="utf-8")


def test_the_document_has_every_table_and_figure(finished: Finished) -> None:
    document = docx.Document(BytesIO((finished.output / "report.docx").read_bytes()))
    assert len(document.tables) == len(finished.results.tables)
    assert len(document.inline_shapes) == len(finished.results.figures)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for chapter in chapters(finished.results):
        assert chapter.heading in text


def test_a_document_of_many_files_begins_on_its_first_page_and_ends_with_short_hashes(
    finished: Finished,
) -> None:
    results = finished.results
    source = next(iter(results.study.data.values()))
    data = {f"data{number}": source for number in range(36)}
    came = replace(
        results.provenance,
        inputs=tuple(InputFile(f"data.data{n}", f"raw/{n}.csv", f"{n:064x}"[::-1], 1) for n in range(36)),
    )
    study = results.study.model_copy(update={"data": data})
    tables = tuple(exhibit for exhibit in results.exhibits if isinstance(exhibit.item, Table))
    made = document(replace(results, study=study, provenance=came, exhibits=tables), {})
    paragraphs = docx.Document(BytesIO(made)).paragraphs
    facts = [one for one in paragraphs if re.match(r"data\d+:", one.text)]
    assert [one.paragraph_format.keep_with_next for one in facts] == [False] * 35 + [True]
    closing = paragraphs[[one.text for one in paragraphs].index(chapters(results)[-1].heading) :]
    text = "\n".join(one.text for one in closing)
    assert not re.search(r"[0-9a-f]{13}", text)
    assert "raw/9.csv  900000000000" in text
    assert "and 26 further files" in text
    assert len(text) < 2000


def test_the_workbook_has_a_sheet_for_each_table(finished: Finished) -> None:
    book = openpyxl.load_workbook(finished.output / "tables.xlsx")
    assert book.sheetnames == ["Contents", *(table.label for table in finished.results.tables)]


def test_the_overview_counts_units_by_their_word_and_tables_with_first_stages(finished: Finished) -> None:
    facts = dict(glance(finished.results))
    units = finished.results.coverage.units
    assert facts["Panel"][0].startswith(f"{units} provinces, ")
    shown = [
        table
        for table in finished.results.tables
        if table.name.startswith(("regress.", "mechanism.", "moderation."))
        and not table.name.endswith(".tests")
    ]
    stages = [table for table in shown if table.name.endswith(".first_stage")]
    counted = f"{len(shown)} tables, {len(stages)} of first stages" if stages else f"in {len(shown)} tables"
    assert counted in facts["Regressions"][0]
    chinese = dict(glance(replace(finished.results, language="zh")))
    assert chinese["面板"][0].startswith(f"{units}个省份，")


def test_a_map_of_china_without_a_review_number_says_so(finished: Finished) -> None:
    texts = {item.name: " ".join(note.text for note in item.notes) for item in finished.results.figures}
    for name in ("map.infra", "map.net"):
        assert "not an official map" in texts[name]
        assert 'approval = "GS(...)"' in texts[name]
    assert "Counts in the legend" in texts["map.net"]
    assert "Counts in the legend" not in texts["map.infra"]


def test_running_text_has_no_doubled_stop(finished: Finished) -> None:
    document = docx.Document(BytesIO((finished.output / "report.docx").read_bytes()))
    assert not any(
        doubled in paragraph.text for paragraph in document.paragraphs for doubled in (".; ", "。；")
    )


def test_a_span_of_years_is_not_broken(finished: Finished, html: str) -> None:
    assert 'class="whole"' not in html
    titled = finished.results.study.study.model_copy(update={"title": "A & B, 2013—2023 年"})
    study = finished.results.study.model_copy(update={"study": titled})
    made = page(replace(finished.results, study=study, exhibits=()), {})
    assert '<h1>A &amp; B, <span class="whole">2013—2023 年</span></h1>' in made


def test_chapters_without_exhibits_are_left_out(finished: Finished) -> None:
    whole = [chapter.key for chapter in chapters(finished.results)]
    assert whole == [
        "glance", "data", "variables", "description", "index", "regressions", "maps", "published", "ledger",
        "reproduction",
    ]  # fmt: skip
    assert [chapter.key for chapter in chapters(replace(finished.results, exhibits=()))] == [
        "glance",
        "reproduction",
    ]


def test_names_that_are_markup_stay_text(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    hostile = "<script>alert(1)</script>&\\\"'"
    study = folder / "study.toml"
    for text in ("A small study", "Infrastructure", "Baseline", "Made up", "Does it run?"):
        change(study, f'"{text}"', f"'''{hostile} {text}'''".replace("'\"''", "\"''"))
    change(study, 'names = "china-provinces"\n', "")
    change(study, '"北京", ', '"<b>北京</b>", ')
    change(data_file(folder), "北京", "<b>北京</b>")
    text = study.read_text(encoding="utf-8")
    study.write_text(text[: text.index("[map.infra]")], encoding="utf-8")
    results = paneloom.load(folder).run()
    html = (folder / "output" / "report.html").read_text(encoding="utf-8")
    elements = Elements(html)
    assert "script" not in elements.names
    assert "b" not in elements.names
    assert html.count("&lt;script&gt;") > 5
    assert "&lt;b&gt;北京" in html
    assert results.title.startswith("<script>")


def test_the_page_depends_on_the_results_alone(finished: Finished, html: str) -> None:
    drawings = {
        item.name: (
            finished.output / "figures" / f"figure-{at:02d}-{item.name.replace('.', '-')}.svg"
        ).read_bytes()
        for at, item in enumerate(finished.results.figures, start=1)
    }
    assert page(finished.results, drawings) == html


def test_file_names_carry_the_printed_number(finished: Finished) -> None:
    for path in (finished.output / "tables").glob("*.md"):
        number = re.match(r"table-(\d+)-", path.name)
        assert number is not None
        assert path.read_text(encoding="utf-8").startswith(f"**Table {int(number[1])}. ")
