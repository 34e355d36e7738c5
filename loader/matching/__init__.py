"""Tags that other sources brought, matched to the topics of a taxonomy."""
