"""The city's site: one folder per room, imports point down (see ARCHITECTURE.md)."""
