"""What of a record goes into a pack: whether anything may be shown of it, and how each of its files is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from archive_tool.core.material import Material
from archive_tool.core.model import Entry, FileFacts
from archive_tool.core.names import extension
from archive_tool.core.proof import with_roles
from archive_tool.core.records import Record, text, texts
from archive_tool.core.scheme import Scheme
from archive_tool.core.secrecy import marks_in_paths
from archive_tool.core.withheld import LEAST_NAME, rights_there

# Why only the number of a record is shown, and the record itself on the spot.
Withheld = Literal["rights", "work-secret", "personal"]
# pages: as they are; picture: on a page of its own; office: as LibreOffice prints it, else as text.
How = Literal["pages", "picture", "office", "text", "none"]
Why = Literal[
    "personal-text",  # numbers of persons in it: its text, masked, in place of the pages
    "unread",  # nobody has looked into it, so nobody knows what is in it
    "problem",  # nobody could read it
    "format",  # no document: a film, a packed file
    "offline",  # in the cloud alone
    "macro",  # holds programs: its text alone
    "parts",  # holds what may not be handed out and cannot be left out: its text alone
]
PICTURES = frozenset({"jpg", "png", "gif", "bmp", "tiff", "webp"})
OFFICE = frozenset({"doc", "docx", "xls", "xlsx", "ppt", "pptx", "rtf", "odt", "ods", "odp"})
TEXT = frozenset({"txt", "csv", "html", "mht", "ofd"})
WORK_SECRET = "work-secret"
NOTHING_PERSONAL = "none"


class Sheet(NamedTuple):
    """One file of a record, how it is shown, and why not as it is."""

    entry: Entry
    role: str
    how: How
    why: Why | None = None
    facts: FileFacts | None = None


class Terms(NamedTuple):
    """What those who are handed the pack may see."""

    rights: frozenset[str]  # codes
    personal: bool = False
    # sha256 of those texts that hold numbers of persons
    marked: Collection[str] = frozenset()
    # Persons of places that those rights do not reach: what is called by one elsewhere tells of it.
    persons: Collection[str] = frozenset()


def rights_up_to(scheme: Scheme, code: str | None) -> frozenset[str]:
    """The rights that do not restrict, and those up to the one that is named, as the scheme lists them."""
    terms = scheme.vocabularies.get("rights", {})
    listed = list(terms)
    upto = listed[: listed.index(code) + 1] if code else []
    return frozenset(["", *upto, *(one for one, term in terms.items() if not term.restricts)])


def rights_of(record: Record, scheme: Scheme) -> tuple[str, ...]:
    """All that stand over it: its own, and those of its folders."""
    return tuple(filter(None, (text(record.values, "rights"), *_rights_over(record, scheme))))


def _rights_over(record: Record, scheme: Scheme) -> tuple[str, ...]:
    category = scheme.categories.get(record.holding.place.category)
    above = category.rights if category else ""
    return tuple(filter(None, (*rights_there(record.holding.place, scheme), above)))


def persons_beyond(records: Iterable[Record], scheme: Scheme, rights: frozenset[str]) -> frozenset[str]:
    """Whom the records of those leaves and categories are about that `rights` do not reach."""
    beyond = (record for record in records if not rights.issuperset(_rights_over(record, scheme)))
    names = (name for record in beyond for name in texts(record.values, "persons"))
    return frozenset(name for name in names if len(name) >= LEAST_NAME)


def withheld(record: Record, scheme: Scheme, terms: Terms) -> Withheld | None:
    """Why nothing is shown of a record but its number; the gravest reason."""
    security = text(record.values, "security")
    grades = scheme.vocabularies.get("security", {})
    if security == WORK_SECRET or (security in grades and grades[security].refused):
        return "work-secret"
    rights = rights_of(record, scheme)
    called = (record.holding.name, record.title)
    if not terms.rights.issuperset(rights) or any(name in one for name in terms.persons for one in called):
        return "rights"
    if terms.personal:
        return None
    # Where not everybody may look, who says nothing of personal data has not looked for it.
    restricted = any(scheme.vocabularies["rights"][one].restricts for one in rights if _known(one, scheme))
    told = text(record.values, "personal_info") or ("unknown" if restricted else NOTHING_PERSONAL)
    return None if told == NOTHING_PERSONAL else "personal"


def _known(code: str, scheme: Scheme) -> bool:
    return code in scheme.vocabularies.get("rights", {})


def sheets(record: Record, material: Material, terms: Terms) -> tuple[Sheet, ...]:
    """Every file of it, in the order in which they lie."""
    return tuple(_sheets(record, material, terms))


def _sheets(record: Record, material: Material, terms: Terms) -> Iterator[Sheet]:
    facts = material.snapshot.facts
    for entry, _, role in with_roles(record, material.deriver):
        how, why = _how(entry, facts, material.scheme.secret_marks, terms)
        yield Sheet(entry, role, how, why, facts.get(entry.path))


def _how(
    entry: Entry, facts: Mapping[str, FileFacts], marks: tuple[str, ...], terms: Terms
) -> tuple[How, Why | None]:
    fact = facts.get(entry.path)
    if entry.offline:
        return "none", "offline"
    if fact is None and entry.size == 0:
        return "none", "problem"
    # What nobody read may bear a mark, and a name may be newer than what was read.
    if fact is None or not fact.sha256 or marks_in_paths([entry.path], marks):
        return "none", "unread"
    form = fact.format or extension(entry.path.rpartition("/")[2]).lower()
    if fact.problem and (fact.problem != "unsupported" or form != "pdf"):
        return "none", "problem"
    if form in PICTURES:
        return "picture", None
    if form != "pdf" and form not in OFFICE and form not in TEXT:
        return "none", "format"
    if not terms.personal and fact.sha256 in terms.marked and form not in TEXT:
        return "text", "personal-text"
    if form == "pdf":
        return "pages", None
    if form in OFFICE:
        return ("text", "macro") if fact.macro else ("office", None)
    return "text", None


def texts_to_search(record: Record, facts: Mapping[str, FileFacts]) -> Iterator[str]:
    """The digests of those of its files that have text."""
    for entry in record.holding.files:
        fact = facts.get(entry.path)
        if fact and fact.sha256 and fact.characters:
            yield fact.sha256
