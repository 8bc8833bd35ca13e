"""The people of the forum."""

from typing import Any

from locust import task

from load.answers import Some
from load.visitor import Visitor

HEADLINES = {"articles": [{"id": int, "title": str, "user_id": int, "author.username": str}], "next": bool}


class Reader(Visitor):
    """Reads the forum, without an account."""

    area = "reader"

    def arrive(self) -> None:
        self.headlines: list[dict[str, Any]] = []

    @task(4)
    def leaf_through(self) -> None:
        """The newest headlines, or the next page."""
        for page in (1, 2)[: self.random.randint(1, 2)]:
            found = self.ask("GET", "/articles", HEADLINES, query={"page": page})
            self.headlines = found["articles"] or self.headlines

    @task(5)
    def read(self) -> None:
        """An article from the list, unless its author has removed it."""
        headline = self.one_of(self.headlines)
        wants = {"id": headline["id"], "text": str, "author.username": headline["author.username"]}
        self.ask("GET", "/articles/{id}", wants, id=headline["id"], may_be=404)

    @task(2)
    def look_up_author(self) -> None:
        """Who wrote that, and what else."""
        author = self.one_of(self.headlines)["user_id"]
        if self.ask("GET", "/users/{id}", {"id": author, "username": str}, id=author, may_be=404):
            self.ask("GET", "/users/{id}/articles", HEADLINES, id=author, may_be=404)


class Writer(Visitor):
    """Writes at the forum, and finds every word again."""

    area = "writer"

    def arrive(self) -> None:
        self.account = {"username": self.new_name(), "password": self.new_password()}
        self.id = self.ask("POST", "/register", {"id": int, "username": str}, body=self.account)["id"]
        wants = {"access-token": str, "user_id": self.id}
        self.token = self.ask("POST", "/login", wants, body=self.account)["access-token"]
        self.articles: list[int] = []

    @task(4)
    def write(self) -> None:
        """An article is there as soon as it is written."""
        draft = self.draft()
        article = self.ask("POST", "/articles/new", draft | {"id": int}, body=self.signed(draft))["id"]
        self.articles.append(article)
        self.ask("GET", "/articles/{id}", draft | {"user_id": self.id}, id=article)

    @task(2)
    def edit(self) -> None:
        """And says at once what was made of it."""
        article, draft = self.one_of(self.articles), self.draft()
        self.ask("PUT", "/articles/{id}/edit", draft, id=article, body=self.signed(draft))
        self.ask("GET", "/articles/{id}", draft, id=article)

    @task(1)
    def remove(self) -> None:
        """And is gone for everybody."""
        article = self.one_of(self.articles)
        self.ask("DELETE", "/articles/{id}/delete", {"id": article}, id=article, body=self.signed({}))
        self.articles.remove(article)
        self.ask("GET", "/articles/{id}", {"error": str}, id=article, status=404)

    @task(2)
    def look_back(self) -> None:
        """At one's own name, and one's own articles, the newest first."""
        self.ask("POST", "/verify-token", {"id": self.id}, body=self.signed({}))
        newest = self.articles[-1:]
        wants = {"articles": Some({"id": newest[0]}) if newest else []}
        self.ask("GET", "/users/{id}/articles", wants, id=self.id)

    def leave(self) -> None:
        """With the account go its articles."""
        self.ask("POST", "/api/users/delete", {"msg": str}, form={"password": self.account["password"]})

    def draft(self) -> dict[str, str]:
        return {"title": self.words(5), "text": self.words(150)}

    def signed(self, body: dict[str, str]) -> dict[str, Any]:
        return body | {"access-token": self.token}
