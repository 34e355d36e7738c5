"""The measures that others made, computed from the same acts."""
