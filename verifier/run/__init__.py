"""A pytest run as its users meet it: verdicts, exit codes, evidence, results."""
