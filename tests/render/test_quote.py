"""The customer's proposal: complete, in the customer's language, nothing internal, the same bytes every time."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from estimator.diagnostics import Stop
from estimator.model.brand import Brand, Logo
from estimator.model.infrastructure import Assessment
from estimator.model.rate_card import Provider
from estimator.pipeline.customer import priced, read
from estimator.pipeline.customer import quote_pdf as proposal
from estimator.render.drawing.axis import round_numbers
from estimator.render.quote import quote_pdf, write_quote
from estimator.render.quote_inputs import QuoteInputs, cell_text
from estimator.render.quote_view import quote_view
from estimator.render.vat import vat_of
from tests.read.test_brand import png
from tests.render.estimates import (
    INTERNAL_MARK,
    office_assessment,
    office_customer,
    office_estimate,
    office_facts,
    office_schedule,
)

ASSESSMENTS = Path(__file__).parents[2] / "assessments"
HOSTILE = '#set page(fill: red) *bold* $x$ `raw` @ref <label> \\ "quote" {customer} 中文 \x1b[31m\u202e'


def office_inputs(choice: str = "predictability", **customer: object) -> QuoteInputs:
    someone = office_customer(**customer)
    return QuoteInputs(
        estimate=office_estimate(someone, choice),
        assessment=office_assessment(someone),
        schedule=office_schedule(),
        facts=office_facts(),
        on_site={"lux": True, "trier": False},
        provider=Provider(name="Provider Exemple"),
    )


def texts(value: Any) -> list[str]:
    """Every text that reaches the proposal."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts(part)]


def whole_text(inputs: QuoteInputs) -> str:
    return "\n".join(texts(quote_view(inputs)))


def amount(text: str) -> Decimal:
    return Decimal(text.replace("€", "").replace(",", ""))


def test_the_pdf_is_accessible_dated_by_the_estimate_and_the_same_each_time(tmp_path: Path) -> None:
    inputs = office_inputs()
    pdf = quote_pdf(inputs)
    write_quote(tmp_path / "quote.pdf", inputs)
    assert (tmp_path / "quote.pdf").read_bytes() == pdf
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"D:20261122" in pdf
    assert b"Provider Exemple" in pdf
    assert b"/FontFile3" in pdf


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext of poppler")
def test_the_pdf_shows_what_the_view_says(tmp_path: Path) -> None:
    write_quote(tmp_path / "quote.pdf", office_inputs())
    shown = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "quote.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    squeezed = re.sub(r"\s+", " ", shown)
    for part in (
        "€2,350.00 a month, without VAT",
        "Page 1 of ",
        "Fixed fee €2,350",
        "€1,975-2,620",
        "Mon-Sun 07:00-19:00",
    ):
        assert part in squeezed
    assert INTERNAL_MARK not in shown


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_brand_is_on_the_first_page(kind: str) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 20"><rect width="900" height="20"/></svg>'
    logo = Logo("svg", svg.encode()) if kind == "svg" else Logo("png", png())
    brand = Brand("Exemple & Co <#x>", "#7a1f4b", ("1, rue #set", "L-1234 *Y*"), logo)
    inputs = replace(office_inputs(), brand=brand)
    pdf = PdfReader(BytesIO(quote_pdf(inputs)))
    text = pdf.pages[0].extract_text()
    for part in ("Exemple & Co <#x>", "1, rue #set", "L-1234 *Y*"):
        assert part in text
    assert pdf.metadata is not None
    assert pdf.metadata.author == "Exemple & Co <#x>"
    assert figures_with_texts(pdf) == ["Exemple & Co <#x>", quote_view(inputs)["comparison"]["chart"]["alt"]]


def test_a_logo_that_cannot_be_drawn_is_told() -> None:
    broken = replace(office_inputs(), brand=Brand(logo=Logo("png", b"not a picture")))
    with pytest.raises(Stop) as stop:
        quote_pdf(broken)
    assert [diagnostic.check for diagnostic in stop.value.diagnostics] == ["unfit-logo"]


