"""The website in five languages: one build each from one model, a chooser that stays on the page, nothing left over."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import material
import pytest
from babel.core import Locale
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.bccache import Bucket

import messages
from estimator.model.facts import Facts
from estimator.model.language import LANGUAGES, customers_first
from estimator.pipeline.customer import priced, read
from estimator.pipeline.site import Wishes, site_inputs
from estimator.read.data_files import read_facts
from estimator.render import texts
from estimator.render.compiled import SharedCode
from estimator.render.example_office import example_office
from estimator.render.figures import money
from estimator.render.site import build, glossary, nobreak, pages
from estimator.render.site.handwritten import read_pages
from estimator.render.site.inputs import SiteInputs
from estimator.render.site.site import write_site
from estimator.review.changes import changes_between
from tests.builders import large
from tests.render.site_inputs import TODAY, inputs_of, tree
from tests.render.test_site import broken_links, pages_of, plain_build

FEE = Decimal("1234.50")
ROOT = Path(__file__).parents[2]
OURS, MATERIAL = ROOT / "site_src" / "overrides", Path(material.__file__).parent / "templates"
EXAMPLES = {name: ROOT / "assessments" / f"{name}.xlsx" for name in ("example-office", "dunder-mifflin")}


def dutch(**changes: object) -> SiteInputs:
    """The example office of a customer who reads Dutch, with its hand-written pages."""
    office = example_office()
    assessment = replace(office, customer=replace(office.customer, language="nl"))
    return inputs_of(assessment, pages=EXAMPLES["example-office"].with_suffix(".pages"), **changes)


def inputs_from(workbook: Path, facts: Facts) -> SiteInputs:
    job = priced(read(workbook, facts, TODAY)[0], facts, TODAY)
    folder = workbook.with_suffix(".pages")
    return site_inputs(job, folder if folder.is_dir() else None, Wishes(languages=tuple(LANGUAGES)))


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both examples in every language."""
    folder = tmp_path_factory.mktemp("languages")
    facts = read_facts({}, ())
    for name, workbook in EXAMPLES.items():
        inputs = inputs_from(workbook, facts)
        languages = customers_first(inputs.language)
        write_site(folder / name / "site", folder / name / "source", inputs, languages=languages)
    return {name: folder / name / "site" for name in EXAMPLES}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Dutch office's site and project."""
    folder = tmp_path_factory.mktemp("dutch")
    write_site(folder / "site", folder / "source", dutch(), languages=customers_first("nl"))
    return folder


@pytest.mark.parametrize(
    ("language", "wanted", "order"),
    [
        ("de", tuple(LANGUAGES), ("de", "nl", "fr", "en", "lb")),
        ("en", ("lb", "fr", "en"), ("en", "fr", "lb")),
        ("nl", ("lb", "fr", "fr"), ("fr", "lb")),
        ("nl", (), ()),
    ],
)
def test_the_customers_language_comes_first(language: str, wanted: tuple[str, ...], order: tuple[str, ...]) -> None:
    assert customers_first(language, wanted) == order


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_page_leads_to_itself_in_every_language(sites: dict[str, Path], name: str) -> None:
    count = 0
    for page, content in pages_of(sites[name]).items():
        if page == "index.html":
            continue
        language, _, path = page.partition("/")
        chosen = [found for tag, found in content.tags if tag == "a" and found.get("class") == "md-select__link"]
        assert [found["hreflang"] for found in chosen] == list(customers_first("en"))
        for found in chosen:
            code = found["hreflang"]
            target = (sites[name] / page).parent / (found["href"] or "")
            assert target.resolve() == sites[name] / f"{code}/{path}"
            assert target.is_file()
            assert found["lang"] == code
            assert ("aria-current" in found) == (code == language)
            count += 1
        html = (sites[name] / page).read_text(encoding="utf-8")
        assert re.findall(r'class="md-select__link">\s*(\S+)\s*<', html) == [
            LANGUAGES[code] for code in customers_first("en")
        ]
    assert count >= 5 * 5 * 9


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_link_leads_somewhere_and_every_page_says_its_language(sites: dict[str, Path], name: str) -> None:
    assert broken_links(sites[name]) == []
    for page, content in pages_of(sites[name]).items():
        language = page.partition("/")[0] if "/" in page else "en"
        assert next(found["lang"] for tag, found in content.tags if tag == "html") == language


