"""`python -m bench`: every measurement, one after another."""

from bench import evidence, reports

reports.main()
print()
evidence.main()
