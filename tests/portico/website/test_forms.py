"""How forms look: label, hint and error beside the field, and a summary that leads there."""

from django import forms
from django.template import Context, Template


class _Ask(forms.Form):
    word = forms.CharField(label="A word", help_text="Any word", max_length=5)
    note = forms.CharField(label="A note", required=False)
    way = forms.ChoiceField(label="A way", choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Sure", required=False)


def shown(source: str, form: forms.Form) -> str:
    return Template(source).render(Context({"form": form}))


def test_a_field_has_its_hint_beside_it_for_everyone() -> None:
    found = shown("{% field form.word %}", _Ask())
    assert '<label for="id_word">A word</label>' in found
    assert '<div class="field__hint" id="id_word_helptext">Any word</div>' in found
    assert 'aria-describedby="id_word_helptext"' in found
    assert "optional" not in found


def test_an_optional_field_says_so() -> None:
    assert "(optional)" in shown("{% field form.note %}", _Ask())


def test_an_error_stands_beside_the_field_and_what_was_typed_stays() -> None:
    found = shown("{% field form.word %}", _Ask({"word": "lanterns"}))
    assert 'class="field__error" id="id_word_error"' in found
    assert 'aria-describedby="id_word_helptext id_word_error"' in found
    assert 'aria-invalid="true"' in found
    assert 'value="lanterns"' in found


def test_choices_are_large_labels_in_a_group() -> None:
    found = shown("{% field form.way %}", _Ask())
    assert "<legend>A way</legend>" in found
    assert found.count('<label class="choice"') == 2


def test_a_tick_box_stands_inside_its_label() -> None:
    found = shown("{% field form.sure %}", _Ask())
    assert found.index('<label class="choice"') < found.index('type="checkbox"') < found.index("Sure")


def test_the_summary_leads_to_each_field_in_error() -> None:
    found = shown("{% error_summary form %}", _Ask({"word": "lanterns"}))
    assert 'href="#id_word"' in found
    assert 'href="#id_way_0"' in found
    assert 'id="id_way_0"' in shown("{% field form.way %}", _Ask({"word": "lanterns"}))


def test_there_is_no_summary_without_errors() -> None:
    assert shown("{% error_summary form %}", _Ask()) == ""
    assert shown("{% error_summary form %}", _Ask({"word": "ok", "way": "a"})) == ""
