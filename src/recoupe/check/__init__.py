"""Checking records of several documents against each other: what is one thing, who agrees, who differs, what changed.

Pure: no storage, no screen. Everything here depends on the records alone, never on the order in which they came.
"""
