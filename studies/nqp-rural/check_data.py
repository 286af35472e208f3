"""Compare the raw tables with the published sizes: python check_data.py

Plain NumPy on the written files alone. It shares no code with the generator, nor with
Paneloom: pooled min-max, entropy weights, two-way effects, errors clustered by province.
Prints the tables of README.md.
"""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from python_calamine import CalamineWorkbook

Array = NDArray[np.float64]
CONTROLS = ("gov", "ur", "ind", "inv", "edu")
YEARS = tuple(range(2013, 2024))
MOMENTS = {
    "rri": (0.310, 0.142, 0.031, 0.852),
    "nqp": (0.209, 0.153, 0.083, 1.065),
    "tp": (0.107, 0.149, 0.000, 0.949),
    "gp": (0.007, 0.001, 0.005, 0.012),
    "dp": (0.095, 0.018, 0.066, 0.201),
    "gov": (0.287, 0.207, 0.001, 1.354),
    "ur": (0.609, 0.123, 0.239, 0.896),
    "ind": (0.758, 0.223, 0.171, 1.454),
    "inv": (0.025, 0.060, 0.000, 0.922),
    "edu": (4.269, 0.956, 1.209, 5.689),
}
PER = {  # indicator: (numerator sheet, denominator sheet)
    "output_per_head": ("第一产业总产值", "乡村人口"),
    "va_per_head": ("第一产业增加值", "乡村人口"),
    "machinery_per_head": ("农业机械总动力", "乡村人口"),
    "labour_productivity": ("第一产业增加值", "第一产业就业人员"),
    "energy_gdp": ("能源消费总量", "地区生产总值"),
    "water_gdp": ("工业用水量", "地区生产总值"),
    "waste_water_gdp": ("工业废水排放量", "地区生产总值"),
    "so2_gdp": ("工业二氧化硫排放量", "地区生产总值"),
    "cable_density": ("光缆线路长度", "土地面积"),
}
PLAIN = {
    "grain_yield_ha": "粮食单位面积产量",
    "economic_yield_ha": "经济作物单位面积产量",
    "rural_income": "农村居民可支配收入",
    "grain_output": "粮食产量",
    "processing_income": "农产品加工业主营业务收入",
    "patents": "专利授权数",
    "hightech_revenue": "高技术产业营业收入",
    "innovation_expenditure": "规上工业创新费用",
    "rd_personnel": "规上工业RD人员",
    "solid_waste_rate": "固体废物综合利用率",
    "ic_output": "集成电路产量",
    "telecom_volume": "电信业务总量",
    "broadband_ports": "互联网宽带接入端口",
    "software_revenue": "软件业务收入",
    "ecommerce_sales": "电子商务销售额",
}


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficient of the first regressor and of the controls behind it."""

    names: tuple[str, ...]
    slopes: Array
    errors: Array
    n: int
    clusters: int

    def text(self, name: str) -> str:
        """Coefficient, stars (t with clusters - 1 degrees of freedom) and error."""
        k = self.names.index(name)
        t = abs(self.slopes[k] / self.errors[k])
        limits = {
            31: (1.697, 2.042, 2.750),
            11: (1.812, 2.228, 3.169),
            8: (1.895, 2.365, 3.499),
            12: (1.796, 2.201, 3.106),
        }[self.clusters]
        stars = "*" * sum(t > limit for limit in limits)
        return f"{self.slopes[k]:.3f}{stars} ({self.errors[k]:.3f})"


class Panel:
    """The variables of the study, flat: provinces in order, years within."""

    def __init__(self, folder: Path) -> None:
        with (folder / "regions.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        self.provinces = [row["province"] for row in rows]
        self.region = np.repeat([row["region"] for row in rows], len(YEARS))
        self.unit = np.repeat(np.arange(len(rows)), len(YEARS))
        self.year = np.tile(np.array(YEARS), len(rows))
        book = CalamineWorkbook.from_path(folder / "yearbook.xlsx")
        self.sheets = {name: self._sheet(book, name) for name in book.sheet_names}
        self.blanks = sum(int(np.isnan(s).sum()) for s in self.sheets.values())
        s = {name: self._interpolated(values).reshape(-1) for name, values in self.sheets.items()}
        self.weights: dict[str, float] = {}
        self.data = self._indices(folder, s)
        self.data |= {
            "gov": s["一般公共预算支出"] / s["地区生产总值"],
            "ur": s["城镇人口"] / s["年末人口"],
            "ind": s["第二产业增加值"] / s["第三产业增加值"],
            "inv": s["外商直接投资"] / s["地区生产总值"],
            "edu": np.log(s["高校在校学生"]),
        }

    def _sheet(self, book: CalamineWorkbook, name: str) -> Array:
        rows = book.get_sheet_by_name(name).to_python()
        head = next(k for k, row in enumerate(rows) if row[0] == "地区")
        years = [int(str(cell).removesuffix("年").split(".")[0]) for cell in rows[head][1:]]
        values = np.full((len(self.provinces), len(YEARS)), np.nan)
        for row in rows[head + 1 :]:
            label = "".join(str(row[0]).split())
            place = [i for i, p in enumerate(self.provinces) if label.startswith(p)]
            for year, cell in zip(years, row[1:], strict=True):
                if place and isinstance(cell, int | float):
                    values[place[0], YEARS.index(year)] = cell
        return values

    @staticmethod
    def _interpolated(values: Array) -> Array:
        result, t = values.copy(), np.array(YEARS, dtype=float)
        for row in result:
            known = ~np.isnan(row)
            row[~known] = np.interp(t[~known], t[known], row[known], left=np.nan, right=np.nan)
        return result

    def _indices(self, folder: Path, s: dict[str, Array]) -> dict[str, Array]:
        with (folder / "indicators.csv").open(encoding="utf-8", newline="") as stream:
            system = list(csv.DictReader(stream))
        data: dict[str, Array] = {}
        for index in ("rri", "rri1", "nqp"):
            members = [row for row in system if row["index"] == index]
            z = np.stack([self._scaled(row, s) for row in members], axis=1)
            share = z / z.sum(axis=0)
            logs = np.log(share, out=np.zeros_like(share), where=share > 0)
            spread = 1 + (share * logs).sum(axis=0) / np.log(len(z))
            weights = spread / spread.sum()
            data[index] = z @ weights
            for k, row in enumerate(members):
                self.weights[f"{index}: {row['indicator']}"] = float(weights[k])
                if index == "nqp":
                    part = data.get(row["dimension"], np.zeros(len(z)))
                    data[row["dimension"]] = part + weights[k] * z[:, k]
        return data

    @staticmethod
    def _scaled(row: dict[str, str], s: dict[str, Array]) -> Array:
        key = row["indicator"]
        x = s[PLAIN[key]] if key in PLAIN else s[PER[key][0]] / s[PER[key][1]]
        z = (x - x.min()) / (x.max() - x.min())
        return np.asarray(z if row["direction"] == "+" else (x.max() - x) / (x.max() - x.min()))

    def fit(
        self, y: str, x: str, controls: tuple[str, ...] = CONTROLS, *, region: str = "", iv: bool = False
    ) -> Fit:
        """Two-way effects; iv takes the one-year lag of x as its instrument."""
        keep = self.region == region if region else np.ones(len(self.unit), dtype=bool)
        z = self.data[x]
        if iv:
            keep = keep & (self.year > YEARS[0])
            z = np.roll(z, 1)
        unit, year = self.unit[keep], self.year[keep]
        dummies = np.hstack(
            [
                (unit[:, None] == np.unique(unit)).astype(float),
                (year[:, None] == np.unique(year)[1:]).astype(float),
            ]
        )
        columns = [self.data[y], self.data[x], *(self.data[c] for c in controls), z]
        raw = np.stack([c[keep] for c in columns], axis=1)
        swept = raw - dummies @ np.linalg.lstsq(dummies, raw, rcond=None)[0]
        regressors = swept[:, 1:-1]
        instruments = np.column_stack([swept[:, -1], regressors[:, 1:]])
        slopes = np.linalg.solve(instruments.T @ regressors, instruments.T @ swept[:, 0])
        fitted = instruments @ np.linalg.lstsq(instruments, regressors, rcond=None)[0]
        scores = fitted * (swept[:, 0] - regressors @ slopes)[:, None]
        sums = np.stack([scores[unit == u].sum(axis=0) for u in np.unique(unit)])
        bread = np.linalg.inv(fitted.T @ fitted)
        groups, n = len(sums), len(unit)
        parameters = len(slopes) + len(np.unique(year))
        factor = groups / (groups - 1) * (n - 1) / (n - parameters)
        errors = np.sqrt(np.diag(bread @ (sums.T @ sums) @ bread) * factor)
        return Fit((x, *controls), slopes, errors, n, groups)


def moments_table(panel: Panel) -> list[str]:
    """Published and reached mean, sd, min, max in Markdown."""
    lines = [
        "| variable | mean | sd | min | max | reached: mean | sd | min | max |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, goal in MOMENTS.items():
        x = panel.data[name]
        reached = (x.mean(), x.std(ddof=1), x.min(), x.max())
        cells = [name, *(f"{v:.3f}" for v in goal), *(f"{v:.3f}" for v in reached)]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def effects_table(panel: Panel) -> list[str]:
    """Published and reached coefficients in Markdown."""
    lines = ["| estimate | published | reached |", "|---|---|---|"]
    for k in range(6):
        fit = panel.fit("rri", "nqp", CONTROLS[:k])
        lines.append(f"| rri on nqp, {k} controls | about .26 | {fit.text('nqp')} |")
    for name, goal in zip(CONTROLS, ("", "about -.28", "", "about .08", ""), strict=True):
        lines.append(f"| its coefficient of {name}, 5 controls | {goal} | {fit.text(name)} |")
    for x, goal in (("tp", ".27"), ("gp", "not significant"), ("dp", ".46 to .53")):
        for label, controls in (("without controls", ()), ("with controls", CONTROLS)):
            lines.append(f"| rri on {x}, {label} | {goal} | {panel.fit('rri', x, controls).text(x)} |")
    for x, goal in (("nqp", ".29"), ("tp", ".25"), ("gp", ""), ("dp", ".59")):
        lines.append(f"| rri on {x}, 2SLS by its lag | {goal} | {panel.fit('rri', x, iv=True).text(x)} |")
    lines.append(
        f"| rri1 on nqp, without controls | .11 to .15 | {panel.fit('rri1', 'nqp', ()).text('nqp')} |"
    )
    for x, goal in (("nqp", ".11 to .15"), ("tp", ""), ("gp", ""), ("dp", "")):
        lines.append(f"| rri1 on {x}, with controls | {goal} | {panel.fit('rri1', x).text(x)} |")
    places = {"东部": ("east", ".20"), "中部": ("central", ".27"), "西部": ("west", "not significant")}
    for region, (label, goal) in places.items():
        for x in ("nqp", "tp", "gp", "dp"):
            shown = goal if x == "nqp" else ""
            lines.append(f"| {label}, rri on {x} | {shown} | {panel.fit('rri', x, region=region).text(x)} |")
    return lines


def ranks_line(panel: Panel, index: str) -> str:
    """Provinces from first to last by their mean over the years."""
    means = panel.data[index].reshape(-1, len(YEARS)).mean(axis=1)
    order = np.argsort(-means, kind="stable")
    return f"{index}: " + " ".join(f"{panel.provinces[i]} {means[i]:.3f}" for i in order)


def main(folder: Path) -> None:
    """Print every table."""
    panel = Panel(folder)
    print("\n".join(moments_table(panel)), "\n")
    print("\n".join(effects_table(panel)), "\n")
    print(f"{panel.blanks} empty cells in {len(panel.sheets)} sheets")
    print(*(f"{name} {weight:.4f}" for name, weight in panel.weights.items()), sep="\n")
    print(ranks_line(panel, "nqp"), ranks_line(panel, "rri"), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent / "raw")
