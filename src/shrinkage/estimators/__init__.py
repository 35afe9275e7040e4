"""The scikit-learn door: its names, meanings and attributes over this package's solvers. One class a file."""
