"""The reader of pages by the words of a scheme."""

from __future__ import annotations

from archive_tool.core.drafting.pages import PageReader
from archive_tool.core.scheme import Scheme
from archive_tool.core.words import WordTable


def page_reader(scheme: Scheme, forms: WordTable) -> PageReader:
    """One that knows the labels of the scheme's papers; `forms`: the words of papers."""
    layouts = (label for form in scheme.forms.values() for label in form.layout)
    return PageReader(scheme.wording, forms, layouts)
