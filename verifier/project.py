"""The project that the engine stands in: where its own files are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds the engine, `flows/`, `targets.toml` and what runs leave."""
