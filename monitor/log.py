"""What the daemon says while it works: one line an event, on stderr, no secrets."""

import logging
import os
import sys

import structlog


def configure(*, verbose: bool = False) -> None:
    """Send structured lines to stderr: for people on a terminal, JSON otherwise.

    httpx, httpcore and urllib3 (of Apprise) log whole addresses, webhook secrets among them: they
    are silenced below ERROR.
    """
    for name in ("httpx", "httpcore", "urllib3", "apscheduler", "aiosmtplib"):
        logging.getLogger(name).setLevel(logging.ERROR)
    terminal = sys.stderr.isatty()
    renderer: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer(colors=terminal and not _no_colour())
        if terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.INFO if verbose else logging.WARNING
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _no_colour() -> bool:
    return bool(os.environ.get("NO_COLOR"))