def figures_with_texts(pdf: PdfReader) -> list[str]:
    """The alternative texts of the pictures, as a screen reader gets them."""
    return [str(element["/Alt"]) for element in elements(pdf) if element.get("/S") == "/Figure"]


def elements(pdf: PdfReader) -> list[DictionaryObject]:
    """Every structure element in reading order."""
    found: list[DictionaryObject] = []

    def walk(node: object) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for kid in node:
                walk(kid)
        elif isinstance(node, DictionaryObject) and "/S" in node:
            found.append(node)
            walk(node.get("/K"))

    walk(pdf.root_object["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de", "lb"])
def test_a_screen_reader_gets_language_title_headings_and_tables(language: str) -> None:
    pdf = PdfReader(BytesIO(quote_pdf(office_inputs(language=language))))
    root, told = pdf.root_object, pdf.metadata
    assert told is not None
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert root["/MarkInfo"]["/Marked"].value is True
    assert told.title == quote_view(office_inputs(language=language))["title"]
    assert (told.author, told.creation_date) == ("Provider Exemple", datetime(2026, 11, 22, tzinfo=UTC))
    assert all(told.get(key) for key in ("/Subject", "/Keywords"))
    kinds = Counter(str(element["/S"]) for element in elements(pdf))
    assert kinds["/Title"] == 1
    assert kinds["/H1"] == 8
    assert kinds["/Table"] == 4
    assert kinds["/TH"] == 2 + 2 + 5 + 3
    assert kinds["/Figure"] == 1
    for page in pdf.pages:
        assert page["/Tabs"] == "/S"


def test_every_font_is_embedded() -> None:
    pdf = PdfReader(BytesIO(quote_pdf(office_inputs())))
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert descriptors
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys() for descriptor in descriptors)


def test_the_lines_of_the_fee_add_up_to_the_fee_and_the_tax_to_the_total() -> None:
    rows = [row["cells"] for row in quote_view(office_inputs())["fee"]["table"]["rows"]]
    names = [name for name, _ in rows]
    amounts = [amount(text) for _, text in rows]
    fee = names.index("Fixed fee a month, without VAT")
    assert sum(amounts[:fee]) == amounts[fee] == Decimal("2350.00")
    assert names[fee + 1 :] == ["VAT 17% (Luxembourg)", "Fixed fee a month, VAT included"]
    assert amounts[fee + 1] == Decimal("399.50")
    assert amounts[fee + 2] == amounts[fee] + amounts[fee + 1]


@pytest.mark.parametrize(
    ("country", "number", "kind", "rate"),
    [
        ("LU", "LU12345678", "charged", "0.17"),
        ("LU", "", "charged", "0.17"),
        ("BE", "BE0123456789", "reverse-charge", None),
        ("BE", "", "charged", "0.21"),
        ("DE", " ", "charged", "0.19"),
        ("IT", "IT123", "reverse-charge", None),
        ("IT", "", "unknown", None),
        ("CH", "CHE-1", "outside-union", None),
    ],
)
def test_tax_follows_the_customers_country_and_number(country: str, number: str, kind: str, rate: str | None) -> None:
    vat = vat_of(office_customer(country=country, vat_number=number), office_facts().rate_card)
    assert vat.kind == kind
    assert vat.rate == (None if rate is None else Decimal(rate))


@pytest.mark.parametrize(
    ("country", "number", "sentence"),
    [
        ("BE", "BE0123456789", "Your VAT number: BE0123456789."),
        ("IT", "", "VAT is added at the rate that applies in your country."),
        ("CH", "", "No VAT is charged on services to businesses outside the European Union."),
    ],
)
def test_a_tax_that_is_not_charged_is_explained(country: str, number: str, sentence: str) -> None:
    text = whole_text(office_inputs(country=country, vat_number=number))
    assert sentence in text
    assert "VAT included" not in text


