"""One file a command; the only place that prints, prompts or exits."""
