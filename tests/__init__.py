"""Tests mirror the code; `journeys` walk through it in a real browser, `house` inspects the building."""
