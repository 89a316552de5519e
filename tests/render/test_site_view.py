"""What the pages are told: few decisions, honest counts, trees that end."""

from __future__ import annotations

import io
import re
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from estimator.model.finding import Finding
from estimator.model.infrastructure import Asset, AssetType, Location, SeatGroup, SeatProfile, Service, ServiceType
from estimator.model.lifecycle import LifecycleStatus, SupportState
from estimator.render.example_office import example_office
from estimator.render.site import view as view_module
from estimator.render.site import words
from estimator.render.site.build_view import build_view, unique_anchors
from estimator.render.site.calendar import date_rows
from estimator.render.site.endings import ONE_BY_ONE, QUARTERS
from estimator.render.site.glossary import glossary
from estimator.render.site.handwritten import MARKDOWN_EXTENSIONS
from estimator.render.site.lifecycle import MOST_ROWS
from estimator.render.site.pages import environment, printable, render_pages, yaml_text
from estimator.render.site.view import SiteView
from estimator.render.texts import country_name, extract_toml, translations
from estimator.review.changes import FIELDS, changes_between
from tests.render.site_inputs import TODAY, inputs_of, office_inputs, plain
from tests.render.test_site import NAUGHTY


def laptops(count: int, **changes: object) -> tuple[Asset, ...]:
    model = Asset("L", AssetType.LAPTOP, "lux", **changes)  # type: ignore[arg-type]
    return tuple(replace(model, id=f"L{n}") for n in range(count))


def view_of(assets: tuple[Asset, ...], **changes: object) -> SiteView:
    office = replace(example_office(), assets=assets, services=())
    inputs = inputs_of(office)
    return build_view(replace(inputs, **changes))  # type: ignore[arg-type]


def test_an_ending_says_how_many_of_how_many() -> None:
    ended = LifecycleStatus(SupportState.ENDED, "Windows 10 22H2", date(2025, 10, 14))
    fine = LifecycleStatus(SupportState.SUPPORTED, "Windows 11 25H2", date(2028, 10, 10))
    assets = laptops(10)
    lifecycles = {asset.id: ended if n < 3 else fine for n, asset in enumerate(assets)}
    past, later = view_of(assets, lifecycles=lifecycles).quarters
    assert [(e.subject, e.units, plain(e.concerns)) for e in past.endings] == [
        ("Windows 10 22H2", 3, "Laptops: 3 of 10")
    ]
    assert [(e.subject, e.units, plain(e.concerns)) for e in later.endings] == [
        ("Windows 11 25H2", 7, "Laptops: 7 of 10")
    ]
    assert later.first == date(2028, 10, 1)
    assert later.last == date(2028, 12, 31)


def test_an_ending_of_today_is_not_past_and_one_beyond_the_quarters_is_listed_last() -> None:
    assets = (*laptops(1, warranty_until=TODAY), replace(laptops(1, warranty_until=date(2040, 1, 1))[0], id="far"))
    view = view_of(assets)
    assert [(quarter.first, quarter.last) for quarter in view.quarters] == [
        (date(2026, 10, 1), date(2026, 12, 31)),
        (date(2029, 10, 1), None),
    ]
    assert QUARTERS == 12
    page = render_pages(view).markdown["renew.md"]
    assert "From October 2029 on" in plain(page)
    assert ">later</a>" in page


def test_where_more_ends_than_one_can_read_one_by_one_a_row_tells_of_all_days() -> None:
    def ending(count: int) -> SiteView:
        laptop = replace(laptops(1)[0], manufacturer="Dell", model="Latitude")
        days = [date(2027, 1, 1) + timedelta(days=n) for n in range(count)]
        return view_of(tuple(replace(laptop, id=f"L{day}", warranty_until=day) for day in days))

    few, many = ending(ONE_BY_ONE), ending(ONE_BY_ONE + 1)
    assert [len(quarter.endings) for quarter in few.quarters] == [90, ONE_BY_ONE - 90]
    first, second = (row for quarter in many.quarters for row in quarter.endings)
    assert (first.day, first.last, first.units) == (date(2027, 1, 1), date(2027, 3, 31), 90)
    assert second.units == ONE_BY_ONE + 1 - 90
    shown = '<time datetime="2027-01-01">1 Jan 2027</time> –<br><time datetime="2027-03-31">31 Mar 2027</time>'
    assert shown in plain(render_pages(many).markdown["renew.md"])


