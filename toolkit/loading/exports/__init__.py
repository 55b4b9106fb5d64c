"""Exports of news databases, a module each; `registry` lists them."""
