"""What can be set about a run, on Locust's command line or in the environment."""

import secrets
from argparse import ArgumentTypeError
from collections.abc import Callable
from math import inf
from os import environ

from locust.argument_parser import LocustArgumentParser

# For `kindred serve` as it is meant to be used, on two cores that the load shares: some five times what it takes there.
# At the door passwords wait for each other on one core.
P95_MS = {"door": 5000.0, "reader": 50.0, "writer": 100.0, "listener": 100.0, "matcher": 200.0, "runner": 100.0}


def add(parser: LocustArgumentParser) -> None:
    """Add ours to those that Locust has."""
    group = parser.add_argument_group("Kindred")
    group.add_argument(
        "--seed",
        env_var="KINDRED_LOAD_SEED",
        type=int,
        default=secrets.randbits(32),
        help="what names, passwords and choices follow from; names are taken after a run, so another one each time",
    )
    group.add_argument(
        "--p95-ms",
        env_var="KINDRED_LOAD_P95_MS",
        metavar="MS|AREA=MS,...",
        type=p95_by_area,
        default=dict(P95_MS),
        help="the p95 that areas may have: one for all, or what differs from the defaults: "
        + ",".join(f"{area}={most:g}" for area, most in P95_MS.items()),
    )
    group.add_argument(
        "--errors-percent",
        env_var="KINDRED_LOAD_ERRORS_PERCENT",
        type=number_up_to(100),
        default=0.5,
        help="how many of an area's requests may fail",
    )


def shape() -> str:
    """How the load comes: `plain`, all at the spawn rate, or `ramp`, in steps.

    No option of Locust's, which wants to know before it reads those.
    """
    name = environ.get("KINDRED_LOAD_SHAPE") or "plain"
    if name not in ("plain", "ramp"):
        raise SystemExit(f"KINDRED_LOAD_SHAPE is {name}, and not plain or ramp")
    return name


def account(who: str) -> dict[str, str] | None:
    """Address and password of an account that is there already, if both are in the environment."""
    fields = {field: environ.get(f"KINDRED_{who}_{field.upper()}", "") for field in ("email", "password")}
    return fields if all(fields.values()) else None


def p95_by_area(text: str) -> dict[str, float]:
    """Milliseconds by area: `300` for all, or `reader=50,listener=300`, which leaves the others as they are."""
    limits = dict(P95_MS)
    number = number_up_to(inf)
    for entry in text.split(","):
        area, _, most = entry.rpartition("=")
        if area and area not in limits:
            raise ArgumentTypeError(f"there is no area {area}, only {', '.join(limits)}")
        limits |= dict.fromkeys([area] if area else limits, number(most))
    return limits


def number_up_to(most: float) -> Callable[[str], float]:
    """A reader of numbers from 0 to this."""

    def number(text: str) -> float:
        found = float(text)
        if not 0 <= found <= most:
            raise ArgumentTypeError(f"{text} is not from 0 to {most:g}")
        return found

    return number