def test_devices_outside_the_contract_end_without_a_word() -> None:
    assert view_of(laptops(2, warranty_until=TODAY, managed=False)).quarters == ()


def test_findings_of_one_kind_are_one_question_and_ended_support_comes_first() -> None:
    findings = (
        Finding("best-effort-critical", "Door", None, (), 1, 4, "low"),
        Finding("best-effort-critical", "switch", None, (), 2, 4, "high"),
        Finding("support-ended", "Windows 10 22H2", date(2025, 10, 14), ("L1",), 1, 2, "medium"),
        Finding("renewal-due", "Domain", date(2027, 1, 1), (), 1, 1, "low"),
        Finding("warranty-ended", "laptop", date(2026, 1, 1), ("L0", "L1"), 2, 2, "low"),
    )
    view = view_of(laptops(2), findings=findings)
    assert [decision.kind for decision in view.decisions] == ["support-ended", "best-effort-critical", "renewal-due"]
    assert view.decisions[1].subjects == ("Door", "Network switches")
    assert (view.decisions[1].units, view.decisions[1].cost_class) == (3, "high")
    assert view.decisions[0].overdue
    assert [remark.kind for remark in view.remarks] == ["warranty-ended"]
    assert view.verdict == "urgent"
    assert view.first_due == date(2025, 10, 14)


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ((), "fine"),
        ((Finding("warranty-ended", "laptop", TODAY, (), 1, 1),), "fine"),
        ((Finding("renewal-due", "Domain", TODAY, (), 1, 1),), "attention"),
        ((Finding("support-ended", "Windows 7", TODAY, (), 1, 1),), "urgent"),
    ],
)
def test_the_verdict_follows_from_the_most_pressing_finding(findings: tuple[Finding, ...], verdict: str) -> None:
    assert view_of(laptops(1), findings=findings).verdict == verdict


def test_next_maintenance_is_the_first_that_stops_something() -> None:
    view = build_view(office_inputs())
    assert view.next_date is not None
    assert view.next_date.effect.stops
    earlier = [a for a in view.appointments if a.start < view.next_date.start]
    assert all(not appointment.effect.stops for appointment in earlier)


def test_a_twin_stops_nothing_and_its_date_is_no_interruption() -> None:
    rows = [row for month in build_view(office_inputs()).months for row in month.rows if "Firewall" in row.title]
    told = {(row.places, row.effect.stops, row.done, row.parts) for row in rows}
    assert told == {
        (("Head office",), False, (1,), 2),
        (("Head office",), False, (2,), 2),
        (("Arlon office",), True, (1,), 1),
    }
    works = [(work.places, work.effect.stops) for work in build_view(office_inputs()).works if "Firewall" in work.title]
    assert works == [(("Arlon office",), True), (("Head office",), False)]


def test_parts_are_told_where_a_line_is_about_one_location_and_all_of_a_day() -> None:
    first = next(a for a in build_view(office_inputs()).appointments if a.place == "Head office")
    parts = [replace(first, done=(n,), parts=3, anchor="d1" if n == 1 else "d2") for n in (1, 2, 3)]
    assert [(row.done, row.parts) for row in date_rows(parts)] == [((1,), 3), ((2, 3), 3)]
    elsewhere = replace(parts[2], place="Arlon office")
    assert [row.done for row in date_rows([*parts[:2], elsewhere])] == [(), ()]


