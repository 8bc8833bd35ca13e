"""Load on all areas of Kindred at once, run by `make load`; its settings are in scripts/load.sh and load/settings.py.

People come with names of their own, look at every answer (load/visitor.py) and remove what they made when they go; nothing
else is removed. But runners do whatever jobs wait, of others, too. By p95 and errors of its areas a run passes or fails
(load/verdict.py).
"""

import logging
from typing import Any

from locust import events
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment

from load import ramp, settings, verdict
from load.forum import Reader, Writer
from load.matching import Cataloguer, Companion, Matcher
from load.media import Listener
from load.queue import Runner, Submitter

# Of how many who come how many are of which kind.
Reader.weight, Writer.weight = 6, 3
Listener.weight = 6
Matcher.weight, Cataloguer.weight, Companion.weight = 3, 3, 1
Runner.weight, Submitter.weight = 2, 1


class Ramp(ramp.Ramp):
    """The load in steps, if that is asked for."""

    abstract = settings.shape() != "ramp"


@events.init_command_line_parser.add_listener
def add_settings(parser: LocustArgumentParser) -> None:
    """What Locust's command line knows besides its own."""
    settings.add(parser)


@events.init.add_listener
def leave_out(environment: Environment, **_: Any) -> None:
    """Those who cannot take part, and say why."""
    logging.info("the seed of this run is %d", environment.parsed_options.seed)
    for visitor in list(environment.user_classes):
        if why := visitor.obstacle(environment):
            logging.warning("%s is left out: %s", visitor.__name__, why)
            environment.user_classes.remove(visitor)


@events.quitting.add_listener
def judge(environment: Environment, **_: Any) -> None:
    """Pass or fail, with the reasons as the last that is printed."""
    environment.process_exit_code = verdict.exit_code(environment)
    events.quit.add_listener(lambda **_: print(verdict.report(environment)))
