"""The policy file as people write it: the documented example, encodings, things that are no file."""

from __future__ import annotations

import os
import re
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from estimator.diagnostics import Stop
from estimator.model.customer import Customer
from estimator.model.guardrails import Guardrails
from estimator.model.infrastructure import Assessment, Asset, Location, SeatGroup, Service, Ticket
from estimator.pipeline.guarding import policy_of
from estimator.read.guardrails import NEVER_BLANK
from estimator.read.headings import read_form

DOCUMENTED = Path(__file__).parents[2] / "docs" / "renewals.md"


def example() -> str:
    found = re.search(r"<!-- example: tests read it -->\n```toml\n(.*?)```", DOCUMENTED.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_documented_example_is_a_policy(tmp_path: Path) -> None:
    (tmp_path / "estimator.toml").write_text(example(), encoding="utf-8")
    (tmp_path / "ours-2027.toml").touch()
    policy = policy_of(tmp_path / "acme.xlsx")
    assert policy is not None
    guards = policy.guardrails
    assert guards.margin is not None and (guards.margin.minimum, guards.margin.level) == (Decimal("0.18"), "error")
    assert guards.loss is not None and (guards.loss.maximum_probability, guards.loss.level) == (0.1, "warn")
    assert guards.age is not None and guards.age.maximum_days == 180
    assert policy.required == (("customer", "vat_number"), ("assets", "serial_number"))
    assert policy.files == {"rate_card": tmp_path / "ours-2027.toml"}
    assert policy.saved_estimate(tmp_path / "acme.xlsx") == tmp_path / "agreed" / "acme.json"


def test_every_guard_of_the_policy_is_documented() -> None:
    text = example()
    assert [name for name in Guardrails.__dataclass_fields__ if f"[{name}]" not in text] == []


def test_no_policy_guards_nothing(tmp_path: Path) -> None:
    assert policy_of(tmp_path / "acme.xlsx") is None
    (tmp_path / "estimator.toml").touch()
    policy = policy_of(tmp_path / "acme.xlsx")
    assert policy is not None and policy.guardrails == Guardrails()
    assert policy.saved_estimate(tmp_path / "acme.xlsx") is None


def test_fields_are_known_by_any_languages_words(tmp_path: Path) -> None:
    (tmp_path / "estimator.toml").write_bytes(
        '﻿[required]\nfields = ["équipements.Numéro de série", "GERÄTE.modell"]'.encode()
    )
    policy = policy_of(tmp_path / "acme.xlsx")
    assert policy is not None and policy.required == (("assets", "serial_number"), ("assets", "model"))


def test_every_field_of_the_form_can_be_required() -> None:
    models = {
        "customer": Customer,
        "locations": Location,
        "seats": SeatGroup,
        "assets": Asset,
        "services": Service,
        "tickets": Ticket,
    }
    for sheet in read_form().sheets:
        known = {each.name for each in fields(models[sheet.id])}
        assert {field.key for field in sheet.fields} <= known, sheet.id
        assert sheet.id == "customer" or sheet.id in {each.name for each in fields(Assessment)}
        with_default = {(sheet.id, field.key) for field in sheet.fields if field.default}
        traced = {("assets", "quantity"), ("assets", "managed")} | {("customer", name) for name in known}
        assert with_default - traced <= NEVER_BLANK


@pytest.mark.parametrize("content", [b"\xff", b"[" * 50_000, b"a = 1\n" * 400_000])
def test_what_is_no_policy_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "estimator.toml").write_bytes(content)
    with pytest.raises(Stop) as stop:
        policy_of(tmp_path / "acme.xlsx")
    assert {found.check for found in stop.value.diagnostics} <= {"invalid-toml", "unreadable-file"}
    assert all(found.place == str(tmp_path / "estimator.toml") for found in stop.value.diagnostics)


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_folders_and_pipes_are_never_waited_for(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "estimator.toml"
    if kind == "folder":
        path.mkdir()
    elif hasattr(os, "mkfifo"):
        os.mkfifo(path)
    else:
        pytest.skip("no named pipes here")
    with pytest.raises(Stop) as stop:
        policy_of(tmp_path / "acme.xlsx")
    assert [found.check for found in stop.value.diagnostics] == ["unreadable-file"]
