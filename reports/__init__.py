"""What readers get: pure functions of the walks' journals."""
