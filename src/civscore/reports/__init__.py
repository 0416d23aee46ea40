"""Assessment → what people read: terminal, Markdown, JSON. Only here do values become strings."""
