"""Tags of the website room."""
