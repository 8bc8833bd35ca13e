"""The people who ask what is like what, and who is like them."""

from typing import ClassVar
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from locust import task
from locust.env import Environment

from load.answers import NUMBER, Some
from load.media import Member

SCORERS = ["WRatio", "token_set_ratio", "ratio", "JaroWinkler"]
MATCH = {"choice": str, "id": object, "index": int, "score": NUMBER}
WEIGHT = {"field": str, "level": str, "weight": NUMBER}
CANDIDATE = {"content_id": int, "probability": NUMBER, "score": NUMBER, "weights": [WEIGHT]}
COMMON = {"kind": str, "content_id": int, "title": str}
PERSON = {"uuid": str, "username": str, "score": NUMBER, "overlap": int, "shared": [COMMON], "diverging": [COMMON]}


class Curious(Member):
    """A member who asks for something that not every server can tell."""

    abstract = True
    area = "matcher"
    asks: ClassVar[tuple[str, str]]

    @classmethod
    def obstacle(cls, environment: Environment) -> str | None:
        """None where the route is: there it is 401 for whoever has not logged in."""
        method, route = cls.asks
        path = route.format(kind="movie")
        try:
            urlopen(Request(f"{environment.host}{path}", method=method), timeout=30)
        except HTTPError as answer:
            return f"the server does not know {method} {route}" if answer.code in (404, 405) else None
        except URLError:
            pass  # Nobody is there, which every request will tell.
        return None

    def misspelt(self, text: str) -> str:
        """With two neighbours changed about, as by somebody who types fast."""
        place = self.random.randrange(max(1, len(text) - 1))
        return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


class Matcher(Curious):
    """Finds texts again that somebody has misspelt."""

    asks = ("POST", "/api/match")

    @task
    def match(self) -> None:
        """Some titles of a page among all of them; there is always something that is a little like them."""
        choices = [self.title(content) for content in self.shelf(self.a_kind())]
        queries = [self.misspelt(self.one_of(choices)) for _ in range(self.random.randint(1, 5))]
        wants = {"status": True, "results": [{"query": str, "matches": Some(MATCH)}]}
        body = {"queries": queries, "choices": choices, "scorer": self.one_of(SCORERS), "limit": 5}
        self.ask("POST", "/api/match", wants, body=body | {"processor": "default"})


class Cataloguer(Curious):
    """Asks which item of the catalogue it was."""

    asks = ("POST", "/api/match/{kind}")

    @task(3)
    def look_up(self) -> None:
        """By a title as somebody types it."""
        kind = self.a_kind()
        query = {"q": self.misspelt(self.title(self.one_of(self.shelf(kind)))), "limit": 5}
        self.ask("GET", "/api/match/{kind}", {"status": True, "content": [CANDIDATE]}, kind=kind, query=query)

    @task(2)
    def recognise(self) -> None:
        """By a record that says what the catalogue says: it is found by its title."""
        kind = self.a_kind()
        content = self.one_of(self.shelf(kind))
        wants = {"status": True, "content": Some(CANDIDATE | {"content_id": content["content_id"]})}
        self.ask("POST", "/api/match/{kind}", wants, kind=kind, body={"title": self.title(content), "limit": 50})


class Companion(Curious):
    """Looks for people of a taste like their own, and lets them look."""

    asks = ("PUT", "/api/match/consent")

    def arrive(self) -> None:
        super().arrive()
        self.ask("PUT", "/api/match/consent", {"consent": True}, status=201, body={"consent": True})

    @task(2)
    def find_people(self) -> None:
        """By one's taste in some kind."""
        query = {"kind": self.a_kind(), "limit": 5}
        self.ask("GET", "/api/match/users", {"content": [PERSON]}, query=query)

    @task(2)
    def show_taste(self) -> None:
        """By rating something."""
        self.rate_something()

    @task(1)
    def look_closer(self) -> None:
        """At somebody near, unless they have left."""
        near = self.ask("GET", "/api/match/users", {"content": [PERSON]})["content"]
        uuid = self.one_of(near)["uuid"]
        self.ask("GET", "/api/match/users/{uuid}", {"content": PERSON | {"uuid": uuid}}, uuid=uuid, may_be=404)
