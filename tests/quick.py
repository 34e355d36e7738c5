"""Servers that live for seconds."""

# Java's quick compiler and its plain collector: the thorough ones pay where a server lives for
# hours. Half the processor time of a start and of what is asked first goes to them, and not one
# line runs less.
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
