"""Workbooks of any size for the benchmarks, made from the example office."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from estimator.model.infrastructure import Assessment
from estimator.read.headings import read_form
from estimator.render.example_office import example_office
from estimator.render.form.workbook import write_form


def write_small(path: Path, name: str) -> None:
    """The example office under another name."""
    office = example_office()
    write_form(path, read_form(), "en", replace(office, customer=replace(office.customer, name=name)))


def write_large(path: Path, assets: int) -> None:
    """The example office's assets and locations again and again until there are `assets` rows at 40 locations."""
    write_form(path, read_form(), "en", _grown(example_office(), assets))


def _grown(office: Assessment, assets: int) -> Assessment:
    copies = 40 // len(office.locations)
    locations = [
        replace(place, id=f"{place.id}-{n}", name=f"{place.name} {n}")
        for n in range(copies)
        for place in office.locations
    ]
    seats = [replace(group, location=f"{group.location}-{n}") for n in range(copies) for group in office.seats]
    many = []
    for n in range(assets // len(office.assets) + 1):
        for asset in office.assets:
            many.append(
                replace(
                    asset,
                    id=f"{asset.id}-{n}",
                    location=f"{asset.location}-{n % copies}",
                    connected_to=f"{asset.connected_to}-{n}" if asset.connected_to else "",
                    redundancy_group=f"{asset.redundancy_group}-{n}" if asset.redundancy_group else "",
                    ip_address="",
                )
            )
    services = [replace(each, location=f"{each.location}-0" if each.location else "") for each in office.services]
    return replace(
        office,
        customer=replace(office.customer, name="Large customer"),
        locations=tuple(locations),
        seats=tuple(seats),
        assets=tuple(many[:assets]),
        services=tuple(services),
    )