def test_a_line_counts_the_units_of_its_session_or_names_its_services() -> None:
    rows = [row for month in build_view(office_inputs()).months for row in month.rows]
    february = [row.devices for row in rows if "Network and storage" in row.title and row.start.month == 2]
    assert february == [4, 18, 4]
    assert [row.services for row in rows if row.title == "Renewal check of services and licences"] == [
        ("Company website",),
        ("Nightly backup",),
        ("Endpoint protection",),
    ]
    assert not any(row.devices and row.services for row in rows)


def test_what_belongs_to_no_location_is_at_the_only_one_or_at_all() -> None:
    office = example_office()
    one = build_view(inputs_of(replace(office, locations=office.locations[:1])))
    assert {s.place for s in one.services if s.place_id != "arlon"} == {"Head office"}
    assert {s.place for s in build_view(inputs_of(office)).services if not s.place_id} == {"all locations"}


def test_every_session_stands_on_its_day_of_the_calendar_and_in_the_list_once() -> None:
    inputs = office_inputs()
    view = build_view(inputs)
    on_days = [a for m in view.months for week in m.weeks for day in week if day for a in day.appointments]
    assert sorted(a.start for a in on_days) == sorted(session.start for session in inputs.schedule.sessions)
    assert len(view.months) == 12
    rows = {row.anchor for month in view.months for row in month.rows}
    assert {a.anchor for a in view.appointments} == rows
    assert len(rows) == sum(len(month.rows) for month in view.months)


def test_public_holidays_and_freeze_periods_are_marked() -> None:
    days = {day.day: day for m in build_view(office_inputs()).months for week in m.weeks for day in week if day}
    assert (days[date(2027, 6, 23)].kinds, days[date(2027, 6, 23)].title) == (("holiday",), "National Day (Luxembourg)")
    assert days[date(2027, 8, 2)].kinds == ("freeze",)


def test_ids_that_read_alike_get_different_anchors() -> None:
    anchors = unique_anchors("asset", ("A 1", "A-1", "A/1", "", "é", "A-1--2"))
    assert anchors[0] == "asset-A-1"
    assert len(set(anchors)) == 6
    assert all(" " not in anchor for anchor in anchors)


def test_no_row_has_a_place_for_anything_internal() -> None:
    rows = [
        item for item in vars(view_module).values() if isinstance(item, type) and hasattr(item, "__dataclass_fields__")
    ]
    names = {field.name for row in rows for field in fields(row)}
    words = ("internal", "margin", "fee", "price", "rate")
    assert {name for name in names if any(word in name for word in words)} == {"agreed_fee"}
    assert {name for name in names if "cost" in name} == {"cost_class", "cost_name"}


def test_the_fee_is_named_only_where_that_is_asked_for() -> None:
    silent, told = (build_view(inputs_of(example_office(), agreed_fee=fee)) for fee in (None, Decimal("2558.00")))
    assert "€" not in "".join(render_pages(silent).markdown.values())
    page = render_pages(told).markdown["fee.md"]
    assert "You pay €2,558.00 a month without VAT" in page
    assert page.count("€") == 1
    assert "Rounding" not in page


def test_devices_with_the_same_name_are_told_apart_by_their_tags() -> None:
    alike = tuple(replace(laptop, name="Laptop") for laptop in laptops(2))
    view = view_of((*alike, Asset("P1", AssetType.PRINTER, "lux", name="Copier"), Asset("N1", AssetType.NAS, "lux")))
    assert [device.label for device in view.devices] == ["Laptop (L0)", "Laptop (L1)", "Copier", "N1"]


