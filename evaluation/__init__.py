"""The project's own gold, its scorer, and the runner behind ``make eval``."""
