"""Where a flow is walked: the file `targets.toml`, what it means, and whether a target can be reached."""

from targets.errors import TargetError
from targets.load import TARGETS, load
from targets.model import Allowed, SiteTarget, StandTarget, Target
from targets.values import DOTENV, environment

__all__ = [
    "DOTENV",
    "TARGETS",
    "Allowed",
    "SiteTarget",
    "StandTarget",
    "Target",
    "TargetError",
    "environment",
    "load",
]
