"""The words that say nothing of what a text is about."""

STOP_WORDS = (  # by language; of each of these, every text of its language holds most
    "the of and to in is that it as was with be by on not he at are this have from for an",
    "的 是 在 了 和 不 有 这 他 也 就 上 个 为",
    "và là của có cho không được các trong với này một những đã",
)
