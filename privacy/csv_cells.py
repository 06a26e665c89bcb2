"""Cells of a CSV that a spreadsheet opens: text stays text."""

FIRST = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """What begins like a formula would be calculated by the spreadsheet; an apostrophe keeps it as it reads."""
    return f"'{cell}" if cell.startswith(FIRST) else cell