def test_the_proposal_says_what_a_customer_must_know() -> None:
    text = whole_text(office_inputs())
    for part in (
        "25 people and 60 devices at 2 locations",
        "Services under a service-level agreement of their own, which need no support contract: Fibre 1 Gbit/s.",
        "Devices that you look after yourself: 2 cameras.",
        "A guaranteed replacement if one of these fails (we do what we can): 1 server.",
        "Visits on site at locations we support from a distance only: Trier.",
        "reviewed every 6 months",
        "8 years out of 10 fall in this range",
        "the fixed fee costs €28,200, €716 more than the hourly plan Business",
        "We compare with our hourly plan Business, the cheapest that reaches the service level Business.",
        "the fixed fee stays €28,200 a year. With the plan Business, one year out of ten would cost €31,446 or more.",
        "The whole list is under “What is covered, and what is not”.",
        "The hourly plan Business costs €318.00 a month; an hour of work: cabling €87.00, technician €96.00",
        "22 December 2026",
        "36 months",
        "20 h 12 min",
        "Weekday nights and Saturdays: hourly rates × 1.5.",
        "€45.00 of travel",
    ):
        assert part in text.replace("\u00a0", " "), part


@pytest.mark.parametrize(
    ("language", "advice"),
    [
        ("en", "Stay hourly, with the plan Business"),
        ("nl", "Blijf per uur betalen, met het plan Bedrijf"),
        ("fr", "Gardez la facturation horaire, avec la formule Business"),
        ("de", "Bleiben Sie beim Stundentarif, und zwar „Business“"),
        ("lb", "Bleift beim Stonnentarif, an zwar Business"),
    ],
)
def test_stay_hourly_is_said_first_and_with_the_plan_to_take(language: str, advice: str) -> None:
    view = quote_view(office_inputs("hourly", language=language))
    assert view["verdict"]["title"] == view["summary"]["rows"][0][1] == advice


def test_whoever_should_stay_hourly_may_sign_for_that() -> None:
    view = quote_view(office_inputs("hourly"))
    assert "For you, hourly billing is the better choice." in view["cover"][0]
    assert view["headline"]["beside"] == "Hourly with the plan Business: €2,290 in an expected month"
    assert view["agreement"]["choices"] == [
        "hourly billing with the plan Business",
        "the fixed fee of €2,750.00 a month",
    ]
    assert not any("costs you nothing more" in sentence for sentence in view["verdict"]["sentences"])
    assert quote_view(office_inputs("fixed"))["agreement"]["choices"] == []


@pytest.mark.parametrize(
    ("choice", "compared", "busy"),
    [
        (
            "fixed",
            "In an expected year it would cost €27,484, €1,684 more than the fixed fee of €25,800.",
            "However often you need us, the fixed fee stays €25,800 a year. "
            "With the plan Business, one year out of ten would cost €31,446 or more.",
        ),
        (
            "predictability",
            "In an expected year it would cost €27,484, €716 less than the fixed fee of €28,200.",
            "However often you need us, the fixed fee stays €28,200 a year. "
            "With the plan Business, one year out of ten would cost €31,446 or more.",
        ),
        (
            "hourly",
            "In an expected year it would cost €27,484, €5,516 less than the fixed fee of €33,000.",
            "With the plan Business, one year out of ten would cost €31,446 or more; €31,446 is still €1,554 less "
            "than the fixed fee, which stays €33,000 a year however often you need us.",
        ),
    ],
)
def test_the_first_page_answers_which_plan_and_what_a_busy_year_costs(choice: str, compared: str, busy: str) -> None:
    rows = {name: text for name, _lead, text in quote_view(office_inputs(choice))["summary"]["rows"]}
    assert rows["Our advice"].endswith(compared)
    assert rows["In a busy year"] == busy


def test_nothing_internal_reaches_the_proposal() -> None:
    inputs = office_inputs()
    text = whole_text(inputs)
    assert INTERNAL_MARK not in text
    provider, fee = inputs.estimate.provider, inputs.estimate.fee
    secrets = [
        provider.expected_annual_cost,
        provider.p90_annual_cost,
        provider.expected_annual_cost / 12,
        fee.margin_guard,
        fee.bad_year_guard,
        fee.low,
        fee.high,
        *inputs.facts.pricing.cost.hourly.values(),
    ]
    for secret in secrets:
        for cents in (True, False):
            assert not re.search(re.escape(inputs.money(secret, cents)) + r"(?![\d.])", text), secret
    assert inputs.money(fee.offer) not in text
    for word in ("margin", "guard", "internal", "cost to us", "33%", "Assets!"):
        assert word not in text