def test_changes_are_told_in_the_customer_s_words_with_links_to_what_is_still_there() -> None:
    office = example_office()
    laptop = next(asset for asset in office.assets if asset.type is AssetType.LAPTOP)
    newer = replace(laptop, version="26H2", critical=True, location=office.locations[1].id, internal_notes="secret")
    new = replace(
        office,
        assets=tuple(newer if asset is laptop else asset for asset in office.assets[1:]),
        locations=(*office.locations, Location("met", "Metz", "FR")),
        seats=(*office.seats, SeatGroup("met", SeatProfile.OFFICE, 3)),
    )
    log = build_view(inputs_of(new, changes=changes_between(office, new))).changes
    assert log is not None
    assert [(plain(row.title), row.kind, row.place, row.link) for row in log.added] == [
        ("Metz", "Location", "", "sites.html#location-met"),
        ("3 people at a desk", "People", "Metz", ""),
    ]
    assert [(row.title, row.link) for row in log.removed] == [(office.assets[0].name, "")]
    assert log.altered[0].link == f"equipment.html#asset-{laptop.id}"
    assert [(field.name, field.before, field.after) for field in log.altered[0].fields] == [
        ("Location", "Head office", "Arlon office"),
        ("Version", laptop.version, "26H2"),
        ("Vital", "", "yes"),
    ]


def test_every_field_that_is_compared_has_a_name_and_a_text() -> None:
    for kind in FIELDS.values():
        assert set(kind) <= words.FIELDS.keys()


def test_without_an_earlier_assessment_nothing_is_said_to_have_changed() -> None:
    pages = render_pages(build_view(office_inputs())).markdown
    assert "From the next check on" in pages["index.md"]
    same = changes_between(example_office(), example_office())
    pages = render_pages(build_view(inputs_of(example_office(), changes=same))).markdown
    assert "Changes since" not in pages["reviews.md"]
    assert "Nothing has changed since" in pages["index.md"]


def test_the_drawing_of_what_ends_counts_warranties_that_are_over_once() -> None:
    ended = LifecycleStatus(SupportState.ENDED, "Windows 10 22H2", date(2025, 10, 14))
    fine = LifecycleStatus(SupportState.SUPPORTED, "Windows 11 25H2", date(2028, 10, 10))
    assets = laptops(10, warranty_until=date(2026, 11, 1))
    lifecycles = {asset.id: ended if n < 3 else fine for n, asset in enumerate(assets)}
    lifecycle = view_of(assets, lifecycles=lifecycles).lifecycle
    assert [(row.subject, row.state, plain(row.row.caption)) for row in lifecycle.rows] == [
        ("Windows 10 22H2", SupportState.ENDED, "14 Oct 2025 · Laptops: 3 of 10"),
        ("Warranties that are over", SupportState.ENDED, "10 devices"),
        ("Windows 11 25H2", SupportState.SUPPORTED, "10 Oct 2028 · Laptops: 7 of 10"),
    ]
    assert lifecycle.rows[0].row.x == lifecycle.rows[1].row.x < lifecycle.drawing.ticks[0].x
    assert lifecycle.left_out == 0


def test_more_endings_than_rows_are_counted() -> None:
    assets = tuple(replace(laptop, warranty_until=date(2027, 1, n + 1)) for n, laptop in enumerate(laptops(26)))
    lifecycle = view_of(assets).lifecycle
    assert (len(lifecycle.rows), lifecycle.left_out) == (MOST_ROWS, 26 - MOST_ROWS)


def test_services_under_their_own_sla_are_listed_apart() -> None:
    services = (
        Service("A", "Fibre", ServiceType.INTERNET, predefined_sla=True),
        Service("B", "Backup", ServiceType.BACKUP, predefined_sla=False),
    )
    office = replace(example_office(), services=services)
    pages = render_pages(build_view(inputs_of(office)))
    own = pages.markdown["help.md"].partition("#own-sla")[2]
    assert "Fibre" in own
    assert "Backup" not in own


def test_text_for_yaml_is_read_back_as_it_was() -> None:
    import yaml  # type: ignore[import-untyped]

    for text in ('a: "b" # c\n- d', "\\n", "🙂 \x85\u2028é", "!!python/object", "{a}", "%", ""):
        assert yaml.safe_load(f"- {yaml_text(text)}") == [printable(text)]


