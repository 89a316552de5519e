"""Text for terminals: nothing in it is obeyed or hidden."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from estimator.render.safe_text import one_line, plain_json

HARMFUL = {"Cc", "Cf", "Cs", "Zl", "Zp"}
any_text = st.text(st.characters(exclude_categories=()))


@given(any_text)
def test_json_means_the_same_without_a_character_that_a_terminal_obeys(text: str) -> None:
    made = plain_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(made) == json.loads(json.dumps(text))
    assert not {unicodedata.category(character) for character in made} & HARMFUL
    made.encode()


@given(any_text)
def test_a_line_holds_no_character_that_a_terminal_obeys(text: str) -> None:
    kept = "\u200c\u200d"
    assert not {unicodedata.category(character) for character in one_line(text) if character not in kept} & HARMFUL