def test_a_change_of_our_costs_changes_no_byte_of_the_proposal() -> None:
    inputs = office_inputs()
    provider = replace(inputs.estimate.provider, expected_annual_cost=Decimal(1), gross_margin=0.99)
    fee = replace(inputs.estimate.fee, binding="bad-year-guard", offer=Decimal(1), low=Decimal(1), high=Decimal(9999))
    cheaper = replace(inputs, estimate=replace(inputs.estimate, provider=provider, fee=fee))
    assert quote_pdf(cheaper) == quote_pdf(inputs)


@pytest.mark.parametrize(
    ("language", "fee"),
    [("nl", "€ 2.350,00"), ("fr", "2 350,00 €"), ("de", "2.350,00 €"), ("en", "€2,350.00")],
)
def test_figures_are_in_the_customers_language(language: str, fee: str) -> None:
    view = quote_view(office_inputs(language=language))
    assert view["headline"]["amount"].replace("\u00a0", " ").replace("\u202f", " ") == fee
    assert view["language"] == language


def test_hostile_text_is_printed_as_text() -> None:
    inputs = office_inputs(name=HOSTILE, contact_name=HOSTILE, account_manager=HOSTILE, vat_number=HOSTILE)
    assessment: Assessment = replace(
        inputs.assessment,
        locations=tuple(replace(place, name=HOSTILE, street=HOSTILE) for place in inputs.assessment.locations),
        services=tuple(replace(service, name=HOSTILE) for service in inputs.assessment.services),
    )
    hostile = replace(inputs, assessment=assessment, provider=Provider(name=HOSTILE))
    assert quote_pdf(hostile).startswith(b"%PDF")
    view = quote_view(hostile)
    assert view["recipient"][0].startswith(
        '#set page(fill: red) *bold* $x$ `raw` @ref <label> \\ "quote" {customer} 中文'
    )
    assert not re.search(r"[\x00-\x1f\u202e]", json.dumps(view, ensure_ascii=False))


def test_a_very_long_word_may_break_and_a_very_long_text_is_cut() -> None:
    assert cell_text("a" * 70) == "a" * 30 + "\u200b" + "a" * 30 + "\u200b" + "a" * 10
    assert len(cell_text("word " * 500)) <= 300
    assert cell_text("word " * 500).endswith("…")


def test_many_services_are_counted_not_listed() -> None:
    inputs = office_inputs()
    service = inputs.assessment.services[1]
    many = tuple(replace(service, name=f"Service {i}") for i in range(20))
    crowded = replace(inputs, assessment=replace(inputs.assessment, services=many))
    assert "Service 6, Service 7 and 12 more." in whole_text(crowded)


def test_a_customer_with_almost_nothing_gets_a_proposal() -> None:
    inputs = office_inputs()
    estimate = inputs.estimate
    bare = replace(
        inputs,
        estimate=replace(
            estimate,
            workload=replace(estimate.workload, seats=0, assets=0, streams=(), scheduled=()),
            verdict=replace(estimate.verdict, break_even=None),
            fee=replace(estimate.fee, onboarding=Decimal(0)),
        ),
        assessment=replace(inputs.assessment, seats=(), assets=(), services=()),
        schedule=replace(inputs.schedule, sessions=()),
        provider=Provider(),
    )
    assert "No regular maintenance is planned." in whole_text(bare)
    assert quote_pdf(bare).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("language", "devices"),
    [
        ("en", "25 laptops, 1 server, 1 firewall, 3 Wi-Fi access points"),
        ("nl", "25 laptops, 1 server, 1 firewall, 3 wifi-toegangspunten"),
        ("fr", "25 ordinateurs portables, 1 serveur, 1 pare-feu, 3 points d’accès Wi-Fi"),
        ("de", "25 Laptops, 1 Server, 1 Firewall, 3 WLAN-Access-Points"),
    ],
)
def test_devices_are_counted_in_words_that_fit_the_number(language: str, devices: str) -> None:
    assert devices in whole_text(office_inputs(language=language)).replace("\u00a0", " ")


