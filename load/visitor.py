"""Somebody who uses Kindred: asks, and looks at every answer.

A request is written as openapi.json has its path, and counted by that and the area, so that what fills the path does not
split the statistics and verdict.py can sum up. An answer that is not what was wanted is a failure and ends the task: what
follows in it would only fail for the same reason.
"""

import itertools
import json
from collections.abc import Sequence
from random import Random
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote, urlencode

from locust import FastHttpUser, between
from locust.env import Environment
from locust.exception import RescheduleTask

from load.answers import difference

# The area in which everybody's coming and going counts: passwords are slow to check, and are meant to be.
DOOR = "door"

T = TypeVar("T")


class Visitor(FastHttpUser):
    """One of those who come, whose name, password and choices follow from the seed of the run.

    What they do counts in the area of their class.
    """

    abstract = True
    area: ClassVar[str]
    wait_time = between(0.5, 1.5)
    numbers: ClassVar[itertools.count] = itertools.count(1)

    @classmethod
    def obstacle(cls, environment: Environment) -> str | None:
        """Why nobody of this class can come, if so."""
        return None

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.options = environment.parsed_options
        self.random = Random(f"{self.options.seed} {next(self.numbers)}")
        self.place = DOOR
        self.token: str | None = None

    def on_start(self) -> None:
        """Arrive; who is not let in tries again, as people do."""
        while self.place == DOOR:
            try:
                self.arrive()
                self.place = self.area
            except RescheduleTask:
                self.wait()

    def on_stop(self) -> None:
        """Leave, unless one has never come."""
        if self.place == DOOR:
            return
        self.place = DOOR
        try:
            self.leave()
        except RescheduleTask:
            pass  # The failure is counted.

    def arrive(self) -> None:
        """What comes before all tasks, such as a log-in."""

    def leave(self) -> None:
        """Remove what was made for this visit."""

    def ask(
        self,
        method: str,
        route: str,
        wants: Any,
        *,
        status: int = 200,
        may_be: int | None = None,
        token: str | None = None,
        query: dict[str, Any] | None = None,
        body: Any = None,
        form: dict[str, Any] | None = None,
        file: tuple[str, bytes] | None = None,
        **parts: Any,
    ) -> Any:
        """Send a request and return its answer, which is as `wants` says (load/answers.py; None: it is no JSON).

        `parts` fill the braces of the route. With the status `may_be`, for what others may have changed meanwhile, the
        request has not failed, but has no answer. `token` is another one than one's own.
        """
        path = route.format_map({name: quote(str(part), safe="") for name, part in parts.items()})
        url = f"{path}?{urlencode(query)}" if query else path
        token = token or self.token
        sent: dict[str, Any] = {"headers": {"Authorization": f"Bearer {token}"} if token else {}}
        sent |= {"json": body, "data": form}
        if file:
            sent["files"] = {"file": file}
        with self.client.request(method, url, f"{self.place}: {route}", catch_response=True, **sent) as reply:
            if reply.status_code == may_be:
                reply.success()
                return None
            wrong = None
            if reply.status_code != status:
                wrong = f"{reply.status_code} instead of {status}: {reply.text or reply.error!r:.200}"
            elif wants is not None:
                answer = as_json(reply.text)
                wrong = difference(answer, wants)
            if wrong:
                reply.failure(wrong)
                raise RescheduleTask
            reply.success()
            return None if wants is None else answer

    def one_of(self, choices: Sequence[T]) -> T:
        """Any of them; with nothing to choose from the task ends."""
        if not choices:
            raise RescheduleTask
        return self.random.choice(choices)

    def new_name(self) -> str:
        """A name good at every door."""
        return f"load_{self.random.getrandbits(40):010x}"

    def new_password(self) -> str:
        """A password good at every door."""
        return f"Load#{self.random.getrandbits(64):016x}"

    def words(self, n_words: int) -> str:
        """A text without a meaning."""
        return " ".join(f"{self.random.getrandbits(24):x}" for _ in range(n_words))


def as_json(text: str | None) -> Any:
    """What the text says; nothing when it is no JSON."""
    try:
        return json.loads(text or "")
    except ValueError:
        return None
