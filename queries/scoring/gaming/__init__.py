"""What influence costs to fake: attacks on the loaded data, in memory."""
