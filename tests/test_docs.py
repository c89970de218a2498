"""The documents say what is so: YAML loads and means something, queries parse, nothing is left unnamed."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Iterable
from datetime import date
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from plain_yaml import safe_load
from sources import source

from archive_tool.adapters.yaml_text.parse import parse as parse_text
from archive_tool.app.find import FIELDS
from archive_tool.app.opening import interpreter, load_scheme
from archive_tool.core import query
from archive_tool.core.check_settings import KEYS
from archive_tool.core.checks import RULE_KINDS
from archive_tool.core.config_parse import parse_config
from archive_tool.core.model import Interpreted, Parsed
from archive_tool.core.periods import Calendar
from archive_tool.core.periods import parse as parse_period
from archive_tool.core.profile_parse import GIVEN, LEAF_KEYS, TAKEN, parse_profile

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)#:\s]+)(?:#([^)\s]*))?\)")
MODULES = {"jsonschema-rs": "jsonschema_rs", "pillow": "PIL", "python-docx": "docx", "pyyaml": "yaml"}
NOT_USED_YET: set[str] = set()
NETWORK = {
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "requests",
    "smtplib",
    "ssl",
    "urllib",
    "urllib3",
    "xmlrpc",
}


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return [text for name, text in FENCE.findall(page.read_text("utf-8")) if name == language]


def titled(page: str, title: str) -> list[str]:
    """The YAML blocks of a page in docs/ whose first line is the comment `# title`."""
    return [text for text in blocks(ROOT / "docs" / page, "yaml") if text.startswith(f"# {title}\n")]


def parsed(text: str) -> Parsed:
    found = parse_text(text.encode())
    assert isinstance(found, Parsed), found
    return found


ALL_YAML = [
    pytest.param(text, id=f"{page.name}-{n}") for page in PAGES for n, text in enumerate(blocks(page, "yaml"))
]


def test_the_page_on_schemes_tells_what_every_check_compares_and_by_which_keys() -> None:
    told = {}
    for line in (ROOT / "docs" / "scheme.md").read_text("utf-8").splitlines():
        if line.startswith(("| `consistency/", "| `guard/personal-data`")):
            _, code, compares, keys, _ = line.split("|")
            told[code.strip(" `")] = (bool(compares.strip()), frozenset(re.findall("`([a-z_]+)`", keys)))
    assert told == {code: (True, frozenset(keys)) for code, keys in KEYS.items()}


@pytest.mark.parametrize("text", ALL_YAML)
def test_every_yaml_block_loads(text: str) -> None:
    assert safe_load(text)
    assert parsed(text).data


def test_the_page_on_schemes_holds_a_whole_scheme(tmp_path: Path) -> None:
    for text in blocks(ROOT / "docs" / "scheme.md", "yaml"):
        file = tmp_path / text.partition("\n")[0].removeprefix("# ")
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    scheme = load_scheme(str(tmp_path), tmp_path)
    assert set(scheme.rules) == {
        "01.reading-evening.count",
        "01.reading-evening.roles",
        "01.book-list.count",
    }


def test_the_shown_archive_yaml_is_valid() -> None:
    (text,) = titled("archive.md", "archive.yaml")
    scheme = load_scheme("school-party-building", ROOT)
    codes = frozenset(safe_load((ROOT / "schemas/findings.yaml").read_text("utf-8")))
    config = parse_config(parsed(text), scheme, codes)
    assert list(config.units) == ["branch-1", "group-1", "group-2"]
    members = config.units["group-1"].members
    assert members is not None
    assert [members.at(date(2025, m, 1)).total for m in (2, 3)] == [8, 9]


def test_the_shown_profile_is_valid() -> None:
    (text,) = titled("profiles.md", "A profile")
    scheme = load_scheme("school-party-building", ROOT)
    codes = frozenset(safe_load((ROOT / "schemas/findings.yaml").read_text("utf-8")))
    profile = parse_profile(parsed(text), "my-table.yaml", scheme, codes, "")
    assert [leaf.id for leaf in profile.leaves()] == ["1.1.1", "1.1.2", "2.1.1", "3.1.1"]


def test_the_page_on_profiles_names_every_key_and_every_clause() -> None:
    assert {*LEAF_KEYS} - {"id", "title"} <= set(first_column("profiles.md", "The file")) | {"kind"}
    assert {*TAKEN, *GIVEN} <= set(first_column("profiles.md", "The file"))


@pytest.mark.parametrize("text", titled("archive.md", "sidecar"))
def test_the_shown_sidecars_are_valid(text: str) -> None:
    read = interpreter(load_scheme("school-party-building", ROOT))(text.encode())
    assert isinstance(read, Interpreted)
    assert read.complaints == ()
    assert read.values["title"]


def first_column(page: str, heading: str) -> list[str]:
    """Everything in backquotes in the first column of the table below a heading."""
    section = (ROOT / "docs" / page).read_text("utf-8").partition(f"\n## {heading}\n")[2]
    rows = re.findall(r"^\|(.*?)\|", section.partition("\n## ")[0], re.MULTILINE)
    return [found for row in rows for found in re.findall("`([^`]+)`", row)]


@pytest.mark.parametrize("text", first_column("search.md", "The query language"))
def test_every_shown_query_parses(text: str) -> None:
    assert query.parse(text, {name: name for name in (*FIELDS, "年度")})


@pytest.mark.parametrize("text", first_column("archive.md", "Periods"))
def test_every_shown_period_is_one(text: str) -> None:
    assert parse_period(text, Calendar())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text("utf-8")):
        path = page.parent / target
        assert path.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings]


def finding_maker() -> ModuleType:
    return maker("make_findings")


def maker(name: str) -> ModuleType:
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_findings_is_up_to_date() -> None:
    maker = finding_maker()
    shown = (ROOT / "docs" / "findings.md").read_text("utf-8")
    assert shown == maker.page(maker.read()), "run: python docs/make_findings.py"


def test_the_page_of_rules_is_up_to_date() -> None:
    rules = maker("make_rules")
    shown = (ROOT / "docs" / "rules.md").read_text("utf-8")
    assert shown == rules.page(load_scheme(rules.NAME, ROOT)), "run: python docs/make_rules.py"


def test_the_page_of_systems_is_up_to_date() -> None:
    systems = maker("make_systems")
    shown = (ROOT / "docs" / "systems.md").read_text("utf-8")
    made = systems.page(systems.read(), load_scheme(systems.NAME, ROOT))
    assert shown == made, "run: python docs/make_systems.py"


def test_every_rule_looks_at_a_system_and_every_system_has_a_rule_or_a_reason() -> None:
    systems = maker("make_systems")
    scheme, data = load_scheme(systems.NAME, ROOT), systems.read()
    named = {rule for system in data["systems"] for rule in system["rules"]}
    assert named == set(scheme.rules)
    placed = {
        (rule, leaf) for system in data["systems"] for rule in system["rules"] for leaf in system["leaves"]
    }
    assert {(rule.id, rule.leaf) for rule in scheme.rules.values()} <= placed
    for system in data["systems"]:
        assert set(system) - {"cannot"} == {"source", "name", "leaves", "rules"}, system
        assert system["rules"] or system["cannot"], system["name"]
        assert system["leaves"] and set(system["leaves"]) <= set(scheme.leaves), system["name"]
        assert all(text["zh"] and text["en"] for text in (system["name"], *_reasons(system)))
    assert {system["source"] for system in data["systems"]} == set(data["sources"])


def _reasons(system: dict[str, Any]) -> list[dict[str, str]]:
    return [system["cannot"]] if "cannot" in system else []


def test_every_kind_of_rule_says_how_it_looks_at_a_system() -> None:
    assert set(maker("make_systems").HOW) == set(RULE_KINDS)


def test_the_settings_shown_on_the_page_of_rules_are_valid() -> None:
    (text,) = titled("rules.md", "settings")
    head = "scheme: school-party-building\n"
    config = parse_config(parsed(head + text), load_scheme("school-party-building", ROOT), frozenset())
    assert {rule: setting.enabled for rule, setting in config.settings.items()} == {
        "06.study-session.count": True,
        "06.theory-article.count": None,
        "05.democratic-appraisal.roles": False,
        "08.dues-ledger.count": None,
    }


def test_what_is_still_to_come_is_not_given_yet() -> None:
    maker = finding_maker()
    given = {text.value for text in source().constants}
    assert maker.read().keys() >= maker.NOT_YET
    assert not maker.NOT_YET & given


def test_the_program_has_no_way_to_a_network() -> None:
    assert not source().imported & NETWORK


def dependencies() -> tuple[list[str], list[str]]:
    """Names in pyproject.toml: at run time, and in the extras."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    runtime, further = (
        [re.split(r"[\[<>=!~; ]", line)[0] for line in lines] for lines in (project["dependencies"], extras)
    )
    return runtime, [name for name in further if name != "archive-tool"]


def test_every_dependency_is_explained_with_its_licence() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    rows = {row.split("|")[1].strip(): row for row in page.splitlines() if row.startswith("| ")}
    runtime, further = dependencies()
    for name in (*runtime, *further):
        assert re.search(r"MIT|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0", rows.get(name, "")), name
    named = {name for name in rows if name not in ("package",)}
    assert named == {*runtime, *further}


def brought_along(lines: Iterable[str], extras: frozenset[str] = frozenset()) -> set[str]:
    """The packages that requirement lines name on this system, and what those need in turn."""
    found: set[str] = set()
    for need in map(Requirement, lines):
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            further = brought_along(metadata.requires(need.name) or (), frozenset(need.extras))
            found |= {canonicalize_name(need.name), *further}
    return found


def test_what_they_bring_along_is_named_too() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower().replace("_", "-")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [name for name in sorted(brought_along(project["dependencies"])) if name not in page] == []


def test_every_dependency_is_used() -> None:
    runtime, _ = dependencies()
    used = source().imported
    assert {name for name in runtime if MODULES.get(name, name) not in used} <= NOT_USED_YET
