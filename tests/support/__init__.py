"""What tests share: the stand seen from the suite."""
