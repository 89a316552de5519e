"""What it costs: exposure, billing, the year's distribution, hourly plans, fixed fee, verdict."""
