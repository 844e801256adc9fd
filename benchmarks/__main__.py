"""``make bench``: every benchmark's table, one after the other."""

from __future__ import annotations

from benchmarks import checks, copies, mixed, parser, timex, values

if __name__ == "__main__":
    for benchmark in (parser, timex, values, copies, checks, mixed):
        benchmark.main()
