"""The engine's own tests: they use a made-up product, for the engine knows none."""
