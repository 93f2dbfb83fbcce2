"""The set-up: what it chooses and installs on which machine."""
