"""What a municipal card says, how it is signed, made small and proved.

Pure: no database, network or clock, and no web framework. docs/card-format.md is the format; vectors/ holds
it.
"""

from citycard.claims import Claims, ClaimsError
from citycard.issuing import CardTooLarge, issue, issue_with_slip
from citycard.payload import Kind, StatusReference
from citycard.portrait import PhotoError
from citycard.verdict import Policy, Result, Verdict
from citycard.verifying import verify

__all__ = [
    "CardTooLarge",
    "Claims",
    "ClaimsError",
    "Kind",
    "PhotoError",
    "Policy",
    "Result",
    "StatusReference",
    "Verdict",
    "issue",
    "issue_with_slip",
    "verify",
]
