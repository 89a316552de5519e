"""The names of the fee's lines, for us and for the customer."""

from __future__ import annotations

from estimator.render.texts import translations


def component_name(component: str, language: str) -> str:
    """What a line of the fee is called: `Updates and maintenance`."""
    _ = translations(language).gettext
    return {
        "support": _("Support"),
        "maintenance": _("Updates and maintenance"),
        "documentation": _("Documentation and inventory"),
        "service-level": _("Guaranteed intervention times"),
        "travel": _("On-site travel"),
        "tools": _("Tools"),
        "certainty": _("Certainty"),
        "discount": _("Commitment discount"),
        "rounding": _("Rounding"),
    }[component]


def component_detail(component: str, language: str) -> str:
    """What the customer gets for a line of the fee, in a few words; empty where its name says it."""
    _ = translations(language).gettext
    return {
        "support": _("questions and faults in daily work, remote and on site"),
        "maintenance": _("the update schedule below"),
        "documentation": _("kept up to date and reviewed"),
        "service-level": _("response and intervention within the times of the service level"),
        "travel": _("visits, however many there are"),
        "tools": _("monitoring, antivirus and backup agents"),
        "certainty": _("busy years are on us"),
        "discount": _("for the term of the contract"),
        "rounding": "",
    }[component]
