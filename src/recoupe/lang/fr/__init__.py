"""French: data in TOML beside this file, and the few functions that a language must give."""
