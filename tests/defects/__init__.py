"""The suite proves that it can fail: every defect of the catalogue has to be found."""
