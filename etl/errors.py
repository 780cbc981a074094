"""Everything that Refrain raises on purpose, drawn as a tree.

RefrainError
├── InputError        what the user named cannot be used (exit code 2)
├── RejectedError     one file or record cannot be read; the rest loads (a row in ``rejects``)
├── EditsError        what people typed cannot be read or kept
├── TrackerError      one tracker cannot be read; the others are
├── DeliveryError     the digest did not reach one target; the others get it
└── WarehouseError    the warehouse cannot be read or written
"""

from __future__ import annotations


class RefrainError(Exception):
    """Base class. The message ends in what to do next."""


class InputError(RefrainError):
    """What was named on the command line cannot be used."""


class RejectedError(RefrainError):
    """One file or record cannot be read.

    ``problem`` says what, ``line`` where (1-based, or None), ``hint`` what to do.
    """

    def __init__(self, problem: str, hint: str, line: int | None = None) -> None:
        super().__init__(f"{problem}. {hint}")
        self.problem = problem
        self.hint = hint
        self.line = line


class WarehouseError(RefrainError):
    """The warehouse cannot be read or written."""


class EditsError(RefrainError):
    """What people typed cannot be read or kept."""


class TrackerError(RefrainError):
    """One tracker cannot be read. What was read before is kept; the other trackers are read."""


class DeliveryError(RefrainError):
    """The digest did not reach one target. The others get it; the next run tries again."""
