"""What is reported to have happened: typed records, each with who claims it and how it is said to stand."""

from recoupe.extract.events.find import find_events, worth_parsing
from recoupe.extract.events.rows import as_row

__all__ = ["as_row", "find_events", "worth_parsing"]
