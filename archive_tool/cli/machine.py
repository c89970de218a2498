"""What programs read on standard output: JSON that no code page on its way can spoil."""

from __future__ import annotations

import json
import re
import sys

import click

_FOREIGN = re.compile("[^\x00-\x7f]+")  # in JSON these stand within strings only


def echo_json(text: str) -> None:
    """JSON as it is where standard output is Unicode, else in ASCII: 党 as \\u515a.

    On a Chinese Windows a pipe is GBK, and who reads it expects that: PowerShell decodes what comes by
    the console's code page. UTF-8 would be garbled there, GBK lacks ñ and emoji; ASCII is the same in both.
    """
    # Nothing is known of the encoding where output is kept in memory.
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if not encoding.lower().startswith("utf"):
        text = _FOREIGN.sub(lambda found: json.dumps(found[0])[1:-1], text)
    click.echo(text, nl=not text.endswith("\n"))
