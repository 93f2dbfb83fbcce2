"""Where a flow is walked: the file `targets.toml`, what it means, and whether a target can be reached."""

from verifier.targets.errors import TargetError
from verifier.targets.load import TARGETS, load, stands
from verifier.targets.model import Allowed, SiteTarget, StandTarget, Target
from verifier.targets.values import DOTENV, environment

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
    "stands",
]
