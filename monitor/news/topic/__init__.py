"""article x topic -> verdict: what was found, how sure that is, and why, in words."""

from monitor.news.topic.definition import SHIPPED, TopicDefinition
from monitor.news.topic.tables import define, shipped
from monitor.news.topic.topic import Topic, compile_topic, judge

__all__ = ["SHIPPED", "Topic", "TopicDefinition", "compile_topic", "define", "judge", "shipped"]
