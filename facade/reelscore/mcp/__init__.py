"""An MCP server: agents find, price, make and save, and cannot spend more than a person allowed.

``wall`` is what the person allowed, ``files`` where files may lie, ``describing`` and ``session`` the tools,
``answers`` what they say, ``server`` the protocol. The command ``reelscore mcp`` runs it.
"""
