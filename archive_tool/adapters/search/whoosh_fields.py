"""The fields of the index, for whoosh: its own analysers and formats would cost most of the time."""

from __future__ import annotations

from whoosh import fields, formats

from archive_tool.core.contents import PLACES


def schema() -> fields.Schema:
    """Names alone: how terms and documents are written is the codec's business."""
    return fields.Schema(
        **{name: _Terms() for name in ("key", "words", *PLACES, *(f"{place}_atoms" for place in PLACES))}
    )


class _Terms(fields.FieldType):  # type: ignore[misc]
    """Ready terms."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)
