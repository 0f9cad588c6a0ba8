"""Keeps (as the city's files) sites and service areas.

Never keeps: who visited a site.
Comes in: rooms that refer to a site or a service area.
"""
