"""What the infrastructure needs: lifecycle status, coverage, change windows, update schedule, service-level clock."""
