"""Keeps staff members, their roles and their sessions.

Never keeps: residents; a staff member's network address.
Comes in: the staff door, and every room that must know who acts.
"""
