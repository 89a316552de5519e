"""Texts in drawings: what is measured is never too narrow, what is shortened fits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from estimator.render.drawing.lettering import ELLIPSIS, fitted, width, wrapped


@given(st.text(max_size=60), st.integers(20, 300))
def test_a_fitted_text_fits_and_is_the_beginning_of_the_text(text: str, pixels: int) -> None:
    short = fitted(text, pixels, 13)
    line = " ".join(text.split())
    assert width(short, 13) <= pixels
    kept = " ".join(short.split())
    assert kept == line or line.startswith(kept.removesuffix(ELLIPSIS))
    assert fitted(short, pixels, 13) == short


@given(st.text(max_size=60), st.integers(20, 300), st.integers(1, 3))
def test_wrapped_lines_fit_and_together_say_the_text_until_it_is_cut(text: str, pixels: int, most: int) -> None:
    lines = wrapped(text, pixels, 13, most)
    assert 1 <= len(lines) <= most
    assert all(width(line, 13) <= pixels for line in lines)
    if not any(ELLIPSIS in line for line in lines):
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_two_lines_hold_what_one_cannot() -> None:
    assert wrapped("8 × Desktop computers", 162, 13, 2) == ("8 × Desktop", "computers")
    assert wrapped("8 × Desktop computers", 162, 13, 1) == ("8 × Desktop compu…",)


def test_a_short_text_stays_as_it_is_and_a_long_one_ends_with_an_ellipsis() -> None:
    assert fitted("Core switch", 160, 13) == "Core switch"
    assert fitted("Virtualisation host of the second floor", 160, 13).endswith(ELLIPSIS)
    assert fitted(" two\nlines ", 160, 13) == "two lines"


def test_wide_letters_take_more_room_than_narrow_ones() -> None:
    assert width("WWWW", 10) > width("nnnn", 10) > width("iiii", 10)
    assert width("é", 10) == width("e", 10)
    assert width("e\u0301", 10) == width("e", 10)
    assert width("網", 10) > width("W", 10)
    assert width("n", 10, bold=False) < width("n", 10)


def test_an_accent_stays_with_its_letter() -> None:
    text = "e\u0301" * 40
    assert len(fitted(text, 100, 13).removesuffix(ELLIPSIS)) % 2 == 0


def test_a_figure_is_never_parted_at_its_no_break_space() -> None:
    assert wrapped("€\N{NO-BREAK SPACE}2.350 a month", 60, 12, 2)[0] == "€\N{NO-BREAK SPACE}2.350"
    assert width("€\N{NO-BREAK SPACE}2", 12) == width("€ 2", 12)
