"""`python -m archive_tool`."""

from archive_tool.cli import main

if __name__ == "__main__":
    main()
