"""The only part that uses the network, and only when asked: addresses to bytes, politely and within stated limits."""

from recoupe.fetch.client import AGENT, Client, Limits, Reply

__all__ = ["AGENT", "Client", "Limits", "Reply"]
