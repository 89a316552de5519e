"""Every check that is made while a workbook is read: the catalogue behind the gallery of messages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from estimator.diagnostics import Diagnostic, Level
from estimator.model.frozen import frozen
from estimator.model.source import Cell

ERROR, WARNING, INFO = Level.ERROR, Level.WARNING, Level.INFO


MAXIMUM_PROBLEMS = 5_000
LONGEST_PLACE = 60


_AFTER_FIRST_SENTENCE = re.compile(r"^.*?[.]\s(?=[A-Z'])", re.DOTALL)


@frozen
class Check:
    """A kind of problem: its id, how bad it is, what is wrong in one line, and where and how the user is told."""

    id: str
    level: Level
    description: str
    example_place: str
    example_text: str

    @property
    def example(self) -> str:
        """A whole line as the user sees it."""
        return str(Diagnostic(self.level, self.example_place, self.id, self.example_text))

    @property
    def remedy(self) -> str:
        """What to do, as the example says it after its first sentence; empty where it says nothing."""
        return _AFTER_FIRST_SENTENCE.sub("", self.example_text, count=1) if ". " in self.example_text else ""


FILE_CHECKS: tuple[Check, ...] = (
    Check(
        "no-file",
        ERROR,
        "The file does not exist or may not be read.",
        "acme.xlsx",
        "The file cannot be opened: No such file or directory. Check its name and place.",
    ),
    Check(
        "no-workbook",
        ERROR,
        "The file is something else than an Excel workbook.",
        "acme.xlsx",
        "The file is not an Excel workbook. Open it in Excel or LibreOffice and save it as .xlsx.",
    ),
    Check(
        "old-format",
        ERROR,
        "The file is a spreadsheet in another format: .xls, .xlsb or .ods.",
        "acme.xls",
        "The file is an old Excel workbook (.xls). Open it in Excel or LibreOffice and save it as .xlsx.",
    ),
    Check(
        "encrypted",
        ERROR,
        "The file is protected with a password.",
        "acme.xlsx",
        "The file is encrypted with a password. Open it in Excel, remove the password and save it.",
    ),
    Check(
        "damaged",
        ERROR,
        "The file is truncated or broken.",
        "acme.xlsx",
        "The file is damaged or incomplete. Open it in Excel or LibreOffice, which may repair it, and "
        "save it again, or ask for another copy.",
    ),
    Check(
        "duplicate-part",
        ERROR,
        "The archive holds two parts of one name, so that programs would read different workbooks.",
        "acme.xlsx",
        "The file contains 'xl/workbook.xml' twice, and programs disagree on which holds. Open it in "
        "Excel or LibreOffice, which may repair it, and save it again, or ask for another copy.",
    ),
    Check(
        "document-type",
        ERROR,
        "The XML inside declares a document type or entities, as attacks do.",
        "acme.xlsx",
        "The workbook contains XML declarations that no spreadsheet program writes. Open it in Excel or "
        "LibreOffice, which may repair it, and save it again, or ask for another copy.",
    ),
    Check(
        "file-changed",
        ERROR,
        "Another program wrote the file while it was read.",
        "acme.xlsx",
        "The file changed while it was read. Save it, and try again.",
    ),
    Check(
        "too-large",
        ERROR,
        "The file is far too large, packed or unpacked.",
        "acme.xlsx",
        "The file is 4,096 MiB large when unpacked; 512 are read at most. Copy the filled cells into a new form.",
    ),
    Check(
        "far-cell",
        ERROR,
        "A cell lies so far out that the sheet would have millions of cells.",
        "acme.xlsx",
        "Sheet 'Assets' is used as far as XFD1048576, which makes more than 8,000,000 cells. Delete the rows "
        "and columns beyond the table, or copy the filled cells into a new form.",
    ),
    Check(
        "too-much",
        ERROR,
        "Reading took more memory or time than a workbook may.",
        "acme.xlsx",
        "The workbook cannot be read within 16 seconds: it is damaged, or far larger than it looks. Copy "
        "the filled cells into a new form.",
    ),
    Check(
        "macros",
        WARNING,
        "The workbook carries macros; they are never run.",
        "acme.xlsx",
        "The workbook carries macros, which are never run. Save it as .xlsx to leave them out.",
    ),
    Check(
        "external-links",
        WARNING,
        "The workbook links to other files or data sources; they are never opened.",
        "acme.xlsx",
        "The workbook links to other files or data sources, which are never opened. Check that the linked "
        "cells show what they should.",
    ),
    Check(
        "newer-form",
        WARNING,
        "The workbook began as a form of a newer version of this program.",
        "acme.xlsx",
        "The form is of version 3; this program knows up to version 2. Update the program: it may miss what is new.",
    ),
)
SHEET_CHECKS: tuple[Check, ...] = (
    Check(
        "missing-sheet",
        ERROR,
        "A sheet that every assessment needs is missing.",
        "acme.xlsx",
        "There is no sheet 'Locations'. Add it, or start from a new form.",
    ),
    Check(
        "duplicate-sheet",
        ERROR,
        "Two sheets are the same one under two names.",
        "Sites!A1",
        "This sheet and 'Locations' are both the locations. Keep one of them.",
    ),
    Check(
        "unknown-sheet",
        WARNING,
        "A sheet is ignored although its name resembles a known one.",
        "Asets!A1",
        "The sheet is not known and is ignored. Did you mean 'Assets'?",
    ),
    Check(
        "ignored-sheet",
        INFO,
        "A sheet is not part of the assessment and is ignored.",
        "Photos!A1",
        "The sheet is not part of the assessment and is ignored.",
    ),
    Check(
        "hidden-sheet",
        WARNING,
        "A sheet with data is hidden; it is read all the same.",
        "Assets!A1",
        "The sheet is hidden, and is read all the same. Show it, or delete what no longer holds.",
    ),
    Check(
        "renamed-sheet",
        WARNING,
        "A sheet of the form has a new name; it is known by the marks on its headings.",
        "Hardware 2026!A1",
        "The sheet is read as 'Assets', which it was in the form. Give it that name, or delete it.",
    ),
    Check(
        "no-headings",
        ERROR,
        "A sheet has content but no row of headings.",
        "Assets!A1",
        "No row of headings was found. Give the columns the headings id, type, location.",
    ),
    Check(
        "missing-column",
        ERROR,
        "A column that the sheet needs is missing.",
        "Assets!A1",
        "There is no column 'type'. Add it.",
    ),
    Check(
        "duplicate-heading",
        ERROR,
        "Two columns, or two rows of the customer sheet, are the same field.",
        "Assets!F1",
        "'serial' is the same field as column C. Keep one of them.",
    ),
    Check(
        "unknown-column",
        WARNING,
        "A column is ignored although its heading resembles a known one.",
        "Assets!F1",
        "The column 'seriel number' is not known and is ignored. Did you mean 'serial number'?",
    ),
    Check(
        "ignored-column",
        INFO,
        "A column, or a row of the customer sheet, is not part of the form and is ignored.",
        "Assets!W1",
        "The column 'colour' is not part of the form and is ignored.",
    ),
    Check(
        "renamed-heading",
        WARNING,
        "A heading of the form was changed to a word that is not known; the column is known by the mark on it.",
        "Assets!T1",
        "'rack' is read as 'redundancy group', which the column was in the form. Write that again, or insert a "
        "column of its own for something else.",
    ),
    Check(
        "total-row",
        WARNING,
        "A row holds a sum, added below the table; it is not read.",
        "Seats!A7",
        "The row is a total and is not read. Delete it: totals are counted from the rows.",
    ),
    Check(
        "cell-without-heading",
        WARNING,
        "Cells are filled in a column without a heading; they are ignored.",
        "Assets!X4",
        "The column has no heading and is ignored. Give it a heading, or delete the cells.",
    ),
    Check(
        "too-many-problems",
        ERROR,
        "So many problems that the rest is left out.",
        "acme.xlsx",
        "There are more than 5,000 problems; the rest is left out. Check that the headings stand above "
        "the right columns.",
    ),
)
CELL_CHECKS: tuple[Check, ...] = (
    Check(
        "required",
        ERROR,
        "A cell that must be filled is empty.",
        "Assets!C9",
        "'type' is empty. Fill it in.",
    ),
    Check(
        "error-value",
        ERROR,
        "A cell shows an error such as #REF!.",
        "Assets!E4",
        "The cell shows #REF!. Type the value itself.",
    ),
    Check(
        "formula-without-value",
        ERROR,
        "A formula was never calculated, so that the cell has no value.",
        "Assets!E4",
        "The formula was never calculated. Open the file in Excel or LibreOffice and save it, or type the "
        "value itself.",
    ),
    Check(
        "not-text",
        WARNING,
        "A text cell holds a date, as when Excel turns 10-2 into the 10th of February.",
        "Assets!J4",
        "The cell is a date, read as the text '2026-02-10'. Format the cell as text and type it again.",
    ),
    Check(
        "digits-lost",
        WARNING,
        "A long number was rounded by Excel, or stands in scientific notation; a serial number is then wrong.",
        "Assets!H4",
        "'3.56938E+14' is in scientific notation: digits may be lost. Format the cell as text and type it again.",
    ),
    Check(
        "not-a-number",
        ERROR,
        "A cell must be a number and is not.",
        "Seats!C3",
        "'ten' is not a number. Write it in digits.",
    ),
    Check(
        "not-a-whole-number",
        ERROR,
        "A count has decimals.",
        "Seats!C3",
        "2.5 is not a whole number. Write how many there are.",
    ),
    Check(
        "out-of-range",
        ERROR,
        "A number, in a cell or in a data file, is too small or too large.",
        "Seats!C3",
        "-4 is less than 0. Correct it.",
    ),
    Check(
        "not-a-date",
        ERROR,
        "A cell must be a date and is not.",
        "Assets!L4",
        "'spring 2021' is not a date. Write it as year-month-day, such as 2026-12-31.",
    ),
    Check(
        "ambiguous-date",
        ERROR,
        "A date can be read day first or month first.",
        "Assets!L4",
        "'03/04/2025' is 3 April or 4 March. Write it as 2025-04-03 or 2025-03-04.",
    ),
    Check(
        "short-year",
        ERROR,
        "A year has two digits.",
        "Assets!L4",
        "'31/12/25' has a year of two digits. Write it as 2025-12-31.",
    ),
    Check(
        "no-such-day",
        ERROR,
        "A date is not in the calendar.",
        "Assets!L4",
        "There is no day '2025-02-30'. Correct it.",
    ),
    Check(
        "implausible-date",
        ERROR,
        "A date is before 1980 or after 2099; a year typed into a date cell looks like this.",
        "Assets!L4",
        "The date 1905-07-16 cannot be right. Write it as year-month-day, such as 2026-12-31; a year alone is not "
        "a date.",
    ),
    Check(
        "time-missing",
        WARNING,
        "A moment has a date and no time of day.",
        "Tickets!A4",
        "'2026-09-14' has no time of day and is read as 00:00. Write it as 2026-09-14 09:30.",
    ),
    Check(
        "not-yes-or-no",
        ERROR,
        "A yes/no cell holds something else.",
        "Assets!N4",
        "'perhaps' is neither yes nor no. Write yes, no, or leave it empty.",
    ),
    Check(
        "unknown-choice",
        ERROR,
        "A cell, or a value in a data file, must be one of a list and is not.",
        "Assets!C4",
        "'prnter' is not a known type. Did you mean 'printer'?",
    ),
    Check(
        "not-in-rate-card",
        ERROR,
        "A plan, travel zone or role is not in the rate card.",
        "Customer!B13",
        "'gold' is not in the rate card. Choose one of: Standard, Office, Business.",
    ),
    Check(
        "unknown-country",
        ERROR,
        "A country is not known by code or name.",
        "Locations!F3",
        "'Belgim' is not a known country. Did you mean 'Belgium'?",
    ),
    Check(
        "bad-window",
        ERROR,
        "A maintenance window is not days and hours.",
        "Locations!I3",
        "'Tuesday evening' is not a maintenance window. Write it like Tue 18:00-20:00; Sat 08:00-12:00.",
    ),
    Check(
        "bad-period",
        ERROR,
        "A freeze period is not two dates in order.",
        "Customer!B16",
        "'Christmas' is not a period. Write it like 2026-12-20..2027-01-03.",
    ),
    Check(
        "bad-address",
        WARNING,
        "An e-mail or IP address does not look like one; it is kept as it is.",
        "Assets!K4",
        "'192.168.1.300' is not an IP address. Correct it.",
    ),
    Check(
        "bad-vat-number",
        WARNING,
        "A VAT number does not look like one of its country.",
        "Customer!B5",
        "'LU123' does not look like a VAT number of LU. Check it.",
    ),
)
ROW_CHECKS: tuple[Check, ...] = (
    Check(
        "no-locations",
        ERROR,
        "There is not a single location.",
        "Locations!A1",
        "The sheet has no location. Add at least one.",
    ),
    Check(
        "nothing-to-price",
        WARNING,
        "There are neither seats nor assets nor services.",
        "acme.xlsx",
        "There are no seats, no assets and no services: the fee covers nothing. Fill in the sheets.",
    ),
    Check(
        "too-many-units",
        ERROR,
        "The quantities of a workbook add up to far more than one customer can have.",
        "acme.xlsx",
        "The sheets count 10,000,008 seats, devices and services in all; 200,000 are priced at most. Correct the "
        "quantities.",
    ),
    Check(
        "duplicate-id",
        ERROR,
        "Two rows of a sheet have the same id.",
        "Assets!A9",
        "The id 'SRV-01' stands in row 4 too. Give every row its own id.",
    ),
    Check(
        "unknown-location",
        ERROR,
        "A row refers to a location that is not there.",
        "Assets!D4",
        "There is no location 'hqq'. Did you mean 'hq'?",
    ),
    Check(
        "unknown-asset",
        ERROR,
        "A row is connected to an asset that is not there.",
        "Assets!S4",
        "There is no asset 'SW-9'. Did you mean 'SW-09'?",
    ),
    Check(
        "connected-in-a-circle",
        WARNING,
        "Assets are connected to one another in a circle.",
        "Assets!S4",
        "The assets are connected in a circle: 'SW-1', 'SW-2', 'SW-1'. Correct one of the connections.",
    ),
    Check(
        "unknown-operating-system",
        ERROR,
        "An operating system is misspelt.",
        "Assets!J14",
        "'Windwos 10' is not a known operating system. Did you mean 'Windows 10'?",
    ),
    Check(
        "operating-system-without-dates",
        WARNING,
        "No end-of-support dates are known for an operating system; it is priced as supported.",
        "Assets!I4",
        "No support dates are known for 'Gizmo OS 3': it is priced as supported. Ask the vendor until "
        "when it is supported.",
    ),
    Check(
        "release-without-dates",
        WARNING,
        "The release of a known operating system is not one with known dates; it is priced as supported.",
        "Assets!I4",
        "'Windows 10 29H9' is no release with known dates of Windows. Check the operating system and the version.",
    ),
    Check(
        "address-used-twice",
        WARNING,
        "Two assets of a location have the same IP address.",
        "Assets!K9",
        "The address '192.168.1.10' stands in row 4 too. Correct one of them.",
    ),
    Check(
        "serial-number-used-twice",
        WARNING,
        "Two assets have the same manufacturer and serial number.",
        "Assets!H9",
        "The serial number 'CZC1234' stands in row 4 too. Correct one of them, or delete the double row.",
    ),
    Check(
        "serial-number-of-several",
        WARNING,
        "One serial number for a row that stands for several devices.",
        "Assets!H9",
        "One serial number cannot belong to 5 devices. Give each its own row, or leave it empty.",
    ),
    Check(
        "warranty-before-purchase",
        WARNING,
        "A warranty ends before the purchase.",
        "Assets!M4",
        "The warranty ends 2020-01-01, before the purchase on 2021-05-01. Correct one of them.",
    ),
    Check(
        "purchased-after-assessment",
        WARNING,
        "An asset was bought after the assessment.",
        "Assets!L4",
        "It was bought on 2027-05-01, after the assessment on 2026-11-02. Correct one of them.",
    ),
    Check(
        "contract-before-assessment",
        WARNING,
        "The contract starts before the assessment.",
        "Customer!B11",
        "The contract starts on 2026-01-01, before the assessment on 2026-11-02. Correct one of them.",
    ),
    Check(
        "purchased-long-ago",
        WARNING,
        "An asset was bought before 1995.",
        "Assets!L4",
        "It was bought on 1991-05-01, before 1995. Check the year.",
    ),
    Check(
        "contract-long-after-assessment",
        WARNING,
        "The contract starts more than a year after the assessment: much will have changed.",
        "Customer!B11",
        "The contract starts on 2028-03-01, more than 12 months after the assessment on 2026-11-02. Look again at what "
        "is there, or correct the dates.",
    ),
    Check(
        "assessment-in-the-future",
        WARNING,
        "The assessment is dated after today.",
        "Customer!B10",
        "The assessment is dated 2027-11-02, after today, 2026-11-22. Correct the date.",
    ),
    Check(
        "renewal-passed",
        WARNING,
        "A service was to be renewed before the assessment.",
        "Services!H4",
        "It was to be renewed on 2024-06-30, before the assessment on 2026-11-02. Write the next date, or delete the "
        "service.",
    ),
    Check(
        "empty-location",
        WARNING,
        "Nothing and nobody is at a location.",
        "Locations!A4",
        "There are no seats, no assets and no services at 'depot'. Add what is there, or delete the row.",
    ),
    Check(
        "name-is-another-id",
        WARNING,
        "An asset is named like the id of another.",
        "Assets!B4",
        "'SW-02' is also the id of the asset in row 9. Give it another name, so that both are told apart.",
    ),
    Check(
        "too-many-seats",
        WARNING,
        "There are more than three seats for every workstation and laptop.",
        "Seats!C3",
        "40 seats share 5 workstations and laptops in all. Check the counts.",
    ),
    Check(
        "no-backup",
        WARNING,
        "There are servers and no backup service.",
        "Assets!A4",
        "There are servers, but no backup service. Add it to the services, or advise the customer.",
    ),
    Check(
        "ticket-out-of-order",
        ERROR,
        "A ticket was answered, started or resolved before it was opened.",
        "Tickets!D4",
        "The ticket is resolved 2026-09-14 09:00, before it was opened. Correct one of them.",
    ),
    Check(
        "unknown-ticket-subject",
        WARNING,
        "A ticket is about something that is neither an asset nor a kind of unit.",
        "Tickets!H4",
        "'SRV-9' is neither an asset nor a kind of unit. Did you mean 'SRV-09'?",
    ),
)
DATA_FILE_CHECKS: tuple[Check, ...] = (
    Check(
        "unreadable-file",
        ERROR,
        "A data file cannot be read.",
        "our-card.toml",
        "The file cannot be read (Permission denied). Check the file's name and that it may be read.",
    ),
    Check(
        "invalid-toml",
        ERROR,
        "A data file is no TOML.",
        "our-card.toml",
        "This is not TOML: Expected '=' after a key (at line 3, column 9). Mend the file there.",
    ),
    Check(
        "unknown-key",
        ERROR,
        "A key is not known, in a data file, in an overlay or in --set.",
        "our-card.toml: plan.gold.price",
        "'price' is not known here. Did you mean 'monthly_price'?",
    ),
    Check(
        "missing-key",
        ERROR,
        "A key is missing.",
        "our-card.toml: plan.gold.monthly_price",
        "'monthly_price' is missing. Add 'monthly_price'.",
    ),
    Check(
        "ambiguous-key",
        ERROR,
        "Several data files have the key that --set or an overlay names.",
        "--set id",
        "Several data files have 'id'. Put the file's name before it: rate_card.id.",
    ),
    Check(
        "invalid-override",
        ERROR,
        "What follows --set is no KEY=VALUE.",
        "--set frequency_cv",
        "'frequency_cv' is not KEY=VALUE. Write KEY=VALUE, for example driver.server.tickets_per_unit_month=0.4.",
    ),
    Check(
        "wrong-type",
        ERROR,
        "A value is of another kind than it must be.",
        "effort.toml: frequency_cv",
        "'high' is not a number. Write a number.",
    ),
    Check(
        "empty-value",
        ERROR,
        "A text or a list must not be empty.",
        "our-card.toml: roles",
        "This must not be empty. Fill it in.",
    ),
    Check(
        "unknown-name",
        ERROR,
        "A name refers to something that is not there.",
        "effort.toml: driver.server.role_mix.guru",
        "'guru' is not a role. Use one of: cabling, technician, engineer, consulting.",
    ),
    Check(
        "duplicate",
        ERROR,
        "Something stands twice.",
        "our-card.toml: roles",
        "A role is listed twice. Keep each role once.",
    ),
    Check(
        "wrong-sum",
        ERROR,
        "Shares do not add up.",
        "effort.toml: driver.server.role_mix",
        "The shares add up to 0.9. Let them add up to 1.",
    ),
    Check(
        "wrong-order",
        ERROR,
        "Dates, times or terms are not in order.",
        "pricing.toml: commitment.steps[2].from_months",
        "12 months do not follow 24. Let the terms grow.",
    ),
    Check(
        "wrong-line",
        ERROR,
        "A line of the lifecycle dates is no release.",
        "lifecycle.toml: product.windows.cycles[3]",
        "'22H2 soon' is not a release. Write 'label [edition] | released end extended | other names', with - for no "
        "date.",
    ),
    Check(
        "wrong-anchor",
        ERROR,
        "Work that follows renewal dates is not the customer's, or not about services.",
        "effort.toml: task.renewals.scope",
        'Renewals are the whole customer\'s. Write scope = "customer".',
    ),
    Check(
        "no-rest-band",
        ERROR,
        "The rate bands do not cover the whole week, or one never applies.",
        "our-card.toml: band",
        "Every band has hours, so some moments may have no rate. Leave the hours out of one band: it takes whatever no "
        "other band covers.",
    ),
    Check(
        "unfit-contact",
        ERROR,
        "What customers reach the provider by cannot be a link on their pages.",
        "our-card.toml: provider.phone",
        "'ask reception' is no phone number. Write it as it is dialled, such as +352 20 00 00.",
    ),
    Check(
        "unfit-colour",
        ERROR,
        "The brand file's colour is none, or too pale to be read on white.",
        "brand.toml: accent",
        "#ffcc00 is too pale to be read on white (contrast 1.5; 4.5 is needed). Use a darker one, such as #8f7200.",
    ),
    Check(
        "unfit-letterhead",
        ERROR,
        "A text of the brand file does not fit the letterhead.",
        "brand.toml: contact",
        "The letterhead has room for 6 lines, these are 9. Put several on one line.",
    ),
    Check(
        "unfit-logo",
        ERROR,
        "The brand file's logo cannot be used.",
        "brand.toml: logo",
        "'logo.svg' cannot be the logo: it has <text> in it. Convert texts to paths.",
    ),
)
"""Problems of rate card, effort table, pricing policy and lifecycle dates; made with their own places, all errors."""
OUTPUT_CHECKS: tuple[Check, ...] = (
    Check("file-system", ERROR, "The system refuses to read or write a file.", "out/acme", "Permission denied."),
    Check(
        "nothing-to-explain",
        ERROR,
        "A word after --explain names no line of the fee, no plan and no device that causes a euro.",
        "--explain suport",
        "'suport' is nothing that can be explained. Did you mean 'support'?",
    ),
    Check(
        "output-in-the-way",
        ERROR,
        "A folder to be written holds something else.",
        "out/acme",
        "There is something here that estimator did not make, and it would be replaced. Choose another output folder, "
        "or move it away.",
    ),
    Check(
        "output-is-input",
        ERROR,
        "The file to be written is one that is read.",
        "acme.xlsx",
        "This is the workbook itself, which is never written to. Choose another name for the copy.",
    ),
    Check(
        "same-output-folder",
        ERROR,
        "Two workbooks of one name would share a folder.",
        "north/acme.xlsx",
        "Another workbook is also called 'acme', and both would be built in the same folder. Rename one, or build them "
        "into different folders.",
    ),
    Check(
        "hand-written-page",
        ERROR,
        "A page or image beside the workbook cannot join the site.",
        "acme.pages/wifi.md",
        "The page is not UTF-8 text. Save it as UTF-8.",
    ),
    Check("site-build", ERROR, "MkDocs refuses to build the site.", "site", "The site could not be built."),
    Check(
        "missing-translation",
        ERROR,
        "A catalogue lacks a translation, or has one that is only a guess.",
        "nl/estimator.po",
        "The pages cannot be shown in 'nl': 1 text is not translated, the first is 'Help'. Translate it in that file.",
    ),
    Check(
        "schedule",
        INFO,
        "Something in the update schedule could not be planned as wished.",
        "schedule",
        "Updates of servers at Head office overlaps with other work by the same role, so several people are needed.",
    ),
)
"""What commands that write have to say."""
HOSTING_CHECKS: tuple[Check, ...] = (
    Check(
        "hosting",
        ERROR,
        "A folder or a path cannot be put into a web server's configuration.",
        "out/o d d",
        "This name cannot be a login and an address. Rename the workbook to letters, digits, - and _, and build again.",
    ),
    Check(
        "hosting-customer-gone",
        WARNING,
        "A customer who has a login has no site any more.",
        "hosting/customers/acme.conf",
        "There is no site of 'acme' any more, but its login and address are still there. To end them delete this file "
        "and logins/acme.htpasswd.",
    ),
    Check(
        "hosting-login",
        ERROR,
        "A login's file is not what was written there.",
        "hosting/logins/acme.htpasswd",
        "This file does not hold one login with a bcrypt hash. Delete it to give the customer a new password.",
    ),
    Check(
        "hosting-passwords",
        ERROR,
        "The file of passwords cannot be used.",
        "passwords.txt",
        "Others on this machine can read this file. Make it yours alone: chmod 600 passwords.txt.",
    ),
    Check(
        "hosting-unknown-name",
        WARNING,
        "The file of passwords names somebody who has no site.",
        "passwords.txt",
        "There is a password for 'acmee', but no site. Is the name misspelt?",
    ),
)
"""What `site --host-config` has to say."""
GUARD_CHECKS: tuple[Check, ...] = (
    Check(
        "margin-too-low",
        ERROR,
        "The fee leaves less margin than the policy wants.",
        "acme.xlsx",
        "An expected year leaves 16.4% of the fee, less than the 18.0% of margin.minimum in estimator.toml. Raise the "
        "price, or ask who set the limit.",
    ),
    Check(
        "loss-too-likely",
        ERROR,
        "A year that costs more than the fee is likelier than the policy allows.",
        "acme.xlsx",
        "A year costs more than the fee with a probability of 12.3%, above the 10.0% of loss.maximum_probability in "
        "estimator.toml. Raise the price or the risk loading, or ask who set the limit.",
    ),
    Check(
        "fee-increase",
        ERROR,
        "The fee rises by more than the policy or --max-increase allows.",
        "acme.xlsx",
        "The fee rises from €2,150.00 to €2,400.00 a month (+11.6%); increase.maximum in estimator.toml allows +10.0%. "
        "`estimator diff` splits the rise by cause.",
    ),
    Check(
        "nothing-saved",
        INFO,
        "The policy compares with a saved estimate, and there is none of this customer.",
        "acme.xlsx",
        "There is no saved estimate saved/acme.json to compare the fee with. Right for a new customer; else copy the "
        "agreed estimate.json there.",
    ),
    Check(
        "required-by-policy",
        ERROR,
        "A field is empty that the policy wants filled.",
        "Assets!H12",
        "'serial number' is empty, which required.fields in estimator.toml does not allow. Fill it in.",
    ),
    Check(
        "assessment-too-old",
        ERROR,
        "The assessment is older than the policy allows.",
        "Customer!B11",
        "The assessment is 214 days old; age.maximum_days in estimator.toml allows 180. Visit again, or confirm it and "
        "its date.",
    ),
    Check(
        "field-with-default",
        ERROR,
        "The policy wants a field filled whose empty cell has a meaning.",
        "estimator.toml: required.fields[2]",
        "'Services.quantity' is never told to be empty: an empty cell means '1'. Leave it out.",
    ),
    Check(
        "one-file-for-all",
        ERROR,
        "The policy would compare every customer with one and the same saved estimate.",
        "estimator.toml: increase.saved",
        "'saved/acme.json' is the same file for every customer. Write \"saved/{name}.json\", for example.",
    ),
)
"""Guards of `estimator.toml` that are broken; their level is the policy's, an error where it says nothing."""
DIFF_CHECKS: tuple[Check, ...] = (
    Check(
        "no-saved-estimate",
        ERROR,
        "A file is meant as a saved estimate, and is none.",
        "saved/acme.json",
        "The file is no saved estimate: it is not JSON. Name an estimate.json, as `build` or --format json writes it.",
    ),
    Check(
        "other-currency",
        ERROR,
        "Two sides in different currencies are compared.",
        "ours-2027",
        "One side is in EUR, the other in CHF: there is no difference to split. Use rate cards of one currency.",
    ),
    Check(
        "other-customer",
        WARNING,
        "Two sides that name different customers are compared.",
        "acme.xlsx",
        "'Acme' is compared with 'Bureau Exemple', which may be another customer. Check the names of the files.",
    ),
)
"""What `diff` has to say."""
CHECKS = (*FILE_CHECKS, *SHEET_CHECKS, *CELL_CHECKS, *ROW_CHECKS)
"""Those of a workbook, which `report` makes."""
GALLERY: tuple[tuple[str, tuple[Check, ...]], ...] = (
    ("The file", FILE_CHECKS),
    ("Sheets and headings", SHEET_CHECKS),
    ("Cells", CELL_CHECKS),
    ("How rows fit together", ROW_CHECKS),
    ("Data files and --set", DATA_FILE_CHECKS),
    ("A team's guards", GUARD_CHECKS),
    ("Comparisons", DIFF_CHECKS),
    ("Outputs", OUTPUT_CHECKS),
    ("Hosting", HOSTING_CHECKS),
)
"""Every message by what it is about, in the order of docs/messages.md."""
CHECK_BY_ID = {check.id: check for check in CHECKS}


