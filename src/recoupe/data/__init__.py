"""Data files that ship with the library; see ATTRIBUTION.md."""
