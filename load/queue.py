"""The people, and the machines, of the job service."""

from locust import task
from locust.env import Environment

from load import settings
from load.visitor import Visitor

# The beginning of a sound, and nothing to hear: runners of this file do not listen.
SILENCE = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\0\0\0\0"


class Worker(Visitor):
    """Somebody at the queue of jobs, whose account is not made by this file."""

    abstract = True
    area = "runner"
    account: str

    @classmethod
    def obstacle(cls, environment: Environment) -> str | None:
        if settings.account(cls.account):
            return None
        return f"it takes an account, named by KINDRED_{cls.account}_EMAIL and KINDRED_{cls.account}_PASSWORD"

    def log_in(self) -> str:
        form = settings.account(self.account)
        return self.ask("POST", "/api/users/login", {"accessToken": str}, form=form)["accessToken"]


class Submitter(Worker):
    """Brings audio, waits for its text, and clears away."""

    account = "USER"

    def arrive(self) -> None:
        self.token = self.log_in()
        self.jobs: list[int] = []

    @task(2)
    def submit(self) -> None:
        """A job, whose number is remembered."""
        form = {"model": "base", "language": "en"}
        file = ("silence.wav", SILENCE)
        self.jobs.append(self.ask("POST", "/api/jobs/submit", {"jobId": int}, form=form, file=file)["jobId"])

    @task(4)
    def fetch(self) -> None:
        """The text of a job that is done; then the job is of no use any more."""
        job = self.one_of(self.jobs)
        wants = {"jobs": [{"jobId": job, "status": {"step": str}}]}
        if self.ask("GET", "/api/jobs/info", wants, query={"jobIds": job})["jobs"][0]["status"]["step"] == "success":
            self.ask("GET", "/api/jobs/downloadTranscript", {"transcript": str}, query={"jobId": job})
            self.jobs.remove(job)
            self.ask("POST", "/api/jobs/delete", {"msg": str}, form={"jobIds": job})

    def leave(self) -> None:
        """A job cannot be deleted before it has ended, nor aborted after."""
        for job in self.jobs:
            for route in ("/api/jobs/abort", "/api/jobs/delete"):
                self.ask("POST", route, {"msg": str}, form={"jobIds": job}, may_be=400)


class Runner(Worker):
    """Asks for work, and does it at once."""

    account = "ADMIN"

    def arrive(self) -> None:
        administrator = self.log_in()
        self.token = self.ask("GET", "/api/runners/create", {"runnerToken": str}, token=administrator)["runnerToken"]
        self.id = self.ask("POST", "/api/runners/register", {"runnerID": int})["runnerID"]

    @task
    def work(self) -> None:
        """A sign of life, and the job that the answer may announce, from its audio to its text."""
        if "jobAssigned" not in self.ask("POST", "/api/runners/heartbeat", dict):
            return
        job = self.ask("POST", "/api/runners/retrieveJobInfo", {"jobID": int})["jobID"]
        self.ask("GET", "/api/runners/retrieveJobAudio", None)
        self.ask("POST", "/api/runners/heartbeat", dict, form={"progress": 0.5})
        transcript = f"{job}: {self.words(50)}"
        self.ask("POST", "/api/runners/submitJobResult", {"msg": str}, form={"transcript": transcript})

    def leave(self) -> None:
        """The runner goes offline, and its token is worth nothing any more."""
        self.ask("POST", "/api/runners/unregister", {"msg": str})
        self.ask("DELETE", "/api/admin/runners/{id}", {"msg": str}, id=self.id, token=self.log_in())
