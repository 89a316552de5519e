"""Microsoft Intune: the export of all devices, and the same list written with Microsoft Graph's names.

Columns as in the admin centre's export (`Device ID`, `Device name`, `Managed by`, `Ownership`, `Compliance`, `OS`,
`OS version`, `Primary user UPN`, ...) and as in the managedDevice resource of Microsoft Graph (`deviceName`,
`operatingSystem`, `osVersion`, ...), https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice.
"""

from __future__ import annotations

import re

from estimator.read.importers.gathering import Draft
from estimator.read.importers.tabular import Column, Layout

PERSONAL = frozenset(("personal", "personally owned", "byod"))
MOBILE = re.compile(r"\b(ios|ipados|android|windows phone|windows mobile)\b", re.IGNORECASE)
_EDITIONS = {
    "core": "Home", "coresinglelanguage": "Home", "corecountryspecific": "Home", "professional": "Pro",
    "professionaln": "Pro", "professionalworkstation": "Pro", "professionaleducation": "Pro Education", "pro": "Pro",
    "home": "Home", "enterprise": "Enterprise", "enterprisen": "Enterprise", "education": "Education",
    "enterprises": "Enterprise LTSC", "serverrdsh": "Enterprise",
}  # fmt: skip
"""Values of skuFamily, Windows' own names of its editions."""


def refine(draft: Draft) -> None:
    """The edition into the system; telephones and tablets are `other`; private devices are not ours to manage."""
    said = draft.said
    system = re.sub(r"\(.*?\)", "", said.get("system", "")).strip()
    edition = _EDITIONS.get(said.get("edition", "").casefold().replace(" ", ""), "")
    if system == "iOS/iPadOS":
        system = "iPadOS" if "ipad" in said.get("model", "").casefold() else "iOS"
    if system:
        draft.values["operating_system"] = f"{system} {edition}" if system == "Windows" and edition else system
    if MOBILE.search(system):
        draft.values["type"] = "other"
    if said.get("ownership", "").casefold() in PERSONAL:
        draft.unmanaged("It is privately owned.")
    if said.get("user"):
        draft.values["internal_notes"] = f"Intune: {said['user']}"


DEVICES = Layout(
    "devices",
    {
        "name": Column(("Device name", "deviceName"), "assets.name"),
        "system": Column(("OS", "Operating system", "Platform"), "assets.operating_system", copied=False),
        "version": Column(("OS version",), "assets.version"),
        "edition": Column(("SkuFamily", "SKU family", "OS edition"), "assets.operating_system", copied=False),
        "manufacturer": Column(("Manufacturer",), "assets.manufacturer"),
        "model": Column(("Model",), "assets.model"),
        "serial": Column(("Serial number",), "assets.serial_number"),
        "user": Column(
            ("Primary user UPN", "userPrincipalName", "Primary user email address", "Primary user display name"),
            "assets.internal_notes",
            copied=False,
        ),
        "ownership": Column(
            ("Ownership", "managedDeviceOwnerType", "Device ownership"), "assets.managed", copied=False
        ),
        "id": Column(("Device ID", "Intune Device ID", "managedDeviceId")),
        "managed_by": Column(("Managed by", "managementAgent", "MDM")),
        "compliance": Column(("Compliance", "complianceState", "Compliant")),
        "check_in": Column(("Last check-in", "lastSyncDateTime", "Last sync")),
        "enrolled": Column(("Enrollment date", "enrolledDateTime")),
        "entra_id": Column(("Azure AD Device ID", "Microsoft Entra Device ID", "Entra DeviceId", "azureADDeviceId")),
        "entra_registered": Column(("Azure AD registered", "Microsoft Entra registered", "azureADRegistered")),
        "intune_registered": Column(("Intune registered",)),
        "encrypted": Column(("Encrypted", "isEncrypted")),
        "supervised": Column(("Supervised", "isSupervised")),
        "storage": Column(("Total storage", "totalStorageSpaceInBytes")),
        "state": Column(("Device state", "deviceRegistrationState")),
        "category": Column(("Category", "deviceCategoryDisplayName")),
        "management_name": Column(("Management name", "managedDeviceName")),
        "eas_id": Column(("EAS activation ID",)),
        "join": Column(("JoinType", "Join type")),
    },
    marks=("name", "version"),
    more_marks=(
        *("user", "ownership", "managed_by", "compliance", "check_in", "enrolled", "entra_id"),
        *("entra_registered", "intune_registered", "supervised", "management_name", "eas_id", "join"),
    ),
    enough=2,
    ids=("name", "serial", "id"),
    refine=refine,
)

LAYOUTS = (DEVICES,)
