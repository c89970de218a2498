"""What may be shown of a record: by its rights, its grade and what it holds; and each of its files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged import material, school

from archive_tool.core.copy_names import copy_name
from archive_tool.core.label import Label
from archive_tool.core.model import CoverageRow, FileFacts, Finding
from archive_tool.core.names import illegal
from archive_tool.core.pack import Outline, pack
from archive_tool.core.pack_sheets import Terms, persons_beyond, rights_up_to, sheets, withheld

DAY = date(2025, 12, 31)
MEETING = "2025/05_组织生活/01_支部党员大会/2025-03-14 支部党员大会"
DOSSIER = "2025/07_发展党员/02_发展档案/2025-04-08 入党申请书"
FILE = f"{MEETING}/a.pdf"


def kept(path: str, up_to: str | None = None, /, *, personal: bool = False, **values: str) -> str | None:
    """Why nothing is shown of a record that says this of itself."""
    made = material({path: {"title": "题名", "date": "2025-03-14", **values}}, DAY, scheme=school())
    (record,) = made.records
    return withheld(record, made.scheme, Terms(rights_up_to(made.scheme, up_to), personal))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, None),
        ({"security": "internal", "rights": "open", "personal_info": "none"}, None),
        ({"security": "work-secret"}, "work-secret"),
        ({"security": "secret"}, "work-secret"),  # whatever a person wrote there
        ({"rights": "party"}, "rights"),
        ({"rights": "restricted"}, "rights"),
        ({"rights": "someone"}, "rights"),  # no word of the scheme: nobody knows who may look
        ({"personal_info": "personal"}, "personal"),
        ({"personal_info": "minor"}, "personal"),
        ({"security": "work-secret", "rights": "party", "personal_info": "minor"}, "work-secret"),
    ],
)
def test_by_default_only_what_is_open_is_shown(values: dict[str, str], why: str | None) -> None:
    assert kept(MEETING, **values) == why


def test_a_folder_that_is_not_open_to_all_holds_what_is_not() -> None:
    assert kept(DOSSIER) == "rights"
    assert kept(DOSSIER, "party") == "rights"
    # Nobody has said that there are no personal data in it.
    assert kept(DOSSIER, "committee") == "personal"
    assert kept(DOSSIER, "committee", personal_info="none") is None
    assert kept(DOSSIER, "committee", personal=True) is None
    assert kept(DOSSIER, "committee", personal=True, rights="restricted") == "rights"


@pytest.mark.parametrize(
    ("up_to", "why"), [(None, "rights"), ("party", "rights"), ("committee", None), ("restricted", None)]
)
def test_what_is_called_by_a_person_of_a_restricted_leaf_is_shown_to_those_who_may_open_it(
    up_to: str | None, why: str | None
) -> None:
    talk = "2025/05_组织生活/02_支委会/2025-05-18 研究孙八违纪"
    decision = "2025/08_党员管理与党费/07_处分与处置/2025-05-20 处分决定"
    told = {path: {"title": path[-6:], "date": "2025-05-20"} for path in (MEETING, talk, decision)}
    made = material({**told, decision: {**told[decision], "persons": ["孙八"]}}, DAY, scheme=school())
    rights = rights_up_to(made.scheme, up_to)
    terms = Terms(rights, persons=persons_beyond(made.records, made.scheme, rights))
    found = {record.path: withheld(record, made.scheme, terms) for record in made.records}
    assert (found[MEETING], found[talk]) == (None, why)


def test_work_secrets_are_shown_to_nobody() -> None:
    assert kept(MEETING, "restricted", personal=True, security="work-secret") == "work-secret"


def how(fact: FileFacts | None, terms: Terms | None = None, name: str = "a.pdf") -> tuple[str, str | None]:
    """How the one file of a record is shown, and why not as it is."""
    values: dict[str, Any] = {"title": "题名", "date": "2025-03-14", "files": [name]}
    made = material({MEETING: values}, DAY, scheme=school(), facts={f"{MEETING}/{name}": fact})
    (sheet,) = sheets(made.records[0], made, terms or Terms(rights_up_to(made.scheme, None)))
    return sheet.how, sheet.why


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("pdf", "pages"),
        ("jpg", "picture"),
        ("docx", "office"),
        ("xls", "office"),
        ("txt", "text"),
        ("html", "text"),
    ],
)
def test_by_what_a_file_is_and_not_by_what_it_is_called(form: str, shown: str) -> None:
    assert how(FileFacts("a", form), name="a.dat") == (shown, None)


@pytest.mark.parametrize("form", ["mp4", "zip", "unknown", "heic"])
def test_what_is_no_document_is_not_shown(form: str) -> None:
    assert how(FileFacts("a", form), name="a.dat") == ("none", "format")


def test_what_nobody_has_read_may_hold_anything() -> None:
    assert how(None) == ("none", "unread")
    assert how(FileFacts("", "pdf")) == ("none", "unread")
    assert how(FileFacts("a", "docx"), name="【机密】名单.docx") == ("none", "unread")


def test_what_nobody_could_read_is_not_shown() -> None:
    assert how(FileFacts("a", "pdf", "damaged")) == ("none", "problem")
    assert how(FileFacts("a", "docx", "encrypted")) == ("none", "problem")


def test_a_program_is_not_run_to_show_its_document() -> None:
    assert how(FileFacts("a", "docx", macro=True)) == ("text", "macro")


def test_pages_with_numbers_of_persons_are_shown_as_masked_text() -> None:
    rights = rights_up_to(school(), None)
    for form in ("pdf", "docx"):
        assert how(FileFacts("a", form), Terms(rights, marked={"a"})) == ("text", "personal-text")
        assert how(FileFacts("a", form), Terms(rights, personal=True, marked={"a"}))[1] is None
    assert how(FileFacts("a", "txt"), Terms(rights, marked={"a"})) == ("text", None)


@pytest.mark.parametrize(
    "name",
    ["a/b.pdf", 'a"<>|?*:.docx', "CON.txt", "a. .", "图" * 200, "", "\ud800.jpg", "a%20#b.pdf", "a\u2028b"],
)
def test_copies_have_names_that_every_system_takes(name: str) -> None:
    made = copy_name(7, 2, name, "pdf")
    assert illegal(made) == "" and made.startswith("0007-02") and made.endswith(".pdf")
    assert not set("%#&") & set(made) and len(made) <= 80


def test_a_copy_is_called_what_it_is() -> None:
    assert copy_name(1, 1, "名单\u202efdp.exe", "pdf") == "0001-01_名单_fdp.pdf"
    assert copy_name(1, 1, "photo.jpg.exe", "jpg").endswith(".jpg")


def test_of_a_matter_that_may_not_be_shown_a_fault_tells_no_title() -> None:
    case = "在办/07_发展党员/李四发展党员"
    made = material({case: {"title": "李四发展党员", "date": "2025-03-01"}}, DAY, scheme=school())
    fault = Finding("complete/step", "error", case, {"subject": "李四发展党员"}, record=case)
    outline = Outline("1", Label("一", "one"), (), (), (fault,), ())
    terms = Terms(rights_up_to(made.scheme, None))
    assert pack([outline], made, terms).hidden == {case}
    assert pack([outline], made, Terms(rights_up_to(made.scheme, "committee"), personal=True)).hidden == set()


def row(status: str, found: int, uncertain: int = 0) -> CoverageRow:
    return CoverageRow(
        "05.branch-assembly.count", "count", "activity:branch-assembly", "b", None, f"2025-Q{found}", 3, found,
        0, uncertain, 0, status, DAY
    )  # type: ignore[arg-type]  # fmt: skip


def test_only_what_surely_lacks_is_a_gap() -> None:
    missing, due, unread, partly = (
        row("missing", 0), row("due", 1), row("insufficient", 2, 1), row("missing", 0, 1)
    )  # fmt: skip
    outline = Outline("1", Label("一", "one"), (), (missing, due, unread, partly), (), ())
    made = material({}, DAY, scheme=school())
    packed = pack([outline], made, Terms(rights_up_to(made.scheme, None)))
    (chapter,) = packed.chapters
    assert (chapter.gaps, chapter.due, chapter.unsure) == ((missing, partly), (due,), (unread,))
    assert (chapter.lacking, packed.due, packed.unsure) == (2, 1, 1)


def test_a_chapter_of_which_only_something_is_due_is_there() -> None:
    outline = Outline("1", Label("一", "one"), (), (row("due", 0),), (), ())
    made = material({}, DAY, scheme=school())
    packed = pack([outline], made, Terms(rights_up_to(made.scheme, None)))
    assert (len(packed.chapters), packed.gaps) == (1, 0)


def test_a_record_has_one_number_in_all_chapters_and_one_that_is_secret_none() -> None:
    secret = f"{MEETING}二"
    values = {"title": "题名", "date": "2025-03-14", "files": ["a.pdf"]}
    marked = {f"{secret}/a.pdf": FileFacts("", secret="秘密★")}
    made = material({MEETING: values, secret: values}, DAY, scheme=school(), facts=marked)
    outlines = [Outline(one, Label(one, one), (), (), (), (secret, MEETING)) for one in ("1", "2")]
    packed = pack(outlines, made, Terms(rights_up_to(made.scheme, None)))
    assert [[item.number for item in chapter.items] for chapter in packed.chapters] == [[1], [1]]
    assert packed.secrets == 1
