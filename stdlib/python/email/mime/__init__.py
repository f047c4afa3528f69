"""Parts of messages by type."""
