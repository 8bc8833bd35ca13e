"""The people of the catalogue."""

from typing import Any

from locust import task

from load.answers import NUMBER, Some
from load.visitor import Visitor

KINDS = {"track": 5, "movie": 3, "book": 3, "serie": 2, "game": 1, "application": 1}
PAGE = {"status": True, "content": [{"content_id": int}], "page": int, "total_pages": int}
RECOMMENDED = {"content": [{"content_id": int, "reco_engine": str, "reco_score": NUMBER, "reco_reasons": list}]}
PLAYED = {"content": [{"last_played_date": str, "track": {"content_id": int}}]}


class Member(Visitor):
    """Somebody with an account at the door of the media."""

    abstract = True

    def arrive(self) -> None:
        name, password = self.new_name(), self.new_password()
        # Nobody has an address in this domain (RFC 2606), so a welcome reaches no stranger.
        account = {"email": f"{name}@load.invalid", "password": password}
        wants = {"user": {"uuid": str, "username": name}, "access_token": str}
        registered = self.ask("POST", "/api/auth/register", wants, status=201, body=account | {"username": name})
        self.uuid = registered["user"]["uuid"]
        self.token = self.ask("POST", "/api/auth/login", wants, body=account)["access_token"]
        self.shelves: dict[str, list[dict[str, Any]]] = {}

    def leave(self) -> None:
        """With the account go its ratings."""
        self.ask("DELETE", "/api/user/{uuid}", {"status": True}, status=201, uuid=self.uuid)

    def a_kind(self) -> str:
        """Mostly tracks."""
        return self.random.choices(list(KINDS), list(KINDS.values()))[0]

    def shelf(self, kind: str) -> list[dict[str, Any]]:
        """Some of a kind: the page that this member has seen last."""
        if kind not in self.shelves:
            self.shelves[kind] = self.ask("GET", "/api/{kind}", PAGE, kind=kind)["content"]
        return self.shelves[kind]

    def a_title(self, kind: str) -> str:
        """What something of the kind is called, by whichever field has it."""
        medium = self.one_of(self.shelf(kind))
        return medium.get("title") or medium.get("name") or "a"


class Listener(Member):
    """Looks for what to hear, see and read, and says how it was."""

    area = "listener"

    @task(3)
    def browse(self) -> None:
        """What is popular, or the page after that."""
        kind, page = self.a_kind(), self.random.randint(1, 2)
        found = self.ask("GET", "/api/{kind}", PAGE | {"page": page}, kind=kind, query={"page": page})
        self.shelves[kind] = found["content"] or self.shelf(kind)

    @task(3)
    def search(self) -> None:
        """A title that is there."""
        kind = self.a_kind()
        wants = PAGE | {"content": Some({"content_id": int})}
        self.ask("GET", "/api/{kind}/search/{search_term}", wants, kind=kind, search_term=self.a_title(kind))

    @task(4)
    def look(self) -> None:
        """At a content, at what one did with it, and at what is like it."""
        kind = self.a_kind()
        content = self.one_of(self.shelf(kind))["content_id"]
        self.ask("GET", "/api/{kind}/{content_id}/meta", {"content": {"count": int}}, kind=kind, content_id=content)
        self.ask("GET", "/api/{kind}/{content_id}/similar", PAGE, kind=kind, content_id=content)

    @task(4)
    def rate(self) -> None:
        """A rating stands as soon as it is given."""
        kind, rating = self.a_kind(), self.random.randint(1, 5)
        content = self.one_of(self.shelf(kind))["content_id"]
        route, at = "/api/{kind}/{content_id}/meta", {"kind": kind, "content_id": content}
        self.ask("PATCH", route, {"status": True}, status=201, body={"rating": rating}, **at)
        self.ask("GET", route, {"content": {"rating": rating}}, **at)

    @task(2)
    def play(self) -> None:
        """A track, which is then the one that was played last."""
        track = self.one_of(self.shelf("track"))["content_id"]
        route, at = "/api/{kind}/{content_id}/meta", {"kind": "track", "content_id": track}
        self.ask("PATCH", route, {"status": True}, status=201, body={"additional_count": 1}, **at)
        wants = PLAYED | {"content": Some({"track": {"content_id": track}})}
        self.ask("GET", "/api/track/history", wants)

    @task(3)
    def see_recommendations(self) -> None:
        """Why something is recommended stands with it."""
        self.ask("GET", "/api/{kind}/user", PAGE | RECOMMENDED, kind=self.a_kind())
