"""How long things take; measured by hand, never asserted."""
