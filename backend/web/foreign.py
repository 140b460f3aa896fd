"""What is Russian on an English page says so: a reader's voice and a browser's hyphens follow `lang`.

Names of acts, titles without an English text, what people typed: they stay Russian, and each would need `lang="ru"`
where it is written. One look at the finished page does it for all: nobody can forget it.
"""

from __future__ import annotations

import re

# A text with a Russian letter, the tag it follows (open tags only), and the name of the tag after it. Our templates
# escape «<» and «>» in texts and in attributes, so neither stands inside a tag or a text.
NODE = re.compile(r"(?:<([a-zA-Z][a-zA-Z0-9-]*)([^<>]*))?>([^<>]*[А-Яа-яЁё][^<>]*)(?=<(/?)([a-zA-Z0-9-]*))")
# From the first Russian letter to the last with no Latin word between; figures at the very end belong to it.
RUN = re.compile(r"[«„(]*[А-Яа-яЁё](?:(?:&#?[a-zA-Z0-9]+;|[^A-Za-z&])*[А-Яа-яЁё»])?(?:[^A-Za-z&]*\Z)?")
# Only text can stand inside these; the first three are read to nobody or have their language from the page.
PLAIN = frozenset({"script", "style", "title", "textarea", "option"})
SAYS_SO = frozenset({"textarea", "option"})


def mark_russian(page: str) -> str:
    """Return a page in English whose Russian words stand in elements with `lang="ru"`.

    >>> mark_russian('<p>See <b>Закон № 5</b> and КоАП 14.3.</p>')
    '<p>See <b lang="ru">Закон № 5</b> and <span lang="ru">КоАП 14.3.</span></p>'
    """
    return NODE.sub(_mark, page)


def _mark(found: re.Match[str]) -> str:
    """Put the language on the element where it holds nothing else, else around the words."""
    name, rest, text, closing, after = found.groups()
    if name is not None and (name in PLAIN - SAYS_SO or 'lang="ru"' in rest):
        return found[0]
    alone = name is not None and bool(closing) and after == name and "lang=" not in rest
    if alone and (name in SAYS_SO or RUN.fullmatch(text.strip())):
        return f'<{name}{rest} lang="ru">{text}'
    if name in PLAIN:
        return found[0]
    head = f"<{name}{rest}>" if name is not None else ">"
    return head + RUN.sub(lambda words: f'<span lang="ru">{words[0]}</span>', text)