class _Compiled(SharedCode):
    """Remembers the names of templates that were not there yet."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        bucket = super().get_bucket(environment, name, filename, source)
        self.names += [] if bucket.code else [name]
        return bucket


def test_a_worker_finds_the_themes_templates_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = _Compiled()
    monkeypatch.setattr(build, "_CODE", code)
    build._environment.cache_clear()
    build.compile_theme(("nl",))
    ahead = len(code.names)
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(example_office()), languages=("nl",))
    build._environment.cache_clear()
    assert "partials/header.html" in code.names[:ahead]
    assert [name for name in code.names[ahead:] if not name.startswith(".icons/")] == []


def test_the_themes_own_words_are_luxembourgish_on_luxembourgish_pages(sites: dict[str, Path]) -> None:
    name = "partials/languages/lb.html"
    ours, theirs = (re.findall('^  "(.*?)":', (folder / name).read_text("utf-8"), re.M) for folder in (OURS, MATERIAL))
    assert {*ours} <= {*theirs}
    page = (sites["example-office"] / "lb" / "index.html").read_text("utf-8")
    assert 'aria-label="Kappzeil"' in page
    assert not re.search("Inhaltsverzeichnis|Zum Inhalt|Header<|iwwersprangen|Select |initialiséiert", page)


def test_no_page_makes_the_theme_look_for_sitemaps(sites: dict[str, Path]) -> None:
    for content in pages_of(sites["example-office"]).values():
        assert not [found for tag, found in content.tags if tag == "link" and "alternate" in (found.get("rel") or "")]


def test_the_page_at_the_top_opens_the_customers_language_without_a_script(office: Path) -> None:
    page = pages_of(office / "site")["index.html"]
    assert {"http-equiv": "refresh", "content": "0; url=nl/index.html"} in [found for _, found in page.tags]
    assert page.links == [f"{code}/index.html" for code in customers_first("nl")]
    assert "script" not in {tag for tag, _ in page.tags}


def test_a_plain_mkdocs_build_gives_the_same_site_byte_for_byte(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office / "source", tmp_path / "source")
    plain_build(tmp_path / "source", tmp_path / "plain")
    assert tree(tmp_path / "plain") == tree(office / "site")


def test_one_language_of_a_project_builds_alone(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office / "source", tmp_path / "source")
    (tmp_path / "source" / "mkdocs.yml").write_text("INHERIT: mkdocs.fr.yml\n", encoding="utf-8")
    plain_build(tmp_path / "source", tmp_path / "fr")
    assert tree(tmp_path / "fr").keys() == tree(office / "site" / "fr").keys()


def test_building_twice_gives_the_same_bytes(office: Path, tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", dutch(), languages=customers_first("nl"))
    assert tree(tmp_path / "site") == tree(office / "site")
    assert tree(tmp_path / "source") == tree(office / "source")


def test_what_languages_share_is_in_the_project_once(office: Path) -> None:
    names = [path.name for path in (office / "source").rglob("*") if path.is_file()]
    assert [names.count(name) for name in ("site.css", "table.js", "hooks.py", "finish.py")] == [1, 1, 1, 1]


@pytest.mark.parametrize("engine", ["properdocs", "zensical"])
def test_other_engines_build_the_same_pages(office: Path, tmp_path: Path, engine: str) -> None:
    if find_spec(engine) is None:
        pytest.skip(f"the extra is not installed: estimator[{engine}]")
    languages = ("nl", "lb")
    write_site(tmp_path / "site", tmp_path / "source", dutch(), engine, languages)
    assert {path.name for path in (tmp_path / "site").iterdir()} == {"index.html", *languages}
    assert broken_links(tmp_path / "site") == []
    for code in languages:
        found, expected = (
            {path.name for path in (folder / "site" / code).rglob("*.html")} for folder in (tmp_path, office)
        )
        assert found == expected
    page = pages_of(tmp_path / "site")["nl/help.html"]
    assert "../lb/help.html" in page.links


def test_a_small_site_is_small_in_every_language(office: Path) -> None:
    for language in LANGUAGES:
        files = tree(office / "site" / language)
        assert sum(map(len, files.values())) < 1_800_000
        assert not [name for name in files if name.endswith(".map")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_of_every_language_knows_every_tag(office: Path, language: str) -> None:
    index = json.loads((office / "site" / language / "search" / "search_index.json").read_text(encoding="utf-8"))
    titles = {entry["location"]: entry["title"] for entry in index["docs"]}
    for asset in example_office().assets:
        assert titles[f"equipment.html#asset-{asset.id}"].startswith(asset.id)
    assert index["config"]["lang"] == ["en" if language == "lb" else language]
    if language == "lb":
        assert index["config"]["pipeline"] == []


def test_a_page_that_only_one_language_has_leads_to_the_others_first_page(tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", dutch(), languages=("nl", "fr"))
    (tmp_path / "source" / "docs" / "fr" / "pages" / "seul.md").write_text("# Seul\n\nIci.\n", encoding="utf-8")
    configuration = tmp_path / "source" / "mkdocs.fr.yml"
    text = configuration.read_text(encoding="utf-8") + "    - Seul: pages/seul.md\n"
    configuration.write_text(text, encoding="utf-8")
    plain_build(tmp_path / "source", tmp_path / "plain")
    assert "../../nl/index.html" in pages_of(tmp_path / "plain")["fr/pages/seul.html"].links
    assert broken_links(tmp_path / "plain") == []


def test_a_customers_own_words_are_marked_with_their_language(tmp_path: Path) -> None:
    office = dutch().assessment
    noted = replace(
        office,
        assets=tuple(replace(asset, notes="Achter de kast") for asset in office.assets),
        locations=tuple(replace(place, notes="Sleutel bij de buren") for place in office.locations),
        services=tuple(replace(s, sla_level="Binnen de dag", predefined_sla=True) for s in office.services),
    )
    write_site(tmp_path / "site", tmp_path / "source", replace(dutch(), assessment=noted), languages=("nl", "fr"))
    for page, words in (("equipment", "Achter de kast"), ("sites", "Sleutel bij de buren"), ("help", "Binnen de dag")):
        own, other = ((tmp_path / "site" / code / f"{page}.html").read_text(encoding="utf-8") for code in ("nl", "fr"))
        assert own.count(words) == other.count(words) == other.count(f'<span lang="nl">{words}</span>') > 0
        assert '<span lang="nl">' not in own
    for code, marked in (("nl", False), ("fr", True)):
        for page in (tmp_path / "site" / code / "pages").glob("*.html"):
            assert ('<article lang="nl"' in page.read_text(encoding="utf-8")) == marked


def test_figures_dates_and_holidays_are_those_of_the_page_not_of_the_customer(tmp_path: Path) -> None:
    languages = customers_first("nl")
    write_site(tmp_path / "site", tmp_path / "source", dutch(agreed_fee=FEE), languages=languages)
    expected = {
        "nl": ("12\N{NO-BREAK SPACE}november\N{NO-BREAK SPACE}2026", "tweede kerstdag", "ma"),
        "fr": ("12\N{NO-BREAK SPACE}novembre\N{NO-BREAK SPACE}2026", "Saint-Étienne", "lun."),
        "de": ("12.\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026", "Stephanstag", "Mo"),
        "en": ("12\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026", "Saint Stephen", "Mon"),
        "lb": ("12.\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026", "Stiefesdag", "Méi "),
    }
    for code, words in expected.items():
        folder = tmp_path / "site" / code
        seen = "".join((folder / f"{page}.html").read_text("utf-8") for page in ("help", "index", "updates"))
        for word in words:
            assert word in seen, (code, word)
        assert money(FEE, "EUR", code) in (folder / "fee.html").read_text(encoding="utf-8")


class Seen(HTMLParser):
    """What a reader can see or hear: the flow of a page's text, and apart from it each attribute and drawn text."""

    ATTRIBUTES = ("title", "aria-label", "alt", "placeholder", "data-meaning", "data-label", "content")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.flow, self.apart = "", list[str]()
        self._open = list[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.flow += " "
        technical = tag == "meta" and found.get("name") != "description"
        if not technical:
            wanted = [key for key in found if key in self.ATTRIBUTES or key.startswith("data-word-")]
            self.apart += [found[key] or "" for key in wanted]
        if tag not in {"meta", "link", "input", "img", "br", "hr"}:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._open[-1] == tag:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if {"script", "style"} & set(self._open):
            return
        if "tspan" in self._open:
            self.apart[-1] += data  # another line of the same text
        elif "svg" in self._open:
            self.apart.append(data)
        else:
            self.flow += data


def untranslated(text: str) -> str:
    """What stands outside of ⟦ and ⟧. A text that was cut to fit may lack its last sign, one on two lines either."""
    depth, outside = 0, ""
    for character in text:
        if character == "⟧" and depth == 0:
            outside = ""
        depth = max(0, depth + (character == "⟦") - (character == "⟧"))
        outside += character if depth == 0 and character != "⟧" else " "
    return outside


def theirs(inputs: SiteInputs) -> Callable[[str], str]:
    """Takes texts that no catalogue has out of others: the customer's own, products' names, the rate card's."""
    assessment = inputs.assessment
    before = [change.before for change in (*inputs.changes.removed, *inputs.changes.altered)] if inputs.changes else []
    records = (assessment.customer, *assessment.locations, *assessment.assets, *assessment.services, *before)
    told = [getattr(record, name) for record in records for name in record.__class__.__annotations__]
    told += [f"{asset.name} ({asset.id})" for asset in assessment.assets]
    told += [status.release for status in inputs.lifecycles.values()]
    told += [name for plan in inputs.facts.rate_card.plan.values() for name in plan.names.values()]
    told += [inputs.provider.name, *(page.title for page in read_pages(inputs.pages).pages)]
    texts = {" ".join(line.split()) for text in told if type(text) is str for line in text.splitlines()}
    longest = sorted(filter(None, texts), key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")

    def without(text: str) -> str:
        text = " ".join(text.split())
        cut = text.endswith("…") and any(long.startswith(text[:-1].rstrip()) for long in longest)
        return "" if cut else pattern.sub(" ", text)

    return without


def of_the_language(code: str) -> set[str]:
    """Words that Babel and the theme have in a language, and the languages' own names."""
    locale = Locale.parse(code)
    told = [*locale.territories.values(), *LANGUAGES.values()]
    for widths in (*locale.months.values(), *locale.days.values()):
        told += [name for names in widths.values() for name in names.values()]
    import material

    theme = Path(material.__file__).parent / "templates" / "partials" / "languages" / f"{code}.html"
    told += re.findall(r': "([^"]*)"', theme.read_text(encoding="utf-8"))
    return {word for text in told for word in WORD.findall(text)}


WORD = re.compile(r"[^\W\d_]+")
UNITS = {"h", "min"}
LOGO = {"logo"}
"""What the theme calls the picture in the link to the first page; the link has a name of its own."""


@pytest.fixture
def marked_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Dutch in which every text is its English source between ⟦ and ⟧."""
    path = messages.catalogue_path("nl", "estimator")
    with path.open("rb") as file:
        catalogue = read_po(file, locale="nl")
    for message in catalogue:
        if message.id:
            source = [message.id] if isinstance(message.id, str) else list(message.id)
            marked = [f"⟦{text}⟧" for text in source]
            message.string = marked[0] if len(marked) == 1 else tuple(marked)
    target = tmp_path / "locale" / "nl" / "LC_MESSAGES" / "estimator.po"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_po(file, catalogue)
    monkeypatch.setattr(texts, "LOCALE", tmp_path / "locale")
    caches = (texts.translations, nobreak.catalogue, glossary.glossary, pages.environment)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


def with_everything() -> SiteInputs:
    """The Dutch office with an agreed fee, changes since an earlier assessment, an hourly plan and a chat."""
    inputs = dutch()
    now = inputs.assessment
    earlier = replace(
        now,
        customer=replace(now.customer, assessment_date=now.customer.assessment_date.replace(year=2025)),
        assets=tuple(
            replace(asset, quantity=asset.quantity + 1, critical=True, managed=False, warranty_until=None, name="Other")
            for asset in now.assets[3:]
        ),
        seats=tuple(replace(group, count=group.count + 2) for group in now.seats[1:]),
        locations=tuple(replace(place, on_site="no", country="FR") for place in now.locations),
    )
    return replace(inputs, agreed_fee=FEE, changes=changes_between(earlier, now))


def many_places() -> SiteInputs:
    """So many locations that each has a page of its own, and the map groups devices."""
    many = large(600, 6)
    return inputs_of(replace(many, customer=replace(many.customer, language="nl", current_plan="office")))


@pytest.mark.usefixtures("marked_catalogue")
@pytest.mark.parametrize("made", [with_everything, many_places])
def test_no_text_of_any_page_is_left_in_english(tmp_path: Path, made: Callable[[], SiteInputs]) -> None:
    inputs = made()
    write_site(tmp_path / "site", tmp_path / "source", inputs, languages=("nl", "de"))
    without_data, known = theirs(inputs), of_the_language("nl") | UNITS | LOGO
    left: dict[str, set[str]] = {}
    translated = 0
    for page in sorted((tmp_path / "site" / "nl").glob("*.html")):
        seen = Seen(page.read_text(encoding="utf-8"))
        translated += seen.flow.count("⟦")
        for text in (seen.flow, *seen.apart):
            if words := set(WORD.findall(without_data(untranslated(text)))) - known:
                left.setdefault(page.name, set()).update(words)
    assert left == {}
    assert translated > 1000
