"""The host kie.ai: one key, account and window of calls for all that it offers; its songs are ``reelscore.suno``."""
