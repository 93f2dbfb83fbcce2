"""Scenarios: what students do, documented or not."""
