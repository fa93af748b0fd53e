"""An MCP server: agents find, price, make and save, and cannot spend more than a person allowed.

``wall`` is what the person allowed, ``files`` where files may lie, ``reading`` what an agent may know, ``session`` what
it pays for, ``server`` the tools of the protocol. The command ``reelscore mcp`` runs it.
"""
