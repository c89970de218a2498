"""Whether somebody has a file open for writing, on the system that tells: Windows."""

from __future__ import annotations

import sys


def refuse_written(path: str) -> None:
    """Raises OSError (a sharing violation) where somebody may still write to the file.

    Plain opening would not notice: Python shares what it opens with writers, and what a growing
    file is as yet could be read and taken for all of it. Elsewhere nothing happens.
    """
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes

    generic_read, share_read_and_delete, open_existing = 0x80000000, 0x1 | 0x4, 3
    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    create = kernel32.CreateFileW
    create.argtypes = (
        *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
        *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
    )
    create.restype = wintypes.HANDLE
    handle = create(path, generic_read, share_read_and_delete, None, open_existing, 0, None)
    if handle == wintypes.HANDLE(-1).value:
        raise ctypes.WinError(ctypes.get_last_error())
    kernel32.CloseHandle(wintypes.HANDLE(handle))
