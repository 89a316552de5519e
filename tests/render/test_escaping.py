"""Values in templates are escaped as markupsafe escapes them, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from estimator.render.escaping import EscapingEnvironment, escaped

VALUES = st.one_of(st.text(), st.text(alphabet="<>&\"'a"), st.integers(), st.booleans(), st.floats(), st.none())


@given(VALUES)
def test_a_value_is_escaped_as_markupsafe_escapes_it(value: object) -> None:
    assert escaped(value) == escape(value)


@given(st.text(alphabet="<>&\"'a"))
def test_a_template_prints_text_escaped_once_however_it_gets_there(text: str) -> None:
    source = (
        "{% macro shown(value) %}{{ value }}{% endmacro %}{% set kept %}{{ text }}{% endset %}"
        "{{ text }}|{{ shown(text) }}|{{ kept }}|{{ text ~ '' }}|{{ [text] | join }}|{{ ready }}"
    )
    template = EscapingEnvironment(autoescape=True).from_string(source)
    assert template.render(text=text, ready=Markup(text)).split("|") == [str(escape(text))] * 5 + [text]


def test_what_a_template_does_not_know_is_still_an_error() -> None:
    template = EscapingEnvironment(autoescape=True, undefined=StrictUndefined).from_string("{{ missing }}")
    with pytest.raises(UndefinedError):
        template.render()


def test_without_autoescape_nothing_is_escaped() -> None:
    assert EscapingEnvironment(autoescape=False).from_string("{{ text }}").render(text="<b>") == "<b>"
