"""Snipe-IT: the asset list and the custom asset report as CSV, in English, Dutch, French or German.

Columns as in app/Presenters/AssetPresenter.php (the list), app/Http/Controllers/ReportsController.php (`postCustom`,
the report) and sample_csvs/assets-sample.csv of https://github.com/snipe/snipe-it; their translations as in
resources/lang/{nl,fr,de}/general.php, admin/hardware/table.php and admin/hardware/form.php there.
"""

from __future__ import annotations

from estimator.read.importers.gathering import Draft, type_of_words
from estimator.read.importers.tabular import Column, Layout


def refine(draft: Draft) -> None:
    """Type from the category; who has it stays with us."""
    said = draft.said
    if found := type_of_words(said.get("category", "")):
        draft.values["type"] = found
    draft.refuse_if_gone(said.get("status", ""), "Snipe-IT")
    if said.get("holder"):
        draft.values["internal_notes"] = f"Snipe-IT: {said['holder']}"


# fmt: off
COLUMNS = {
    "tag": Column(
        ("Asset Tag", "Étiquette de l'actif", "Étiquette d'actif", "Numéro d'inventaire", "Kennzeichnung", "Asset ID",
         "Assettag"),
        "assets.id", copied=False,
    ),
    "name": Column(
        ("Asset Name", "Item Name", "Name", "Nom de l'actif", "Nom", "Asset naam", "Naam"), "assets.name",
    ),
    "category": Column(
        ("Category", "Catégorie", "Сatégorie", "Categorie", "Kategorie"),  # the French has a Cyrillic letter
        "assets.type", copied=False,
    ),
    "manufacturer": Column(("Manufacturer", "Fabricant", "Fabrikant", "Hersteller"), "assets.manufacturer"),
    "model": Column(("Model", "Asset Model", "Model name", "Modèle", "maquette", "Modell"), "assets.model"),
    "model_number": Column(("Model No.", "Model Number", "Model n°.", "Modelnummer", "Modellnr.", "Modellnummer")),
    "serial": Column(
        ("Serial", "Serial Number", "Numéro de série", "Série", "Serienummer", "Seriennummer"), "assets.serial_number",
    ),
    "location": Column(("Location", "Lieu", "Locatie", "Standort"), "assets.location"),
    "default_location": Column(
        ("Default Location", "Emplacement par défaut", "Standaardlocatie", "Standard-Standort"), "assets.location",
    ),
    "purchased": Column(
        ("Purchase Date", "Purchased", "Date d'achat", "Acheté", "Aankoopdatum", "Aangekocht", "Kaufdatum"),
        "assets.purchased",
    ),
    "warranty_until": Column(
        ("Warranty Expires", "Expiration de garantie", "La garantie expire", "Garantie vervalt",
         "Garantie Ablaufdatum"),
        "assets.warranty_until",
    ),
    "system": Column(("Operating System", "OS"), "assets.operating_system"),
    "address": Column(("IP Address", "IP"), "assets.ip_address"),
    "notes": Column(("Notes", "Asset Notes", "Remarques", "Opmerkingen", "Notities", "Notizen"), "assets.notes"),
    "status": Column(("Status", "Statut")),
    "holder": Column(
        ("Checked Out To", "Checked Out", "Assigned To", "Checked Out To: Username", "Extrait vers", "Affecté à",
         "Date de libération", "Uitgecheckt aan", "Uitgecheckt", "Toegewezen aan", "Herausgegeben an",
         "Herausgegeben", "Zugewiesen an"),
        "assets.internal_notes", copied=False,
    ),
    "company": Column(("Company", "Compagnie", "Société", "Bedrijf", "Firma")),
    "supplier": Column(("Supplier", "Fournisseur", "Leverancier", "Lieferant")),
    "order": Column(("Order Number", "Numéro de Commande", "Ordernummer", "Bestelnummer", "Auftragsnummer")),
    "cost": Column(
        ("Purchase Cost", "Coût", "Prix d'achat", "Kostprijs", "Aankoop prijs", "Kosten", "Einkaufspreis"),
    ),
    "eol": Column(("EOL", "Fin de vie", "EOL Date", "Asset EOL Date")),
    "warranty": Column(("Warranty", "Garantie", "Warranty Months")),
    "department": Column(("Department", "Département", "Afdeling", "Abteilung")),
    "checkout_date": Column(("Checkout Date", "Date d'association", "Uitcheck datum", "Herausgabedatum")),
    "expected_checkin": Column(
        ("Expected Checkin Date", "Date de dissociation prévue", "Verwachte incheck datum",
         "Erwartetes Rückgabedatum"),
    ),
    "audit": Column(("Last Audit", "Dernier audit", "Laatste controle", "Letztes Audit")),
    "next_audit": Column(
        ("Next Audit Date", "Prochaine date de vérification", "Volgende datum van de Audit", "Nächstes Auditdatum"),
    ),
    "created": Column(("Created At", "Créé le", "Gemaakt op", "Erstellt am")),
    "updated": Column(("Updated At", "Mise à jour à", "Bijgewerkt op", "Aktualisiert am")),
    "requestable": Column(("Requestable", "Byod", "Checkouts", "Checkins", "Requests")),
}
# fmt: on

ASSETS = Layout(
    "assets",
    COLUMNS,
    marks=("tag", "model", "category"),
    more_marks=(
        *("model_number", "default_location", "holder", "company", "supplier", "order", "cost", "eol", "warranty"),
        *("checkout_date", "expected_checkin", "audit", "next_audit", "created", "requestable"),
    ),
    enough=2,
    ids=("tag", "serial", "name"),
    refine=refine,
)

LAYOUTS = (ASSETS,)
