"""The site's own template tags."""

from types import MappingProxyType

import pytest
from django.template import Context, Template
from django.utils.translation import override

from portico.foundation.cityfiles import Languages, Text
from portico.foundation.retention import Keeping, register

LANGUAGES = Languages(("en", "fr", "ar"), frozenset({"en", "fr"}))


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def text(**strings: str) -> Text:
    return Text(MappingProxyType(strings), LANGUAGES)


def test_a_text_is_shown_in_the_pages_language_and_escaped() -> None:
    with override("fr"):
        assert shown("{% text t %}", t=text(en="Pool", fr="Piscine <b>")) == "Piscine &lt;b&gt;"


def test_a_text_in_another_language_is_marked_as_such() -> None:
    with override("ar"):
        found = shown("{% text t %}", t=text(en="Pool"))
    assert found.startswith('<span lang="en" dir="ltr">Pool</span>')
    assert "لم يُترجم بعد" in found
    with override("ar"):
        assert shown("{% text t note=False %}", t=text(en="Pool")) == '<span lang="en" dir="ltr">Pool</span>'


def test_no_text_is_nothing() -> None:
    assert shown("{% text t %}", t=None) == ""


def test_an_icon_decorates_or_speaks() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "check" %}')
    assert 'role="img" aria-label="Yes &amp; no"' in shown('{% icon "check" words %}', words="Yes & no")


def test_an_unknown_icon_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        shown('{% icon "unicorn" %}')


def test_the_keeps_line_of_a_page_that_keeps_nothing() -> None:
    line = shown('{% keeps "cards.ready" %}')
    assert "<strong>Keeps:</strong> nothing. It is gone when you close this tab." in line


def test_the_keeps_line_of_a_page_that_keeps_something() -> None:
    register(Keeping("tests.pen", "a pen <b>", "the clerk", "it is empty"))
    line = shown('{% keeps "tests.pen" %}')
    assert "<strong>Keeps:</strong> a pen &lt;b&gt;" in line
    assert "<strong>Seen by:</strong> the clerk" in line
    assert "<strong>Until:</strong> it is empty" in line


def test_a_promise_nobody_wrote_cannot_be_shown() -> None:
    with pytest.raises(KeyError):
        shown('{% keeps "tests.unwritten" %}')


def test_public_addresses_stay_in_the_pages_language() -> None:
    with override("fr"):
        assert shown('{% public_url "cards:ready" %}') == "/fr/ready/"
        assert shown('{% public_url "website:home" "ar" %}') == "/ar/"
