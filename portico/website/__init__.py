"""Keeps nothing: pages' shape, words, languages, styles and headers.

Never keeps: a visitor's language, address or anything else; public pages set no cookie.
Comes in: every room that shows a page.
"""
