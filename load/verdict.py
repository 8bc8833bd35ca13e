"""Whether a run passes: each area by its p95 and by how many of its requests failed.

An area to which nobody came has not passed, since nothing was measured; nor has a run in which the load itself broke.
"""

import logging
from dataclasses import dataclass

from locust.env import Environment
from locust.stats import StatsEntry

from load.visitor import DOOR


@dataclass(frozen=True)
class Finding:
    """How one area went, and what it was allowed."""

    area: str
    total: StatsEntry
    most_p95_ms: float
    most_errors_percent: float

    @property
    def p95_ms(self) -> float:
        return self.total.get_response_time_percentile(0.95)

    @property
    def errors_percent(self) -> float:
        return 100 * self.total.fail_ratio

    @property
    def faults(self) -> list[str]:
        """Why it does not pass; nothing when it does."""
        if not self.total.num_requests:
            return ["nothing was asked, by too few users or by nobody who got in"]
        faults = []
        if self.p95_ms > self.most_p95_ms:
            faults.append(f"p95 above {self.most_p95_ms:g} ms")
        if self.errors_percent > self.most_errors_percent:
            faults.append(f"errors above {self.most_errors_percent:g} %")
        return faults

    def __str__(self) -> str:
        return (
            f"{self.area:<10} {self.total.num_requests:>7} requests {self.total.total_rps:>7.1f}/s"
            f"  p50 {self.total.median_response_time or 0:>5.0f} ms  p95 {self.p95_ms:>5.0f} ms"
            f"  errors {self.errors_percent:>5.2f} %  {'FAIL: ' + ', '.join(self.faults) if self.faults else 'pass'}"
        )


def findings(environment: Environment) -> list[Finding]:
    """How the door went, and each area of those who take part."""
    options = environment.parsed_options
    areas = dict.fromkeys([DOOR, *(visitor.area for visitor in environment.user_classes)])
    return [Finding(area, total(environment, area), options.p95_ms[area], options.errors_percent) for area in areas]


def total(environment: Environment, area: str) -> StatsEntry:
    """All requests of an area together."""
    whole = StatsEntry(environment.stats, area, "")
    whole.start_time = environment.stats.total.start_time
    for entry in environment.stats.entries.values():
        if entry.name.startswith(f"{area}: "):
            whole.extend(entry)
    return whole


def exit_code(environment: Environment) -> int:
    """0 when everything has passed."""
    broken = environment.runner.exceptions
    for exception in broken.values():
        logging.error("the load itself is broken: %s", exception["msg"])
    return int(bool(broken) or any(finding.faults for finding in findings(environment)))


def report(environment: Environment) -> str:
    """A line for each area, and one for all."""
    lines = [str(finding) for finding in findings(environment)]
    return "\n".join([*lines, "FAIL" if exit_code(environment) else "pass"])
