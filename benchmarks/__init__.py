"""Speed and memory, each figure beside a peer's on the same texts in the same run; never a timed test."""
