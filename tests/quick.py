"""Servers that live for seconds."""

# Java's quick compiler alone: the thorough one pays where a server lives for hours. Half the
# processor time of a start and of what is asked first goes to it, and not one line runs less.
QUICK = "-XX:TieredStopAtLevel=1"
