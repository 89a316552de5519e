"""Speed as ratios from interleaved runs."""
