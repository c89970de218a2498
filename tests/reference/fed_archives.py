"""Feeds a drawn archive to the tool, as values or as a tree on the disk, with a scheme made for its rules."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from judged import CATALOG, material
from trees import make_tree

from archive_tool.adapters import schemas
from archive_tool.app.texts import parse_yaml
from archive_tool.core.attended import attended
from archive_tool.core.audit import audit
from archive_tool.core.config import Waiver
from archive_tool.core.material import Material
from archive_tool.core.model import FileFacts, Parsed, Report
from archive_tool.core.records import Record
from archive_tool.core.scheme import Scheme
from archive_tool.core.scheme_parse import parse_scheme
from archive_tool.core.traces import Trace
from archive_tool.core.waivers import record_waivers

Picture = dict[str, Any]
# The smallest picture that opens.
PHOTO = base64.b64decode("/9j/4AAQSkZJRgABAQAAAQABAAD/2Q==")
TOLD_BY_NAME = {"id", "status", "title", "date", "author", "security", "record_form", "activity", "parts"}
TINY = Path(__file__).parents[1] / "archives" / "tiny"
TOP = {
    "10": {"folder": "10_会议", "title": {"zh": "会议", "en": "Meetings"}},
    "20": {"folder": "20_材料", "title": {"zh": "材料", "en": "Papers"}},
}


def inspected(picture: Picture) -> Report:
    """What the tool says of the archive, fed as values."""
    facts: dict[str, FileFacts | None] = {}
    records: dict[str, dict[str, Any]] = {}
    traces: dict[str, Trace] = {}
    for record in picture["records"]:
        values = {**record["values"], "files": list(record["files"]), "loose": not record["folder"]}
        records[record["path"]] = values
        for name, state in record["files"].items():
            path = f"{record['path']}/{name}" if name else record["path"]
            if state != "good":
                facts[path] = None if state == "unread" else FileFacts("f" * 64, "txt", state)
            elif text := written(record, name):
                traces[path] = Trace(attended=attended(text))
    made = material(
        records,
        picture["as_of"],
        picture["year"],
        facts,
        scheme_of(picture),
        traces=traces,
        **config_of(picture),
    )
    own = [waiver for record in made.records for waiver in _waivers_of(record, made)]
    return audit(made, (*made.config.waivers, *own))


def written(record: dict[str, Any], name: str) -> str:
    """How many its minutes say were there; "" in any other file."""
    if "says" not in record or name not in ("", "记录.txt"):
        return ""
    told = zip(("应到", "实到", "缺席"), record["says"], strict=True)
    return "，".join(f"{label}{number}人" for label, number in told if number is not None)


def _waivers_of(record: Record, made: Material) -> tuple[Waiver, ...]:
    waivers, refused = record_waivers(
        record, frozenset(CATALOG.findings), made.scheme.rules, made.config.units
    )
    assert not refused
    return waivers


def config_of(picture: Picture) -> dict[str, Any]:
    """archive.yaml but for the name of the scheme."""
    keys = ("units", "calendar", "settings", "waivers", "since")
    return {key: picture[key] for key in keys if picture.get(key)}


# on the disk


def built(folder: Path, picture: Picture, sidecars: Mapping[str, str]) -> Path:
    """Makes the archive, its scheme beside it. Gives its root.

    `sidecars`: path of a record -> another text than its values; "" for none.
    """
    make_tree(folder / "scheme", {**shared_files(), **categories(picture)})
    tree: dict[str, str | bytes] = {"archive.yaml": _dump({"scheme": "../scheme", **config_of(picture)})}
    for record in picture["records"]:
        path = record["path"]
        for name, state in record["files"].items():
            file = f"{path}/{name}" if name else path
            content = PHOTO if file.endswith(".jpg") else f"正文。{written(record, name)}".encode()
            tree[file] = content if state == "good" else b""
        sidecar = f"{path}/_item.yaml" if record["folder"] else f"{path}.meta.yaml"
        if text := sidecars.get(path, _dump(record["values"]).decode()):
            tree[sidecar] = text
    return make_tree(folder / "archive", tree)


def on_disk(picture: Picture) -> Picture:
    """The archive as a disk can hold it: what can't be read is empty there; copies have times of their own."""
    records = [_on_disk(record) for record in picture["records"] if not record.get("copy")]
    return {**picture, "records": records}


