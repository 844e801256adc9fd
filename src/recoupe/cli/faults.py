"""Errors on standard error, and the exit status."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable

import click

from recoupe.errors import RecoupeError
from recoupe.export.explaining import explain
from recoupe.messages import Messages


def complain(error: RecoupeError | str, t: Messages) -> None:
    """Say it on standard error."""
    from recoupe.cli.screen import one_line

    text = one_line(error if isinstance(error, str) else explain(error, t))
    click.echo(click.style(t("error.prefix"), fg="red") + t("quote.colon") + text, err=True)


def _let_go() -> None:
    """Flush what is left of the output; where its reader has gone, keep the interpreter from trying again."""
    if sys.stdout is None:  # closed by the shell
        return
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def guard(run: Callable[[], object], t: Messages) -> int:
    """Run a command; the exit status."""
    try:
        status = run()
        if sys.stdout is not None:  # closed by the shell: ">&-"
            sys.stdout.flush()
    except SystemExit as stop:
        # click ends by itself where the reader of our output has gone (head, less): nothing is wrong
        if type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):
            return 0
        return stop.code if isinstance(stop.code, int) else 1
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        with contextlib.suppress(OSError):  # what broke off may be the very pipe
            click.echo(t("add.interrupted"), err=True)
        _let_go()
        return 1
    except RecoupeError as error:
        complain(error, t)
        return 1
    except BrokenPipeError:  # met in the last flush; keep the interpreter from flushing again
        _let_go()
        return 0
    except OSError as error:
        complain(t("error.output", detail=error.strerror or str(error)), t)
        with open(os.devnull, "w") as void:  # noqa: PTH123
            os.dup2(void.fileno(), sys.stdout.fileno())
        return 1
    return status if isinstance(status, int) else 0
