"""Watches tech-news feeds for one topic and alerts once for each story."""

__version__ = "0.1.0"
