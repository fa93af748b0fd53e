"""Which extra of the package brings a module that is not installed."""

from __future__ import annotations

EXTRAS = {
    "typer": "cli",
    "rich": "cli",
    "keyring": "cli",
    "dotenv": "cli",
    "starlette": "sandbox",
    "uvicorn": "sandbox",
    "multipart": "sandbox",
    "jsonschema": "sandbox",
    "mcp": "mcp",
    "mcp_types": "mcp",
    "psycopg": "postgres",
    "dbos": "durable",
    "PIL": "media",
    "pymediainfo": "media",
    "socksio": "socks",
    "hypothesis": "testing",
}


def missing(error: ModuleNotFoundError) -> str:
    """What to install, in one line; another module's absence is a defect and is raised again."""
    extra = EXTRAS.get((error.name or "").partition(".")[0])
    if extra is None:
        raise error
    return f"this part needs {error.name}, which is not installed: pip install 'reelscore[{extra}]'"
