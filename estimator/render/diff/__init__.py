"""The change between two assessments or estimates, as people and programs read it. Internal, in English."""
