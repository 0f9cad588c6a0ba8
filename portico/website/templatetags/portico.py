"""The site's own template tags. They are builtins: no template loads them."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, override

from portico.foundation import retention
from portico.foundation.cityfiles import Text
from portico.website.context import CityOnPage, city_on_page
from portico.website.icons import ICONS, MARK, TURNING
from portico.website.languages import FALLBACK, direction

register = template.Library()


@register.simple_tag
def icon(name: str, words: str = "") -> SafeString:
    """Draw one of our icons. With `words` it speaks for itself; without, it decorates. Raises KeyError."""
    turns = " icon--turns" if name in TURNING else ""
    drawing = mark_safe(ICONS[name])  # noqa: S308  our own constant
    spoken = format_html('role="img" aria-label="{}"', words) if words else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon{}" viewBox="0 0 24 24" {}>{}</svg>', turns, spoken, drawing)


@register.simple_tag
def mark() -> SafeString:
    """Draw the three arches, the middle one lit."""
    return mark_safe(f'<svg class="mark" viewBox="0 0 40 32" aria-hidden="true">{MARK}</svg>')  # noqa: S308


@register.simple_tag
def keeps(key: str) -> SafeString:
    """Show a page's keeps line: what is kept, who sees it, until when. Raises KeyError for an unknown key."""
    entry = retention.keeping(key)
    word, drawing = gettext("Keeps:"), icon("arch-lit")
    if entry.nothing:
        said = format_html("{} {}", entry.what, entry.until) if entry.until else entry.what
        return format_html('<p class="keeps">{}<span><strong>{}</strong> {}</span></p>', drawing, word, said)
    parts = [(word, entry.what), (gettext("Seen by:"), entry.who), (gettext("Until:"), entry.until)]
    said = format_html_join(" ", "<strong>{}</strong> {}", parts)
    return format_html('<p class="keeps">{}<span>{}</span></p>', drawing, said)


@register.simple_tag
def text(value: Text | str | None, note: bool = True) -> SafeString:
    """Show a city's text in the page's language. Where it is only there in another language it is marked as
    such, with a quiet note unless `note` is false.
    """
    if value is None or isinstance(value, str):
        return format_html("{}", value or "")
    page = get_language() or FALLBACK
    said = value.in_language(page)
    if said.language == page:
        return format_html("{}", said.text)
    code = said.language
    marked = format_html('<span lang="{}" dir="{}">{}</span>', code, direction(code), said.text)
    if not note:
        return marked
    return format_html('{} <span class="untranslated">({})</span>', marked, gettext("not yet translated"))


@register.simple_tag
def public_url(name: str, language: str = "") -> str:
    """Give the address of a residents' page in a language, by default the page's own."""
    with override(language or get_language() or FALLBACK):
        return reverse(name)


@register.simple_tag(takes_context=True)
def city_here(context: Context) -> CityOnPage:
    """Give the city even where no context processor ran: on error pages rendered without a request."""
    known: Any = context.get("city")
    return known if isinstance(known, CityOnPage) else city_on_page("/")


@register.inclusion_tag("django/forms/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Show a form field: label, hint, error beside it, then the control."""
    return {"field": bound}


@register.simple_tag
def error_summary(form: BaseForm | None) -> SafeString:
    """Say at the top of the page what is wrong with a form, each error a link to its field; or nothing."""
    if form is None or not form.is_bound or form.is_valid():
        return mark_safe("")
    general = [format_html("{}", message) for message in form.non_field_errors()]
    beside = [_entry(bound, str(message)) for bound in form for message in bound.errors]
    entries = format_html_join("", "<li>{}</li>", ((entry,) for entry in general + beside))
    return format_html(
        '<div class="errors" role="alert" tabindex="-1" autofocus><h2>{}</h2><ul>{}</ul></div>',
        gettext("Please check this"),
        entries,
    )


def _entry(bound: BoundField, message: str) -> SafeString:
    target = bound.id_for_label or f"id_{bound.html_name}_0"
    said = gettext("%(field)s: %(problem)s") % {"field": bound.label, "problem": message}
    return format_html('<a href="#{}">{}</a>', target, said)
