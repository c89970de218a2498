"""The word that the text of every sample holds."""

WORD = "archive"
