"""Keeps the audit chain (staff acts only) and nothing about residents.

Never keeps: a resident's data in any form; the sealed-tab keys live in memory and are forgotten.
Comes in: every room, to write an audit entry, name what it keeps, load the city's files, hold a tab's key.
"""
