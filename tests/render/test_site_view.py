"""What the pages are told: few decisions, honest counts, trees that end."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import date

import pytest

from estimator.model.finding import Finding
from estimator.model.infrastructure import Asset, AssetType, Service, ServiceType
from estimator.model.lifecycle import LifecycleStatus, SupportState
from estimator.render.example_office import example_office
from estimator.render.site import view as view_module
from estimator.render.site.build_view import build_view, unique_anchors
from estimator.render.site.endings import QUARTERS
from estimator.render.site.handwritten import MARKDOWN_EXTENSIONS
from estimator.render.site.pages import environment, printable, render_pages, yaml_text
from estimator.render.site.view import SiteView
from estimator.render.texts import country_name, extract_toml, translations
from tests.render.site_inputs import TODAY, inputs_of, office_inputs
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
    assert [(e.subject, e.units, e.of_units, e.of_name) for e in past.endings] == [
        ("Windows 10 22H2", 3, 10, "Laptops")
    ]
    assert [(e.subject, e.units, e.of_units) for e in later.endings] == [("Windows 11 25H2", 7, 10)]
    assert later.first == date(2028, 10, 1)
    assert later.last == date(2028, 12, 31)


def test_an_ending_of_today_is_not_past_and_one_beyond_the_quarters_is_counted() -> None:
    assets = (*laptops(1, warranty_until=TODAY), replace(laptops(1, warranty_until=date(2040, 1, 1))[0], id="far"))
    view = view_of(assets)
    assert [quarter.first for quarter in view.quarters] == [date(2026, 10, 1)]
    assert view.later == 1
    assert QUARTERS == 12


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
    assert view.next_appointment is not None
    assert view.next_appointment.interruption
    earlier = [a for a in view.appointments if a.start < view.next_appointment.start]
    assert all(not appointment.interruption for appointment in earlier)


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
    assert (days[date(2027, 6, 23)].kind, days[date(2027, 6, 23)].title != "") == ("holiday", True)
    assert days[date(2027, 8, 2)].kind == "freeze"


def test_a_switch_with_computers_behind_it_is_a_tree_with_one_node_for_the_computers() -> None:
    switch = Asset("SW", AssetType.SWITCH, "lux", name="Core")
    view = view_of((switch, *laptops(30, connected_to="SW")))
    network = view.networks[0]
    assert [node.title for node in network.roots] == ["Core"]
    assert [(node.title, node.count) for node in network.roots[0].children] == [("30 × Laptops", 30)]
    assert network.drawing is not None
    assert len(network.drawing.boxes) == 2
    assert network.unconnected == ()


def test_boxes_of_a_drawing_never_overlap() -> None:
    for network in build_view(office_inputs()).networks:
        assert network.drawing is not None
        corners = [(box.x, box.y) for box in network.drawing.boxes]
        for n, (x, y) in enumerate(corners):
            for other_x, other_y in corners[:n]:
                apart_x = abs(x - other_x) >= network.drawing.box_width
                assert apart_x or abs(y - other_y) >= network.drawing.box_height


def test_ids_that_read_alike_get_different_anchors() -> None:
    anchors = unique_anchors("asset", ["A 1", "A-1", "A/1", "", "é", "A-1--2"])
    assert anchors[0] == "asset-A-1"
    assert len(set(anchors)) == 6
    assert all(" " not in anchor for anchor in anchors)


def test_no_row_has_a_place_for_anything_internal() -> None:
    rows = [
        item for item in vars(view_module).values() if isinstance(item, type) and hasattr(item, "__dataclass_fields__")
    ]
    names = {field.name for row in rows for field in fields(row)}
    assert not {name for name in names if any(word in name for word in ("internal", "margin", "fee", "price", "rate"))}
    assert {name for name in names if "cost" in name} == {"cost_class", "cost_name"}


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
