"""Folds × grid → Table → rules and verdict."""
