"""record → text and figures. Nothing here computes a statistic."""
