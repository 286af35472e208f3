"""NIST StRD linear problems: digits of every coefficient, against certified values recomputed here.

The exact coefficients come from the normal equations in 200 digits, on the data as printed. The certified
values, typed from the certificates, must agree with them to their 13 digits and more: a mistyped number
fails. The digits wanted are those of the project's aims; what is achieved is recorded.
"""

import csv
from pathlib import Path

import mpmath as mp
import numpy as np
import pytest

from paneloom.algebra.block import Block
from paneloom.algebra.effects import first_record
from paneloom.algebra.solve import least_squares
from paneloom.algebra.sweep import second_record, sweep_of, swept_factor

# Certified coefficients, constant first, as the certificates print them.
CERTIFIED = {
    "Norris": ("-0.262323073774029", "1.00211681802045"),
    "Pontius": ("0.673565789473684E-03", "0.732059160401003E-06", "-0.316081871345029E-14"),
    "Longley": (
        "-3482258.63459582", "15.0618722713733", "-0.358191792925910E-01", "-2.02022980381683",
        "-1.03322686717359", "-0.511041056535807E-01", "1829.15146461355",
    ),
    "Wampler1": ("1", "1", "1", "1", "1", "1"),
    "Wampler2": ("1", "0.1", "0.01", "0.001", "0.0001", "0.00001"),
    "Wampler3": ("1", "1", "1", "1", "1", "1"),
    "Wampler4": ("1", "1", "1", "1", "1", "1"),
    "Wampler5": ("1", "1", "1", "1", "1", "1"),
    "Filip": (
        "-1467.48961422980", "-2772.17959193342", "-2316.37108160893", "-1127.97394098372", "-354.478233703349",
        "-75.1242017393757", "-10.8753180355343", "-1.06221498588947", "-0.670191154593408E-01",
        "-0.246781078275479E-02", "-0.402962525080404E-04",
    ),
}  # fmt: skip
POWERS = {"Norris": 1, "Pontius": 2, "Filip": 10} | {f"Wampler{i}": 5 for i in range(1, 6)}
WANTED = {
    "Norris": 10.0, "Pontius": 10.0, "Longley": 11.0, "Wampler1": 9.0, "Wampler2": 9.0, "Wampler3": 9.0,
    "Wampler4": 7.0, "Wampler5": 5.5, "Filip": 6.5,
}  # fmt: skip
# What is said to be kept is a first-order bound: never more than there is (the last digit apart), and of use.
TOO_MANY, TOO_FEW = 0.3, 2.5


def problem(name: str, shared: Path) -> tuple[list[str], list[list[str]]]:
    """The outcome and the regressors without the constant, as text."""
    with (shared / "data/reference/nist" / f"{name}.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row][1:]
    return [row[0] for row in rows], [row[1:] for row in rows]


def designed(name: str, x: list[list[mp.mpf]]) -> list[list[mp.mpf]]:
    if name not in POWERS:
        return x
    return [[row[0] ** power for power in range(1, POWERS[name] + 1)] for row in x]


def exact(y: list[mp.mpf], x: list[list[mp.mpf]]) -> mp.matrix:
    design = mp.matrix([[mp.mpf(1), *row] for row in x])
    return mp.lu_solve(design.T * design, design.T * mp.matrix(y))


@pytest.mark.shared
@pytest.mark.parametrize("name", CERTIFIED)
def test_digits_of_the_coefficients(name: str, shared: Path, record_property) -> None:
    y, x = problem(name, shared)
    with mp.workdps(200):
        truth = exact([mp.mpf(v) for v in y], designed(name, [[mp.mpf(v) for v in row] for row in x]))
        for certified, value in zip(CERTIFIED[name], truth, strict=True):
            assert abs(mp.mpf(certified) / value - 1) < mp.mpf(10) ** -13, f"mistyped: {certified}"
    numbers = np.array([[float(v) for v in row] for row in x])
    if name in POWERS:
        numbers = np.column_stack([numbers[:, 0] ** power for power in range(1, POWERS[name] + 1)])
    columns = ("y", *(f"x{i}" for i in range(numbers.shape[1])))
    n = len(y)
    alone = np.arange(n)
    values = np.column_stack([[float(v) for v in y], numbers])
    block = Block(columns, values, alone, np.zeros(n, dtype=np.int64), alone, np.ones(n))
    first = first_record(block, "none")
    sweep = sweep_of(first)
    factor = swept_factor(second_record(block, sweep), sweep)
    solution = least_squares(factor, "y", columns[1:])
    constant = first.totals.mean[0] - first.totals.mean[1:] @ solution.coefficients
    found = [float(constant), *(float(b) for b in solution.coefficients)]
    errors = [abs(mp.mpf(a) / b - 1) for a, b in zip(found, truth, strict=True)]
    achieved = min(16.0, *(float(-mp.log10(e)) if e else 16.0 for e in errors))
    slopes = min(16.0, *(float(-mp.log10(e)) if e else 16.0 for e in errors[1:]))
    record_property(
        f"NIST {name}", f"{achieved:.1f} digits (slopes {slopes:.1f}), said {solution.digits:.1f}"
    )
    assert achieved >= WANTED[name]
    assert min(solution.digits, 15.0) - TOO_MANY <= slopes <= solution.digits + TOO_FEW
