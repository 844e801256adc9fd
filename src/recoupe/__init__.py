"""Recoupe reads news of a war and of its peace talks, and keeps a sourced ledger of who said what."""

__version__ = "0.1.0"
