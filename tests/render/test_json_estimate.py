"""estimate.json holds what its description and its schema promise."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from estimator.diagnostics import Diagnostic, Level
from estimator.model.customer import Customer
from estimator.render.json_estimate import SCHEMA_FILE, check_document, document_text, estimate_document
from tests.render.estimates import office_estimate

DIAGNOSTIC = Diagnostic(Level.WARNING, "Assets!J14", "unknown-operating-system", "It is not known.", "Look it up.")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    text = files("estimator.data").joinpath(SCHEMA_FILE).read_text(encoding="utf-8")
    parsed: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(parsed)
    return parsed


def office_document() -> dict[str, Any]:
    return estimate_document(office_estimate(), [DIAGNOSTIC])


def test_the_document_is_valid_by_the_schema_that_ships(schema: dict[str, Any]) -> None:
    parsed = json.loads(json.dumps(office_document()))
    jsonschema.Draft202012Validator(schema).validate(parsed)


def test_the_text_holds_the_document_with_a_line_for_every_entry_of_its_lists() -> None:
    document = office_document()
    text = document_text(document)
    assert json.loads(text) == document
    entries = [line.strip().rstrip(",") for line in text.splitlines() if line.startswith("  {")]
    assert [json.loads(entry) for entry in entries if '"driver"' in entry] == document["streams"]


def test_a_document_without_endpoints_and_tickets_is_valid(schema: dict[str, Any]) -> None:
    estimate = office_estimate()
    quiet = replace(
        estimate,
        workload=replace(estimate.workload, endpoints=0, streams=()),
        verdict=replace(estimate.verdict, break_even=None),
    )
    document = estimate_document(quiet, [])
    assert document["workload"]["rhem"] is None
    assert document["verdict"]["break_even"] is None
    jsonschema.Draft202012Validator(schema).validate(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("fee", "monthly"), "2150"),
        (("fee", "monthly"), 2150.0),
        (("fee", "binding"), "whim"),
        (("plans", 0, "lattice_step"), "1E-3"),
        (("streams", 0, "cells", 0), "somewhere"),
        (("customer", "shoe_size"), 43),
    ],
)
def test_the_schema_refuses_what_is_not_promised(schema: dict[str, Any], path: tuple[Any, ...], value: object) -> None:
    document = deepcopy(office_document())
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(document)


def test_every_part_of_the_schema_is_closed(schema: dict[str, Any]) -> None:
    def objects(node: object) -> list[dict[str, Any]]:
        if isinstance(node, list):
            return [found for part in node for found in objects(part)]
        if not isinstance(node, dict):
            return []
        here = [node] if "properties" in node and node.get("type") == "object" else []
        return here + [found for part in node.values() for found in objects(part)]

    parts = objects(schema)
    assert len(parts) > 15
    assert all(part["additionalProperties"] is False for part in parts)
    optional = [name for part in parts for name in set(part["properties"]) - set(part["required"])]
    assert optional == ["term"]


def test_components_add_up_to_the_fee_as_printed() -> None:
    fee = office_document()["fee"]
    assert sum(Decimal(component["monthly"]) for component in fee["components"]) == Decimal(fee["monthly"])
    assert Decimal(fee["annual"]) == 12 * Decimal(fee["monthly"])


def test_monthly_figures_are_a_twelfth_of_the_annual_ones_to_the_cent() -> None:
    business = office_document()["plans"][3]
    assert business["expected_annual"] == "27484.44"
    assert business["expected_monthly"] == "2290.37"
    assert business["lattice_step"] == "0.125"


def test_cells_are_told_as_runs_down_a_column() -> None:
    document = office_document()
    assert document["streams"][2]["cells"] == ["Assets!C4:C9"]
    assert document["scheduled"][1]["cells"] == ["Assets!C4", "Assets!C12"]


def test_a_price_finer_than_a_cent_is_not_rounded_so_that_others_can_reproduce_the_figures() -> None:
    estimate = replace(office_estimate(), tools_annual=Decimal("2352.0050"))
    assert estimate_document(estimate, [])["tools_annual"] == "2352.005"
    assert office_document()["tools_annual"] == "2352.00"


def test_diagnostics_name_their_cell_and_remedy() -> None:
    assert office_document()["diagnostics"] == [
        {
            "level": "warning",
            "cell": "Assets!J14",
            "check": "unknown-operating-system",
            "message": "It is not known.",
            "remedy": "Look it up.",
        }
    ]


def test_check_tells_the_diagnostics_and_questions_of_the_whole_document() -> None:
    document = office_document()
    assert check_document([DIAGNOSTIC], office_estimate()) == {
        "schema": "estimator/check@1",
        "diagnostics": document["diagnostics"],
        "questions": document["questions"],
        "fee": {name: document["fee"][name] for name in ("monthly", "low", "high")},
    }
    unpriced = check_document([DIAGNOSTIC], None)
    assert (unpriced["questions"], unpriced["fee"]) == ([], None)


def test_hostile_text_stays_text() -> None:
    customer: Customer = replace(office_estimate().customer, name='"}<script>\u202e\n')
    document = estimate_document(office_estimate(customer), [])
    assert json.loads(json.dumps(document))["customer"]["name"] == customer.name