@pytest.mark.parametrize("text", NAUGHTY)
def test_markdown_leaves_a_block_of_html_as_it_is(text: str) -> None:
    from markdown import Markdown  # type: ignore[import-untyped]

    template = environment("en").from_string(
        "# Title\n\n{% filter block('b') %}\n<p>\n{{ text }}\n{{ text }}\n</p>\n{% endfilter %}\n\nEnd"
    )
    page = printable(template.render(text=text, fragments={}))
    converted = Markdown(extensions=list(MARKDOWN_EXTENSIONS)).convert(page)
    block = page.split("\n\n")[1].strip()
    assert block.startswith('<div class="e-block"><p>')
    assert block in converted
    assert converted.endswith("<p>End</p>")


def test_texts_without_a_catalogue_stay_english() -> None:
    assert translations("xx").gettext("Get help") == "Get help"
    assert country_name("LU", "en") == "Luxembourg"
    assert country_name("QQ", "en") == "QQ"


def test_words_of_data_files_are_gathered_with_their_line() -> None:
    file = io.BytesIO(b'[task.a]\nname = "First"\nempty = ""\n[task.b]\ninterruption = "Second"\nsource = "no"\n')
    found = list(extract_toml(file, (), (), {"keys": "name interruption"}))
    assert found == [(2, "", "First", []), (5, "", "Second", [])]


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("Laptops", "en", "laptops"),
        ("Wi-Fi access points", "en", "Wi-Fi access points"),
        ("Ordinateurs fixes", "fr", "ordinateurs fixes"),
        ("Netwerkopslag (NAS)", "nl", "netwerkopslag (NAS)"),
        ("Tischtelefone", "de", "Tischtelefone"),
        ("USV-Geräte", "de", "USV-Geräte"),
        ("Sonstige Geräte", "de", "sonstige Geräte"),
        ("Virtuell Serveren", "lb", "virtuell Serveren"),
        ("Netzwierk-Switch (48 Ports)", "lb", "Netzwierk-Switch (48 Ports)"),
    ],
)
def test_after_a_number_a_kind_is_written_as_inside_a_sentence(name: str, language: str, text: str) -> None:
    assert words.after_number(name, language) == text


def test_the_glossary_is_in_the_order_of_letters_whatever_their_accents() -> None:
    names = [word.name for word in glossary("fr")]
    assert (
        names.index("Équivalent")
        < names.index("Fenêtre de maintenance")
        < names.index("Pare\N{NON-BREAKING HYPHEN}feu")
    )


def test_where_all_of_a_kind_end_their_number_is_not_said_twice() -> None:
    ended = LifecycleStatus(SupportState.ENDED, "Windows 10 22H2", date(2025, 10, 14))
    assets = laptops(3)
    view = view_of(assets, lifecycles={asset.id: ended for asset in assets})
    assert [plain(row.row.caption) for row in view.lifecycle.rows] == ["14 Oct 2025 · Laptops: all 3"]
    page = render_pages(view).markdown["renew.md"]
    assert "<td>Laptops: all 3</td>" in plain(page)
    assert "3 of 3" not in page


def shops(number: int, **changes: object) -> tuple[Location, ...]:
    return tuple(
        Location(f"S{n}", f"Shop {n}", "LU", **changes)  # type: ignore[arg-type]
        for n in range(number)
    )


def test_hours_that_all_locations_share_are_told_once() -> None:
    same = replace(example_office(), locations=shops(5), seats=(), assets=(), services=())
    page = render_pages(build_view(inputs_of(same))).markdown["reviews.md"]
    assert "<dt>All locations</dt>" in page
    assert "<dt>Shop 0</dt>" not in page
    apart = tuple(
        replace(place, maintenance_window=example_office().locations[n % 2].maintenance_window)
        for n, place in enumerate(shops(5))
    )
    assert apart[0].maintenance_window != apart[1].maintenance_window
    page = render_pages(build_view(inputs_of(replace(same, locations=apart)))).markdown["reviews.md"]
    assert page.count("<dt>Shop ") == 5


