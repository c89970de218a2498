"""Readers for the tests of the worker pool: what a document's text says is what happens."""

from __future__ import annotations

import os
import signal
import time

from archive_tool.core.model import Problem, Reading, Segment


class Panic(BaseException):
    """What bindings to other languages throw past `except Exception`."""


def read(path: str) -> Reading:
    with open(path, encoding="utf-8") as file:
        order = file.read()
    match order.split():
        case ["hang"]:
            while True:
                pass
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case ["swell"]:
            _swell()
        case ["ask-for-too-much"]:
            return Reading((Segment("", str(len(bytearray(1 << 62)))),))
        case ["die", code]:
            os._exit(int(code))
        case ["killed"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["panic"]:
            raise Panic
        case ["exit"]:
            raise SystemExit(3)
        case ["print"]:
            print("noise", flush=True)
        case ["grow"]:
            with open(path, "a", encoding="utf-8") as file:
                file.write("!")
        case ["odd"]:
            return Reading((Segment("page:1", "\ud800行\n"),), {"title": "题"}, Problem("unsupported", "p.2"))
        case ["pid"]:
            return Reading((Segment("", str(os.getpid())),))
    return Reading((Segment("", order),))


def _swell() -> None:
    kept = []
    while True:
        kept.append(b"x" * 5_000_000)
        time.sleep(0.01)
