"""One HTTP exchange: connections, limits of time and size, and whether a byte may have left."""
