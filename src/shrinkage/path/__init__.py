"""problem, penalty, grid → Path."""