def _on_disk(record: dict[str, Any]) -> dict[str, Any]:
    states = {name: "good" if state == "good" else "empty" for name, state in record["files"].items()}
    values = record["values"]
    if values["status"] == "draft" and "meeting" in values.get("activity", []) and not record["folder"]:
        # No more than the name of a loose file tells, so that a draft can say it all.
        values = {key: value for key, value in values.items() if key in TOLD_BY_NAME} | {
            "activity": ["meeting"]
        }
    return {**record, "files": states, "values": values}


def told_by_name(picture: Picture) -> list[str]:
    """Records of which the tool can say by itself all that the picture does."""
    return [
        record["path"]
        for record in picture["records"]
        if record.get("role") == "minutes"
        and record["values"]["status"] == "draft"
        and record["values"]["activity"] == ["meeting"]
        and record["leaf"] == "10.1"
        and record["unit_of_path"]
        and record["values"].keys() <= TOLD_BY_NAME
        and record["path"].rpartition("/")[2].startswith(f"{record['values']['date']} ")
        and len(record["values"]["date"]) == len("2025-03-14")
    ]


# the scheme


def scheme_of(picture: Picture) -> Scheme:
    """The tests' small scheme with the rules of this archive in place of its own."""
    documents = dict(_parsed())
    for name, content in categories(picture).items():
        documents[name] = parse_yaml(name, content)
    return parse_scheme(documents, "0")


@cache
def _parsed() -> Mapping[str, Parsed]:
    return {name: parse_yaml(name, content) for name, content in shared_files().items()}


@cache
def shared_files() -> Mapping[str, bytes]:
    """All files of the scheme but its categories; events may say who spoke and who voted."""
    documents, _ = schemas.read_scheme(TINY)
    fields = yaml.safe_load(documents["fields.yaml"])
    whole = {"type": "integer", "minimum": 0}
    more = {
        "voters": {"label": {"zh": "有表决权", "en": "Voters"}, **whole},
        "speaker": {"label": {"zh": "主讲人", "en": "Speaker"}, "type": "text"},
        "by_unit": {
            "label": {"zh": "分单位人数", "en": "By unit"},
            "type": "map",
            "items": {
                "type": "object",
                "fields": {
                    "expected": {"label": {"zh": "应到", "en": "Expected"}, **whole},
                    "present": {"label": {"zh": "实到", "en": "Present"}, **whole},
                    "voters": {"label": {"zh": "有表决权", "en": "Voters"}, **whole},
                },
            },
        },
    }
    fields["event"]["fields"].update(more)
    fields["events"]["items"]["fields"].update(fields["event"]["fields"])
    fields["items"]["items"]["fields"] |= {
        "evidence": {"label": {"zh": "佐证", "en": "Evidence"}, "type": "list", "items": {"type": "text"}},
        "reason": {"label": {"zh": "未办原因", "en": "Reason"}, "type": "text"},
    }
    return {
        **{name: content for name, content in documents.items() if not name.startswith("categories/")},
        "fields.yaml": _dump(fields),
    }


def categories(picture: Picture) -> dict[str, bytes]:
    """The two category files with the rules that were drawn."""
    leaves = {
        "10": [
            _leaf("10.1", "01_例会", "例会", activities=["meeting", "lesson"], activity="meeting", form="minutes"),
            _leaf("10.2", "02_小组会", "小组会", activities=["group-meeting"], activity="group-meeting", form="minutes"),
        ],
        "20": [
            _leaf("20.1", "01_来文", "来文", form="letter"),
            _leaf("20.2", "02_计划", "计划"),
        ],
    }  # fmt: skip
    forms = {"10": ["minutes", "letter"], "20": ["letter", "plan", "ledger", "promise", "request", "reply"]}
    found = {}
    for code, top in TOP.items():
        rules = [rule for rule in picture["rules"] if rule["leaf"].startswith(code)]
        text = {
            "code": code,
            **top,
            "retention": "10y",
            "unit_kinds": ["branch", "office"],
            "forms": forms[code],
            "leaves": leaves[code],
            "rules": [{**rule, "basis": {"zh": "章程", "en": "Bylaws"}} for rule in rules],
        }
        found[f"categories/{code}-drawn.yaml"] = _dump(text)
    return found


class _Plain(yaml.SafeDumper):
    """YAML without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _dump(value: Any) -> bytes:
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False).encode()


def _leaf(code: str, folder: str, title: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "folder": folder, "title": {"zh": title, "en": title}, **more}
