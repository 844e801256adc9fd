"""The page: one dossier, looked at and judged in a browser on the same machine."""

from recoupe.web.app import create_app

__all__ = ["create_app"]
