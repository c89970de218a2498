"""A small scheme as a value, for tests of what reads and writes sidecars."""

from dataclasses import replace
from typing import Any

from archive_tool.core.scheme import FieldSpec, FieldType, Form, Label, Requirement, Scheme, Term

REQUIRED = Requirement("required")


def field(id_: str, zh: str, type_: FieldType = "text", *aliases: str, **more: Any) -> FieldSpec:
    return FieldSpec(id_, Label(zh, id_.capitalize().replace("_", " "), aliases), type_, **more)


def listed(id_: str, zh: str, type_: FieldType = "text", *aliases: str, **more: Any) -> FieldSpec:
    return field(id_, zh, "list", *aliases, items=field(id_, zh, type_, **more))


def terms(**labels: str) -> dict[str, Term]:
    """code="中文 alias …"; the code's underscores stand for hyphens."""
    found = {}
    for name, words in labels.items():
        code, (zh, *aliases) = name.replace("_", "-"), words.split()
        found[code] = Term(code, Label(zh, code.capitalize().replace("-", " "), tuple(aliases)))
    return found


EVENT = (
    field("start", "开始", "date-time"),
    field("place", "地点"),
    field("expected", "应到", "integer", "应到人数", minimum=0),
    field(
        "votes",
        "表决",
        "object",
        fields=(field("for", "赞成", "integer"), field("against", "反对", "integer")),
    ),
    field(
        "absentees",
        "缺席",
        "list",
        items=field(
            "absentees",
            "缺席",
            "object",
            fields=(field("name", "姓名"), field("reason", "原因")),
            required=("name",),
            short="name",
        ),
    ),
    field(
        "by_unit",
        "分单位人数",
        "map",
        items=field("by_unit", "分单位人数", "object", fields=(field("present", "实到", "integer"),)),
    ),
)

PARTS = field(
    "parts",
    "组成文件",
    "list",
    items=field(
        "parts",
        "组成文件",
        "object",
        fields=(
            field("path", "路径", "text", "文件名", machine=True),
            field("role", "作用", "code", "角色", vocabulary="roles", machine=True),
            field("date", "日期", "date"),
            field("caption", "说明"),
            field("size", "大小", "integer", "字节数", machine=True),
            field("sha256", "校验码", machine=True),
        ),
    ),
)

FIELDS = (
    field("id", "标识", pattern="^[0-9a-z]{12}$"),
    field("status", "状态", "code", vocabulary="statuses"),
    field("title", "题名", "text", "标题"),
    field("date", "日期", "date"),
    field("period", "所属期", "period"),
    listed("author", "责任者"),
    field("number", "文号"),
    field("record_form", "材料形式", "code", vocabulary="forms"),
    listed("activity", "活动", "code", vocabulary="activities"),
    field("security", "密级", "code", vocabulary="security"),
    field("pages", "页数", "integer", minimum=1),
    field("copy", "复制件", "boolean"),
    field("event", "活动信息", "object", fields=EVENT),
    PARTS,
    field("archival_code", "档号", derived=True),
)

VOCABULARIES = {
    "statuses": terms(draft="草稿", filed="已归档"),
    "forms": terms(minutes="会议记录 记录", material="材料", reply="批复"),
    "activities": terms(branch_assembly="支部党员大会 党员大会", party_lesson="党课"),
    "security": {
        **terms(public="公开", internal="内部"),
        "secret": Term("secret", Label("秘密", "Secret"), refused=True),
    },
    "roles": terms(minutes="会议记录", sign_in="签到表", photo="照片"),
}


def make_scheme(**overrides: Any) -> Scheme:
    """A scheme with a field of every type, three forms and no categories."""
    forms = {
        "minutes": {"activity": REQUIRED},
        "material": {},
        "reply": {
            "number": REQUIRED,
            "pages": Requirement("conditional", {"security": "internal"}),
            "copy": Requirement("conditional"),
        },
    }
    made = Scheme(
        id="tiny",
        version="1",
        title=Label("小方案", "Tiny"),
        sha256="0",
        layouts={},
        default_layout="",
        unit_layout="",
        folders={},
        litter=(),
        conflict_copies=(),
        formats={},
        macro_formats=(),
        folder_sidecar="_item.yaml",
        file_sidecar=".meta.yaml",
        secret_marks=(),
        secret_rule=Label("", ""),
        defaults={},
        fields={spec.id: spec for spec in FIELDS},
        base=dict.fromkeys(("title", "date", "record_form", "author", "security"), REQUIRED),
        forms={
            code: Form(code, VOCABULARIES["forms"][code].label, (), needs) for code, needs in forms.items()
        },
        vocabularies=VOCABULARIES,
        categories={},
        leaves={},
        rules={},
    )
    return replace(made, **overrides)
