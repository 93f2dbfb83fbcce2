"""A night in CI: what each of its jobs does, so that the CI's own files only say when and where."""