def report(check: str, place: str, message: str, remedy: str = "") -> Diagnostic:
    """A problem of the catalogue at a place; raises KeyError for a check that the catalogue lacks."""
    return Diagnostic(CHECK_BY_ID[check].level, place, check, message, remedy)


class TooManyProblemsError(Exception):
    """Reading stops: whoever made this file should look at the first problems first."""


def _one_line(place: str) -> str:
    """A place whose sheet has a hostile name is still one short line."""
    if place.isprintable() and len(place) <= LONGEST_PLACE:
        return place
    sheet, _, cell = place.rpartition("!")
    return f"{''.join(filter(str.isprintable, sheet))[:LONGEST_PLACE]}!{cell}"


class Problems:
    """The problems of one workbook; `found` has them in the order in which they were found."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._places: list[object] = []

    def add(self, check: str, place: object, message: str, remedy: str = "") -> None:
        """Adds a problem of the catalogue; raises TooManyProblemsError at the limit."""
        if len(self.found) >= MAXIMUM_PROBLEMS:
            raise TooManyProblemsError
        self.found.append(report(check, _one_line(str(place)), message, remedy))
        self._places.append(place)

    def in_order(self, sheets: Sequence[str]) -> list[Diagnostic]:
        """The problems as one walks through the workbook: those of the file, then sheet by sheet, row by row."""
        order = {name: number for number, name in enumerate(sheets)}

        def position(number: int) -> tuple[int, int, int]:
            place = self._places[number]
            return (order.get(place.sheet, 0), place.row, place.column) if isinstance(place, Cell) else (-1, 0, 0)

        return [self.found[number] for number in sorted(range(len(self.found)), key=position)]
