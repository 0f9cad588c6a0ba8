"""What the city allows: which proofs are enough, and how long a card is valid. Pure: no ORM, no clock, no
Django.
"""
