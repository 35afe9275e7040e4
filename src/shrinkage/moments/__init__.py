"""Rows read once: weight, mean and scatter of z = [x, y], a bucket at a time. Moments never see lam."""
