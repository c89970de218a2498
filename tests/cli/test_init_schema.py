"""init, demo, schema check and export: what is made, what is refused, what editors are given."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from commands import bytes_below, done, is_one_line, run
from jsonschema_rs import Draft202012Validator, meta
from pathspec import GitIgnoreSpec
from trees import Picture

from archive_tool.adapters.schemas import scheme_ids
from archive_tool.app.opening import load_scheme
from archive_tool.core.templates import SLOTS, Template

Small = Callable[[Picture], Path]


def folders(root: Path) -> set[str]:
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_dir() and not path.relative_to(root).parts[0].startswith(".")
    }


def test_init_makes_an_archive_that_is_in_order(tmp_path: Path, own_home: Path) -> None:
    ran = done(tmp_path, "init", "示例小学党建档案", "--year", "2026")
    root = tmp_path / "示例小学党建档案"
    assert (root / "archive.yaml").is_file()
    assert {"收件箱", "待整理", "回收站", "在办", "2026/05_组织生活/01_支部党员大会"} <= folders(root)
    assert "archive-tool sync" in ran.out
    assert run(root, "check", "--fail-on", "info").code == 0
    assert done(root, "sync").code == 0
    assert run(root, "check", "--fail-on", "info").code == 0


def test_init_makes_only_what_the_units_keep(tmp_path: Path, own_home: Path) -> None:
    done(tmp_path, "init", "库", "--scheme", "minimal", "--year", "2026")
    made = folders(tmp_path / "库")
    assert "2026/20 Garden/Garden days" in made
    assert "Inbox" in made
    assert not [path for path in made if path.startswith("2025")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_archive_speaks_the_language_it_was_made_in(tmp_path: Path, own_home: Path, lang: str) -> None:
    done(tmp_path, "init", "库", lang=lang)
    assert f"language: {lang}" in (tmp_path / "库/archive.yaml").read_text("utf-8")
    from commands import start

    out, _ = start(tmp_path / "库", "status").communicate(timeout=60)
    assert {"zh": "档案库", "en": "Archive"}[lang] in out


def test_init_again_adds_a_year_and_changes_nothing_else(tmp_path: Path, own_home: Path) -> None:
    root = tmp_path / "库"
    done(tmp_path, "init", "库", "--year", "2025")
    before, files = folders(root), bytes_below(root)
    ran = done(tmp_path, "init", "库", "--year", "2026")
    assert folders(root) - before == {p.replace("2025", "2026") for p in before if p.startswith("2025")}
    assert bytes_below(root) == files
    assert "archive.yaml" not in ran.out
    assert done(root, "init", ".", "--year", "2027").code == 0
    assert (root / "2027").is_dir()


def test_init_of_the_same_year_twice_changes_nothing(tmp_path: Path, own_home: Path) -> None:
    done(tmp_path, "init", "库", "--year", "2025")
    before = folders(tmp_path / "库")
    done(tmp_path, "init", "库", "--year", "2025")
    assert folders(tmp_path / "库") == before


def test_init_among_papers_keeps_them(tmp_path: Path, own_home: Path) -> None:
    papers = tmp_path / "旧资料"
    papers.mkdir()
    (papers / "计划.txt").write_text("老计划", encoding="utf-8")
    (papers / ".vscode").mkdir()
    (papers / ".vscode/settings.json").write_text("{}", encoding="utf-8")
    done(tmp_path, "init", "旧资料")
    assert (papers / "计划.txt").read_text("utf-8") == "老计划"
    assert (papers / ".vscode/settings.json").read_text("utf-8") == "{}"


REFUSED = {
    "inside another archive": ["init", "库/里面"],
    "deep inside another archive": ["init", "库/2025/深/更深"],
    "a scheme for what is there": ["init", "库", "--scheme", "minimal"],
    "a scheme nobody knows": ["init", "新", "--scheme", "maximal"],
    "a name no system takes": ["init", "CON"],
    "a demo inside an archive": ["demo", "库/示例"],
    "a demo where something is": ["demo", "库"],
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_init_refuses_in_one_line_and_makes_nothing(tmp_path: Path, own_home: Path, wrong: str) -> None:
    done(tmp_path, "init", "库", "--year", "2025")
    before = bytes_below(tmp_path, besides=()), folders(tmp_path)
    ran = run(tmp_path, *REFUSED[wrong])
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert (bytes_below(tmp_path, besides=()), folders(tmp_path)) == before


def test_demo_without_a_name_takes_a_free_one(tmp_path: Path, own_home: Path) -> None:
    (tmp_path / "archive-tool-demo").mkdir()
    (tmp_path / "archive-tool-demo/mine.txt").write_text("mine", encoding="utf-8")
    done(tmp_path, "demo")
    assert (tmp_path / "archive-tool-demo-2/archive.yaml").is_file()
    assert (tmp_path / "archive-tool-demo/mine.txt").read_text("utf-8") == "mine"


def test_the_demo_makes_the_empty_folders_again(sample: Path) -> None:
    assert (sample / "2025/07_发展党员/01_发展计划与名册").is_dir()
    assert (sample / "收件箱").is_dir()


def test_editors_are_told_which_schema_fits_which_file(tmp_path: Path, own_home: Path) -> None:
    done(tmp_path, "init", "库")
    settings = json.loads((tmp_path / "库/.vscode/settings.json").read_text("utf-8"))
    (schema, globs), *_ = settings["yaml.schemas"].items()
    assert globs == ["**/_item.yaml", "**/*.meta.yaml"]
    assert json.loads((tmp_path / "库" / schema).read_text("utf-8")) == json.loads(
        done(tmp_path / "库", "schema", "export").out
    )


@pytest.mark.parametrize("name", scheme_ids())
def test_the_mapping_finds_sidecars_at_every_depth_of_every_layout(
    tmp_path: Path, own_home: Path, name: str
) -> None:
    done(tmp_path, "init", "库", "--scheme", name)
    settings = json.loads((tmp_path / "库/.vscode/settings.json").read_text("utf-8"))
    (globs,) = settings["yaml.schemas"].values()
    mapped = GitIgnoreSpec.from_lines(globs).match_file  # `**/` and `*` mean the same to editors
    scheme = load_scheme(name, tmp_path)
    slots = dict.fromkeys(SLOTS, "2025 某处")
    for layout in scheme.layouts.values():
        for template in (layout.record, layout.case, "2025 某处"):
            place = Template.parse(template).fill({**slots, "year": "2025"})
            assert mapped(f"{place}/{scheme.folder_sidecar}")
            assert mapped(f"{place}.docx{scheme.file_sidecar}")
            assert not mapped(f"{place}/{scheme.folder_sidecar}.docx")
    assert mapped(scheme.folder_sidecar)
    assert not mapped("archive.yaml")


@pytest.mark.parametrize(("lang", "label"), [("zh", "责任者"), ("en", "Author")])
def test_editors_propose_and_name_what_is_missing_in_the_archives_language(
    tmp_path: Path, own_home: Path, lang: str, label: str
) -> None:
    """Editors name the first way in which a missing key could have been written."""
    done(tmp_path, "init", "库", lang=lang)
    schema = json.loads((tmp_path / "库/.vscode/sidecar.schema.json").read_text("utf-8"))
    assert label in schema["properties"]
    firsts = {
        way["anyOf"][0]["required"][0]
        for rule in schema["allOf"]
        for way in rule.get("then", {}).get("allOf", ())
        if way
    }
    assert label in firsts


def test_the_exported_schema_is_of_2020_12(tmp_path: Path, own_home: Path) -> None:
    schema = json.loads(done(tmp_path, "schema", "export").out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert meta.is_valid(schema)
    assert done(tmp_path, "schema", "export", "minimal").out != done(tmp_path, "schema", "export").out


def test_export_to_a_file(tmp_path: Path, own_home: Path) -> None:
    ran = done(tmp_path, "schema", "export", "minimal", "-o", str(tmp_path / "s.json"))
    assert ran.out == ""
    assert json.loads((tmp_path / "s.json").read_text("utf-8"))["$schema"]


def test_an_exported_schema_replaces_another_in_the_archive_and_nothing_else(
    tmp_path: Path, own_home: Path
) -> None:
    root = tmp_path / "库"
    done(tmp_path, "init", root)
    there, notes = root / ".vscode" / "sidecar.schema.json", root / "notes.json"
    for written in (there.read_bytes(), there.read_bytes().replace(b"\n", b"\r\n")):
        there.write_bytes(written)
        done(root, "schema", "export", "minimal", "-o", ".vscode/sidecar.schema.json")
        assert there.read_text("utf-8") == done(root, "schema", "export", "minimal").out
    notes.write_text('{"mine": 1}', encoding="utf-8")
    ran = run(root, "schema", "export", "-o", "notes.json")
    assert (ran.code, is_one_line(ran.err)) == (2, True)
    assert notes.read_text("utf-8") == '{"mine": 1}'


def sidecars(root: Path) -> Iterator[Path]:
    yield from root.rglob("_item.yaml")
    yield from root.rglob("*.meta.yaml")


class Yaml12(yaml.SafeLoader):
    """Types as editors give them: only true and false are truths, days and times stay text."""


Yaml12.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|false", "tf"),
    ("null", "null|~|", "n~\0"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]*", "-+0123456789"),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))

# Planted in the sample: a period of keeping that does not exist, a misspelt field.
PLANTED = ("上半年党费收缴公示.pdf.meta.yaml", "关于做好党建工作档案整理的通知.pdf.meta.yaml")


@pytest.mark.parametrize("loader", [yaml.BaseLoader, Yaml12], ids=["text", "typed"])
def test_editors_accept_every_good_sidecar_of_the_sample_and_no_planted_one(
    sample: Path, loader: type[yaml.SafeLoader]
) -> None:
    schema = Draft202012Validator(json.loads(done(sample, "schema", "export").out))
    wrong = {
        path.relative_to(sample).as_posix(): [error.message for error in errors]
        for path in sidecars(sample)
        if (errors := list(schema.iter_errors(yaml.load(path.read_text("utf-8"), loader))))
    }
    assert {path.partition(" ")[2] for path in wrong} == set(PLANTED), wrong


def test_schema_check_knows_the_shipped_schemes(tmp_path: Path, own_home: Path) -> None:
    out = done(tmp_path, "schema", "check").out
    assert "school-party-building" in out
    assert "minimal" in out
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("scheme.yaml", "default_layout: by-year", "default_layuot: by-year", ("default_layout",)),
        ("scheme.yaml", 'version: "0.1.0"', "", ("version",)),
        ("categories/30-money.yaml", "form: budget", "form: bugdet", ("bugdet", "budget")),
        ("categories/10-running-the-club.yaml", "kind: count", "kind: cuont", ("cuont", "count")),
        ("forms.yaml", "title: required", "title: sometimes", ("sometimes",)),
        ("fields.yaml", "type: date", "type: dtae", ("dtae", "date")),
        ("vocabulary.yaml", "carries_text:", "carries_txt:", ("carries_text",)),
        ("categories/20-garden.yaml", "folder: 20 Garden", "folder：20 Garden", ("全角冒号",)),
    ],
)
def test_a_scheme_of_ones_own_is_checked_with_file_line_and_word(
    tmp_path: Path, own_home: Path, file: str, old: str, new: str, told: tuple[str, ...]
) -> None:
    import shutil

    from archive_tool.adapters.schemas import shipped

    own = Path(shutil.copytree(shipped("schemas") / "minimal", tmp_path / "own"))
    text = (own / file).read_text("utf-8")
    assert old in text
    assert done(tmp_path, "schema", "check", "own").code == 0
    (own / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    ran = run(tmp_path, "schema", "check", "own")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert file in ran.err
    assert not [word for word in told if word not in ran.err], ran.err
