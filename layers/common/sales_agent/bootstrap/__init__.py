"""The composition root: picks the provider of each port, once per container, and hands out the use cases.

One module per kind of work, so that a function imports only what it deploys.
"""
