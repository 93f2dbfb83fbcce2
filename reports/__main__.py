"""`python -m reports`: renders, merges, compares and accepts what readers get, from journals."""

from reports.cli.commands import reports

reports(prog_name="python -m reports")