def test_columns_without_a_single_value_are_left_out_of_the_list_of_locations() -> None:
    alone = render_pages(build_view(inputs_of(replace(example_office(), services=())))).markdown["sites.md"]
    assert '<th scope="col">Linked to</th>' not in alone
    assert '<th scope="col">Internet</th>' not in alone
    assert '<th scope="col">Internet</th>' in render_pages(build_view(office_inputs())).markdown["sites.md"]
    here, there = (place.id for place in example_office().locations)
    linked = (Asset("A", AssetType.ROUTER, here), Asset("B", AssetType.ROUTER, there, connected_to="A"))
    page = render_pages(build_view(inputs_of(replace(example_office(), assets=linked)))).markdown["sites.md"]
    assert '<th scope="col">Linked to</th>' in page


def test_work_of_one_day_at_several_locations_is_named_once_and_with_its_own_hours_at_each() -> None:
    servers = tuple(Asset(f"V{n}", AssetType.VIRTUAL_SERVER, f"S{n % 16}") for n in range(40))
    office = replace(example_office(), locations=shops(16), seats=(), assets=servers, services=())
    view = build_view(inputs_of(office))
    pages = render_pages(view)
    row = view.next_date
    assert row is not None
    assert len(row.places) > 3
    named = f"{row.places[0]}, {row.places[1]} and {len(row.places) - 2} more"
    tile = pages.markdown["index.md"].partition('href="updates.html">')[2].partition("</li>")[0]
    card = pages.markdown["updates.md"].partition("e-window")[2].partition("</section>")[0]
    coming = pages.markdown["index.md"].partition('class="e-list e-next"')[2].partition("</ul>")[0]
    assert all(named in plain(text) for text in (tile, card, coming))
    assert f"<dd>{row.devices}</dd>" in card
    for network in view.networks:
        own = {(a.start, a.end, a.title) for a in view.appointments if a.place_id == network.place.id}
        assert {(date.start, date.end, date.title) for date in network.dates} == own
    assert "Show all" in pages.fragments[f"{view.places[0].anchor}-map"]
    assert "its hours span all of them" in "".join((pages.markdown["updates.md"], *pages.fragments.values()))
    anchors = [row.anchor for month in view.months for row in month.rows][:5]
    assert [anchor for anchor in anchors if f'"updates.html#{anchor}"' in coming] == anchors
    assert coming.count("<li>") == 5


@pytest.mark.parametrize(("late", "text"), [(1, "one is overdue"), (2, "2 are overdue")])
def test_the_tile_says_how_many_decisions_are_late(late: int, text: str) -> None:
    findings = [Finding("support-ended", f"Windows {n}", date(2025, 10, 14), ("L0",), 1, 2) for n in range(late)]
    findings.append(Finding("renewal-due", "Domain", date(2027, 1, 1), (), 1, 1))
    tiles = render_pages(view_of(laptops(2), findings=findings)).markdown["index.md"].partition("e-decisions")[0]
    assert text in plain(tiles)


def test_how_many_more_there_are_is_written_like_every_other_number() -> None:
    assets = laptops(1500)
    late = Finding("support-ended", "Windows 10", date(2025, 10, 14), tuple(asset.id for asset in assets), 1500, 1500)
    page = render_pages(view_of(assets, findings=[late])).markdown["index.md"]
    assert "and 1,494 more" in plain(page)


def test_devices_outside_the_contract_are_counted_in_units_and_promised_nothing() -> None:
    cameras = tuple(Asset(f"C{n}", AssetType.CAMERA, "lux", quantity=2, managed=False) for n in range(10))
    pages = render_pages(view_of(cameras)).markdown
    assert 'C7</a> (2)</span> <a href="equipment.html#support-unmanaged">and 4 more</a>' in plain(pages["help.md"])
    assert "Best effort" not in pages["equipment.md"]


