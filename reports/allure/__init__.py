"""Results for Allure, made of journals: what a developer opens when a walk is not green."""

from reports.allure.results import write

__all__ = ["write"]