def test_the_validity_is_counted_from_the_day_of_the_estimate() -> None:
    facts = office_facts()
    inputs = replace(office_inputs(), facts=replace(facts, pricing=replace(facts.pricing, validity_days=14)))
    assert inputs.estimate.today == date(2026, 11, 22)
    assert ["This proposal is valid until", "6 December 2026"] in quote_view(inputs)["terms"]["rows"]


@pytest.mark.parametrize(
    ("low", "high"), [(1919, 2750), (0, 58), (389.5, 580.1), (2350, 2350), (5, 5.2), (17_000, 91_000), (0, 0)]
)
def test_the_charts_axis_encloses_all_bars_with_few_round_ticks(low: float, high: float) -> None:
    ticks = round_numbers(low, high, 6)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= 8
    assert len({round(later - earlier, 6) for earlier, later in pairwise(ticks)}) == 1
    assert ticks[0] >= 0


def test_the_charts_bars_stand_where_their_amounts_are() -> None:
    chart = quote_view(office_inputs())["comparison"]["chart"]
    left, right = chart["ticks"][0], chart["ticks"][-1]
    assert (left["at"], right["at"]) == (0, 1)
    low, high = amount(left["text"]), amount(right["text"])
    business = chart["rows"][3]
    assert business["low"] == pytest.approx(float((1975 - low) / (high - low)))
    assert business["high"] == pytest.approx(float((Decimal("2620.50") - low) / (high - low)))
    assert chart["fee"] == pytest.approx(float((2350 - low) / (high - low)))
    assert [row["weaker"] for row in chart["rows"]] == [True, True, True, False]


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de", "lb"])
@pytest.mark.parametrize("name", ["example-office", "dunder-mifflin"])
def test_every_page_of_the_examples_is_about_one_thing_and_none_is_nearly_empty(name: str, language: str) -> None:
    facts = office_facts()
    assessment, _ = read(ASSESSMENTS / f"{name}.xlsx", facts, date(2026, 11, 22))
    customer = replace(assessment.customer, language=language)
    job = priced(replace(assessment, customer=customer), facts, date(2026, 11, 22))
    pages = [page.extract_text().splitlines() for page in PdfReader(BytesIO(proposal(job))).pages]
    view = quote_view(replace(office_inputs(language=language), assessment=replace(assessment, customer=customer)))
    assert len(pages) == 4
    assert [lines[0] for lines in pages[1:]] == [view[part]["title"] for part in ("fee", "comparison", "schedule")]
    assert min(map(len, pages)) > 15
    titles = {value["title"] for value in view.values() if isinstance(value, dict) and "title" in value}
    for lines in pages:
        assert lines[-3] not in titles, "a heading stands alone at the end of a page"


def test_a_customer_whose_every_text_is_long_overflows_no_page() -> None:
    inputs, long = office_inputs(), "Donaudampfschifffahrtsgesellschaft " * 20
    service, place = inputs.assessment.services[1], inputs.assessment.locations[0]
    crowded = replace(
        inputs.assessment,
        customer=office_customer(name=long, contact_name=long, account_manager=long, vat_number=long),
        locations=tuple(replace(place, id=f"L{i}", name=f"{i} {long}", street=long, city=long) for i in range(30)),
        services=tuple(replace(service, id=f"S{i}", name=f"{i} {long}", predefined_sla=i % 2 == 0) for i in range(60)),
    )
    for page in PdfReader(BytesIO(quote_pdf(replace(inputs, assessment=crowded)))).pages:
        heights: list[float] = []

        def note(text: str, position: list[float], *_: Any, heights: list[float] = heights) -> None:
            if text.strip():
                heights.append(position[5])

        page.extract_text(visitor_text=note)
        footer = {height for height in heights if height < 60}
        assert footer == {min(heights)}, "only the footer's line stands at the foot of a page"
        assert min(heights) > 30