def test_replacement_is_told_of_hardware_alone_and_only_in_ways_that_some_device_has() -> None:
    servers = (Asset("H1", AssetType.HYPERVISOR, "lux"), Asset("V1", AssetType.VIRTUAL_SERVER, "lux", quantity=2))
    view = view_of(servers)
    assert [device.replacement_name for device in view.devices] == ["Best effort", ""]
    told = render_pages(view).markdown["help.md"].partition("#replacement")[2]
    assert "without the 2 virtual servers" in plain(told)
    assert "Best effort" in told
    assert "In programme" not in told


def test_the_end_of_support_is_known_where_there_is_a_date() -> None:
    assets = laptops(3)
    states = (
        LifecycleStatus(SupportState.SUPPORTED, "macOS 15"),
        LifecycleStatus(SupportState.SUPPORTED, "Windows 11 25H2", date(2028, 10, 10)),
    )
    findings = [Finding("unknown-support", "laptop", None, ("L2",), 1, 3)]
    view = view_of(assets, lifecycles=dict(zip(("L0", "L1"), states, strict=True)), findings=findings)
    pages = render_pages(view).markdown
    assert "of 1 of the 3 devices in our care" in plain(pages["renew.md"])
    assert "It is not known for one of the 3 devices in our care" in plain(pages["index.md"])
    assert 'href="equipment.html#support-unknown"' in pages["index.md"]
    assert 'id="support-unknown"' in pages["equipment.md"]


def test_warranties_with_several_ends_are_not_all_said_to_end_with_the_first() -> None:
    one, other = laptops(2)
    ends = (replace(one, warranty_until=date(2027, 1, 16)), replace(other, warranty_until=date(2027, 5, 1)))
    for assets, text in ((ends, "The first of these warranties ends that day"), (ends[:1], "After that day the maker")):
        ids = tuple(asset.id for asset in assets)
        finding = Finding("warranty-ending", "laptop", date(2027, 1, 16), ids, len(ids), 2, "low")
        assert text in render_pages(view_of(assets, findings=[finding])).markdown["index.md"]


def test_only_words_that_a_customers_pages_use_are_explained() -> None:
    pages = render_pages(build_view(office_inputs()))
    others = (text for name, text in pages.markdown.items() if name != "words.md")
    text = " ".join((*others, *pages.fragments.values())).casefold()
    explained = {word.id: word for word in build_view(office_inputs()).words}
    for word in explained.values():
        assert re.split(r"\s\(", word.name)[0].casefold() in text, word
    few = {word.id for word in view_of(laptops(1)).words}
    assert {"access-point", "ups", "redundancy-group", "server", "renewal-date"} <= explained.keys() - few


@pytest.mark.parametrize(
    ("states", "text"),
    [
        ((SupportState.ENDED,) * 2, "None of the 2 devices here gets security fixes any more."),
        ((SupportState.ENDED, SupportState.UNKNOWN), "One of the 2 devices here gets no security fixes any more."),
        ((SupportState.ENDING,), "The only device here will soon get no more security fixes."),
        ((SupportState.ENDING,) * 2 + (SupportState.UNKNOWN,), "2 of the 3 devices here will soon get no more"),
        ((SupportState.SUPPORTED, SupportState.UNKNOWN), "None of the 2 devices here is known to be past"),
        ((SupportState.UNKNOWN,) * 4, "No end of support is known for any of the 4 devices here."),
        ((), "No device is recorded here."),
    ],
)
def test_a_location_says_of_how_many_devices_support_has_ended(states: tuple[SupportState, ...], text: str) -> None:
    assets = tuple(replace(laptop, location="S0") for laptop in laptops(len(states)))
    office = replace(example_office(), locations=shops(4), seats=(), assets=assets, services=())
    lifecycles = {asset.id: LifecycleStatus(state) for asset, state in zip(assets, states, strict=True)}
    fragments = render_pages(build_view(inputs_of(office, lifecycles=lifecycles))).fragments
    assert text in plain(fragments["location-s0"])
    assert "e-drawing" not in fragments["location-s0-map"]
