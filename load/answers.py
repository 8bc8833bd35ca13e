"""What an answer has to look like, written as the answer itself.

A pattern is JSON in which a type stands for each of its values: `{"id": int, "title": "Dune"}` is an object that has these
fields, and perhaps more; `[{"id": int}]` a list of any length, all of whose entries are like that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# JSON tells them apart only by how they are written.
NUMBER = (int, float)


@dataclass(frozen=True)
class Some:
    """A list in which at least one entry is like this."""

    entry: Any


def difference(found: Any, wanted: Any, place: str = "the answer") -> str | None:
    """Where an answer is not what was wanted, if it is anywhere."""
    match wanted:
        case dict() if isinstance(found, dict):
            return first(
                difference(found[name], part, f"{place}.{name}") if name in found else f"{place} has no {name}"
                for name, part in wanted.items()
            )
        case [part] if isinstance(found, list):
            return first(difference(entry, part, f"{place}[]") for entry in found)
        case Some(part) if isinstance(found, list):
            fits = any(difference(entry, part) is None for entry in found)
            return None if fits else f"{place} has no entry like {part!r:.80}"
        case type() | tuple() if isinstance(found, wanted):
            return None
        case _ if found == wanted:
            return None
    return f"{place} is {found!r:.80}"


def first(differences: Iterable[str | None]) -> str | None:
    """The first of them that is one."""
    return next(filter(None, differences), None)
