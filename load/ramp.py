"""A load that grows in steps, to see from where on it is too much."""

from locust import LoadTestShape


class Ramp(LoadTestShape):
    """All users in equal steps of equal length, over the time of the run."""

    abstract = True
    use_common_options = True
    n_steps = 5

    def tick(self) -> tuple[int, float] | None:
        """How many users there are to be now, and how many come in a second; nothing at the end."""
        options = self.runner.environment.parsed_options
        step = 1 + int(self.n_steps * self.get_run_time() / (options.run_time or 60))
        if step > self.n_steps:
            return None
        return max(1, options.num_users * step // self.n_steps), options.spawn_rate
