"""What kie.ai offers beside its songs: its products, and the Market."""
