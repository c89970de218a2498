"""How chapters and what is below them are numbered: 一、（一）1. in Chinese, 1. 1.1 and 1.1.1 elsewhere."""

from __future__ import annotations

from archive_tool.core.catalog import Speaker

DIGITS = "〇一二三四五六七八九"


def numbered(key: str, number: int, text: str, speaker: Speaker, section: int = 0) -> str:
    """A heading with its number; `section`: the number of the chapter it is in."""
    below = f"{section}.{number}" if section else str(number)
    told = chinese(number) if speaker.language == "zh" else below
    return speaker.say(key, number=told, text=text)


def chinese(number: int) -> str:
    """1 to 99 in characters; what is beyond stays in digits."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def annex_number(number: int, of: int, speaker: Speaker) -> str:
    """How an annex is headed; one alone bears no number (GB/T 9704)."""
    return speaker.say("paper.annex", number=number) if of > 1 else speaker.say("paper.only-annex")
