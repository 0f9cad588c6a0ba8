"""Dates and times of day as readers of each language write them."""

from datetime import date, time

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language

NO_BREAK = "\N{NO-BREAK SPACE}"


def spoken_date(day: date) -> str:
    """Write a date in full, day first: 23 September 2026; 1er octobre 2026."""
    language = get_language() or "en"
    if language == "es":
        return date_format(day, r"j \d\e F \d\e Y").replace(" ", NO_BREAK)
    written = date_format(day, "j F Y")
    if language == "fr" and day.day == 1:
        written = written.replace("1 ", "1er ", 1)
    return written.replace(" ", NO_BREAK)


def spoken_time(moment: time) -> str:
    """Write a time of day: 9 a.m., 8:30 a.m.; 9 h, 8 h 30; 9:00."""
    language = get_language() or "en"
    if language == "fr":
        written = time_format(moment, r"G \h i" if moment.minute else r"G \h")
    else:
        written = time_format(moment, "P" if language == "en" else "G:i")
    return written.replace(" ", NO_BREAK)
