"""Feeds followed into a dossier: what is new is read, what changed is a new version, and a kill loses nothing."""
