"""Keeps card slots (random index, state, quarter, code hash) and counts of a desk's work.

Never keeps: a name, a photo, a birth date, an address, a proof, a list of cardholders.
Comes in: residents to get ready, reviewers and supervisors to issue and revoke, verifiers to fetch lists.
"""
