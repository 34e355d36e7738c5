"""What the scores are worth: each is asked to foretell what came later, from what came before."""
