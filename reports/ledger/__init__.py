"""The ledger: every sentence of the texts, its verdict and the evidence, for testers and leads."""

from reports.ledger.files import Written, append_summary, write
from reports.ledger.junit import junit
from reports.ledger.make import make
from reports.ledger.model import Ledger, LedgerClaim

__all__ = ["Ledger", "LedgerClaim", "Written", "append_summary", "junit", "make", "write"]
