"""The values beside formulas: what a spreadsheet would calculate, for those who only look."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
import python_calamine as calamine
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from estimator.render.xlsx import workbook_bytes
from estimator.render.xlsx_values import workbook_values
from estimator.render.xlsx_values.formula import NotUnderstoodError


def workbook(*formulas: str) -> Workbook:
    """A workbook with these formulas in column C, beside the numbers 1 to 4, a text and an empty cell in column A."""
    made = Workbook()
    sheet = made.create_sheet("Other")
    sheet["A1"] = 2.5
    sheet = made.worksheets[0]
    sheet.title = "Here"
    for row, value in enumerate((1, 2, 3, 4, "lu", None), 1):
        sheet.cell(row, 1, value)
        sheet.cell(row, 2, "x" if row % 2 else "y")
    for row, formula in enumerate(formulas, 1):
        sheet.cell(row, 3, formula)
    made.defined_names["numbers"] = DefinedName("numbers", attr_text="Here!$A$1:$A$4")
    return made


def values(*formulas: str) -> list[Any]:
    return [str(value) if isinstance(value, Exception) else value for value in held(*formulas)]


def held(*formulas: str) -> list[Any]:
    return list(workbook_values(workbook(*formulas))["Here"].values())


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3^2-8/4", 17),
        ("=2-3-4", -5),
        ("=-A2^2", 4),  # a sign binds more tightly than a power, as in every spreadsheet
        ("=(1+2)*A3", 9),
        ("=A6+1", 1),
        ("=Other!$A$1*A2", 5),
        ('="a ""b"" "&A1/8&"!"', 'a "b" 0.125!'),
        ('=IF(A5="lu",A1,1/0)', 1),
        ("=SUM(A1:A6,10)+MIN(A1:A4)+MAX(numbers)", 25),
        ('=SUMIF(B1:B4,"x",A1:A4)', 4),
        ('=SUMIFS(A1:A4,B1:B4,"y",A1:A4,"<="&A3)', 2),
        ("=SUMPRODUCT(--(A1:A4<>A2))", 3),
        ("=SUMPRODUCT((numbers+1)*2)", 28),
        ("=INDEX($A$1:$A$4,A2)", 2),
        ("=INT(-1.5)", -2),
        ("=MOD(-1,3)", 2),
        ("=ROUND(1.005,2)", 1.01),
        ("=ROUND(-2.5,0)", -3),
        ("=ROUNDUP(1.2,0)", 2),
        ('=SUBSTITUTE(0.00001,".",",")', "0,00001"),
        ("=ROUND(EXP(LN(PI()))+SQRT(ABS(-4)),6)", 5.141593),
        ("=NORMSDIST(0)", 0.5),
        ("=1/(A1-1)", "#DIV/0!"),
        ("=LN(A1-1)", "#NUM!"),
    ],
)
def test_a_formula_comes_to_what_a_spreadsheet_says(formula: str, value: object) -> None:
    assert values(formula) == [value]


def test_formulas_use_one_another_in_any_order_and_hand_errors_on() -> None:
    assert values("=C2+1", "=C3*2", "=5", "=SUM(C5:C6)", "=1/0", "=C5") == [11, 10, 5, *["#DIV/0!"] * 3]


@pytest.mark.parametrize("formula", ["=VLOOKUP(A1,A1:A4,1)", "=nowhere", "=1+", "=(1", "=1 2", "=A1%", "=B:B"])
def test_what_is_not_understood_is_never_guessed(formula: str) -> None:
    with pytest.raises(NotUnderstoodError):
        values(formula)


def test_who_only_reads_the_file_finds_the_values() -> None:
    formulas = ("=A1/8", '="<"&A1&">"', '=IF(A1=1,"","x")', "=1/0")
    made = workbook(*formulas)
    content = workbook_bytes(made, workbook_values(made))
    sheet = openpyxl.load_workbook(BytesIO(content), data_only=True)["Here"]
    assert [sheet.cell(row, 3).value for row in range(1, 5)] == [0.125, "<1>", None, "#DIV/0!"]
    assert [row[2] for row in calamine.load_workbook(BytesIO(content)).get_sheet_by_name("Here").to_python()[:3]] == [
        0.125,
        "<1>",
        "",
    ]
    kept = openpyxl.load_workbook(BytesIO(content))["Here"]
    assert [kept.cell(row, 3).value for row in range(1, 5)] == list(formulas)
