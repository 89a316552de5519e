"""Tactical RMM: its agents as CSV, from its reports or its API.

Columns are the keys of the agent (api/tacticalrmm/agents/serializers.py and models.py of
https://github.com/amidaware/tacticalrmm), as scripts write them into CSV
(https://github.com/bernardolankheet/TacticalRMM-Extras, RMM-report-assets-agents-csv.ps1).
"""

from __future__ import annotations

from estimator.read.importers.gathering import Draft
from estimator.read.importers.products import split_maker, type_of_model
from estimator.read.importers.tabular import Column, Layout


def refine(draft: Draft) -> None:
    """Maker and model from one column; server or workstation from the monitoring, laptop from the model."""
    said = draft.said
    maker, model = split_maker(said.get("make_model", ""))
    if maker and "manufacturer" not in said:
        draft.values |= {"manufacturer": maker, "model": model}
    by_model = type_of_model(said.get("make_model", "") or said.get("model", ""), said.get("manufacturer", ""))
    monitored = said.get("monitoring", "").casefold()
    if by_model == "virtual-server" or (by_model and monitored != "server"):
        draft.values["type"] = by_model
    elif monitored in ("server", "workstation"):
        draft.values["type"] = monitored


AGENTS = Layout(
    "agents",
    {
        "name": Column(("hostname", "agent hostname", "agent.hostname"), "assets.name"),
        "site": Column(("site_name", "site", "site__name", "site.name"), "assets.location"),
        "client": Column(("client_name", "client", "client__name", "site__client__name", "site.client.name")),
        "monitoring": Column(("monitoring_type", "type"), "assets.type", copied=False),
        "system": Column(("operating_system", "os"), "assets.operating_system"),
        "make_model": Column(("make_model", "make/model"), "assets.model"),
        "manufacturer": Column(("manufacturer",), "assets.manufacturer"),
        "model": Column(("model",), "assets.model"),
        "serial": Column(("serial_number", "serial"), "assets.serial_number"),
        "addresses": Column(("local_ips", "local ip", "lan ip"), "assets.ip_address"),
        "description": Column(("description",), "assets.notes"),
        "id": Column(("agent_id",)),
        "status": Column(("status",)),
        "last_seen": Column(("last_seen",)),
        "platform": Column(("plat", "platform")),
        "architecture": Column(("goarch",)),
        "memory": Column(("total_ram",)),
        "processor": Column(("cpu_model",)),
        "disks": Column(("disks", "physical_disks")),
        "public_ip": Column(("public_ip",)),
        "user": Column(("logged_username", "logged_in_username", "last_logged_in_user")),
        "version": Column(("version", "agent version")),
        "reboot": Column(("needs_reboot",)),
        "patches": Column(("has_patches_pending", "patches_pending")),
    },
    marks=("name", "site", "client"),
    more_marks=(
        *("monitoring", "system", "id", "platform", "architecture", "memory", "processor"),
        *("make_model", "public_ip", "addresses", "reboot", "patches", "last_seen"),
    ),
    enough=2,
    ids=("name", "serial", "id"),
    refine=refine,
)

LAYOUTS = (AGENTS,)
