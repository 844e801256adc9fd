"""``recoupe serve``: the pages of a dossier, for a browser on this machine."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import click

from recoupe.cli.options import dossier_argument
from recoupe.messages import Messages

_PORT = 8031


def commands(t: Messages) -> list[click.Command]:
    """The command, with its help in one language."""

    @click.command("serve", help=t("help.serve"))
    @dossier_argument
    @click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help=t("help.port"))
    @click.option("--host", default="127.0.0.1", show_default=True, help=t("help.host"))
    @click.option("--shapes", type=click.Path(path_type=Path), help=t("help.shapes"))
    @click.option("--open", "open_browser", is_flag=True, help=t("help.open"))
    @click.pass_context
    def serve(
        context: click.Context, dossier: Path, port: int, host: str, shapes: Path | None, *, open_browser: bool
    ) -> None:
        import secrets

        import uvicorn

        from recoupe.web import create_app
        from recoupe.web.security import LOCAL

        with _bound(host, port, t) as bound:
            number = bound.getsockname()[1]
            local = host in LOCAL or host == "::1"
            token = None if local else secrets.token_urlsafe(24)
            shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)
            shown = f"[{shown}]" if ":" in shown else shown
            app = create_app(
                dossier,
                token=token,
                language=context.meta.get("recoupe.lang"),
                hosts={*LOCAL, shown, socket.gethostname()},
                addresses=not local,
                shapes=shapes,
            )
            address = f"http://{shown}:{number}/" + (f"?token={token}" if token else "")
            click.echo(t("serve.at", address=click.style(address, bold=True)))
            click.echo(t("serve.stop"))
            if open_browser:
                click.launch(address)
            config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="on")
            uvicorn.Server(config).run(sockets=[bound])

    return [serve]


def _bound(host: str, port: int, t: Messages) -> socket.socket:
    """A socket that listens there; a usage error that says what to do where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(128)
    except OSError as error:
        bound.close()
        key = "serve.taken" if error.errno == errno.EADDRINUSE else "serve.refused"
        raise click.ClickException(t(key, host=host, port=port, detail=error.strerror or str(error))) from error
    return bound
