"""Makes assessments/dunder-mifflin.xlsx of NetBox's public demo data and the mapping beside it."""

from __future__ import annotations

import argparse
import csv
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from estimator.model.customer import Customer, FreezePeriod
from estimator.model.infrastructure import Assessment, Asset, AssetType, Location, SeatGroup, SeatProfile
from estimator.read.headings import read_form
from estimator.render.form import write_form

MAPPING = Path(__file__).parent.parent / "assessments" / "dunder-mifflin.toml"
Row = Mapping[str, str]


@dataclass
class Tally:
    """What became of every row of a file."""

    file: str
    taken: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        reasons = "; ".join(f"{count} left out: {reason}" for reason, count in self.left_out.items())
        rows = self.taken + sum(self.left_out.values())
        return f"{self.file}: {rows} rows, {self.taken} taken" + (f"; {reasons}" if reasons else "")


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def make_assessment(source: Path, mapping: Mapping[str, Any]) -> tuple[Assessment, list[Tally]]:
    """The assessment of the demo data in a folder, and what became of every row."""
    locations, slug_of_site, sites_tally = take_sites(read_rows(source / "sites.csv"), mapping)
    devices, devices_tally = take_devices(read_rows(source / "devices.csv"), slug_of_site, mapping)
    machines, machines_tally = take_machines(read_rows(source / "virtual_machines.csv"), mapping)
    racks, addresses = Tally("racks.csv"), Tally("ip_addresses.csv")
    for row in read_rows(source / "racks.csv"):
        if row["site"] in slug_of_site:
            racks.taken += 1  # the rack's name stands in the notes of the devices it holds
        else:
            racks.left_out["at a site of another company"] += 1
    unassigned = len(read_rows(source / "ip_addresses.csv"))
    addresses.left_out["the export does not say which device has the address"] = unassigned
    tallies = [sites_tally, devices_tally, machines_tally, racks, addresses]
    customer = make_customer(mapping["customer"], tallies)
    return Assessment(customer, locations, make_seats(mapping["location"]), devices + machines), tallies


def make_customer(entry: Mapping[str, Any], tallies: list[Tally]) -> Customer:
    """The customer of the mapping; its notes say where everything comes from."""
    notes = (
        "A trial of real size: the invented paper company of NetBox's public demo data "
        "(netbox-community/netbox-demo-data, MIT licence, (c) 2021 Jeremy Stretch). "
        "Its sites are given towns in Luxembourg and Belgium, and seats, by assessments/dunder-mifflin.toml. "
        "Devices and virtual machines are as NetBox has them, virtual machines at the site that uses their cluster. "
    )
    return Customer(
        name=entry["name"],
        country=entry["country"],
        language=entry["language"],
        sector=entry["sector"],
        assessment_date=entry["assessment_date"],
        contract_start=entry["contract_start"],
        freeze_periods=tuple(FreezePeriod(**period) for period in entry["freeze_periods"]),
        notes=notes + " ".join(f"{tally}." for tally in tallies),
    )


def take_sites(rows: list[Row], mapping: Mapping[str, Any]) -> tuple[tuple[Location, ...], dict[str, str], Tally]:
    """Locations, the slugs of their sites by name, and the tally."""
    locations: list[Location] = []
    slug_of_site: dict[str, str] = {}
    tally = Tally("sites.csv")
    for row in rows:
        if row["tenant"] != mapping["customer"]["tenant"]:
            tally.left_out[f"sites of {row['tenant']}"] += 1
            continue
        place = mapping["location"][row["slug"]]
        slug_of_site[row["name"]] = row["slug"]
        address = {key: place[key] for key in ("country", "postcode", "city")}
        locations.append(Location(id=row["slug"], name=place["name"], **address))
        tally.taken += 1
    return tuple(locations), slug_of_site, tally


def make_seats(places: Mapping[str, Any]) -> tuple[SeatGroup, ...]:
    """The seats of the mapping, by site and profile."""
    return tuple(
        SeatGroup(slug, SeatProfile(profile), count)
        for slug, place in places.items()
        for profile, count in place["seats"].items()
    )


def take_devices(
    rows: list[Row], slug_of_site: Mapping[str, str], mapping: Mapping[str, Any]
) -> tuple[tuple[Asset, ...], Tally]:
    """The devices at the company's sites, whoever they are entered under, and the tally."""
    assets: list[Asset] = []
    tally = Tally("devices.csv")
    for row in rows:
        if row["site"] not in slug_of_site:
            tally.left_out["at a site of another company"] += 1
            continue
        location = slug_of_site[row["site"]]
        role = mapping["role"][row["role"]]
        nameless = f"{row['role']}-{location.removeprefix('dm-')}".lower().replace(" ", "-")
        assets.append(
            Asset(
                id=row["name"] or nameless,
                type=AssetType(role["type"]),
                location=location,
                name=row["role"],
                manufacturer=row["manufacturer"],
                model=row["device_type"],
                serial_number=row["serial"],
                managed=role.get("managed", True),
                notes=f"{row['rack']}, unit {float(row['position']):g}." if row["rack"] else "",
                **mapping["platform"].get(row["platform"], {"operating_system": row["platform"]}),
            )
        )
        tally.taken += 1
    return tuple(assets), tally


def take_machines(rows: list[Row], mapping: Mapping[str, Any]) -> tuple[tuple[Asset, ...], Tally]:
    """The virtual machines, at the site that uses their cluster, and the tally."""
    tally = Tally("virtual_machines.csv", taken=len(rows))
    machines = tuple(
        Asset(
            id=row["name"],
            type=AssetType(mapping["role"][row["role"]]["type"]),
            location=mapping["cluster"][row["cluster"]],
            name=row["role"],
            notes=f"Cluster {row['cluster']}.",
            **mapping["platform"].get(row["platform"], {"operating_system": row["platform"]}),
        )
        for row in rows
    )
    return machines, tally


def main() -> None:
    """Write the workbook and tell what became of every row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="the folder with sites.csv, devices.csv, virtual_machines.csv ...")
    parser.add_argument("workbook", type=Path, help="the workbook to write")
    arguments = parser.parse_args()
    mapping = tomllib.loads(MAPPING.read_text(encoding="utf-8"))
    assessment, tallies = make_assessment(arguments.source, mapping)
    write_form(arguments.workbook, read_form(), assessment.customer.language, assessment)
    sys.stdout.write("".join(f"{tally}\n" for tally in tallies))
    size = f"{len(assessment.assets)} assets, {assessment.seat_count} seats"
    sys.stdout.write(f"{size} written to {arguments.workbook}\n")


if __name__ == "__main__":
    main()
