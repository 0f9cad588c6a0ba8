"""The enrolment desk and the supervisor's page. The desk answers JSON; nothing of a request is stored or logged."""

import base64
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth import authenticate
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import BaseModel, ValidationError

from portico.accounts import attempts
from portico.accounts.forms import TOO_OFTEN
from portico.accounts.guards import StaffRequest, role_required
from portico.accounts.models import StaffMember
from portico.accounts.queries import roles_of
from portico.accounts.rules import Role
from portico.cards import actions, codes, deskpage, lists
from portico.cards.actions import NotAllowed
from portico.cards.forms import DeclineReport, IssueRequest, RevokeForm, SecondLook, TabOnly
from portico.cards.messages import error_words, sentence
from portico.cards.office import card_office
from portico.cards.rules.lifecycle import DeclineReason
from portico.directory.queries import open_sites
from portico.foundation import vault

desk_roles = role_required(Role.REVIEWER, Role.SUPERVISOR)
APPROVAL_SALT = "portico.cards.second-look"
APPROVAL_SECONDS = 1800
Shape = TypeVar("Shape", bound=BaseModel)


def takes(
    shape: type[Shape],
) -> Callable[[Callable[[StaffRequest, Shape], HttpResponse]], Callable[..., HttpResponse]]:
    """Read the JSON body into a shape; what does not fit is answered field by field, without quoting it."""

    def decorate(view: Callable[[StaffRequest, Shape], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @sensitive_variables()
        def reading(request: StaffRequest) -> HttpResponse:
            try:
                body = shape.model_validate_json(request.body)
            except ValidationError as error:
                words = error_words()
                fields = dict.fromkeys(_field(e["loc"]) for e in error.errors(include_input=False, include_url=False))
                return _errors([(field, words.get(field, words["invalid"])) for field in fields])
            try:
                return view(request, body)
            except NotAllowed as refusal:
                return _errors([(refusal.field, sentence(refusal))])

        return reading

    return decorate


def _field(location: tuple[int | str, ...]) -> str:
    names = [part for part in location if isinstance(part, str) and part not in {"claims", "proofs"}]
    if not names:
        return "address_mode" if "claims" in location else "issue"
    return {"shown": "proofs", "kinds": "proofs"}.get(names[0], names[0])


def _errors(pairs: list[tuple[str, str]], status: int = 422) -> JsonResponse:
    return JsonResponse({"errors": [{"field": f, "message": m} for f, m in pairs]}, status=status)


def _owner(request: StaffRequest) -> str:
    return request.session.session_key or ""


@require_GET
@desk_roles
def desk(request: StaffRequest) -> HttpResponse:
    """The desk page: rules and words, no data about anyone."""
    office = card_office()
    today = timezone.localdate()
    language = get_language() or "en"
    context = {
        "office": deskpage.office_json(office, language, today),
        "words": deskpage.words_json(office, language),
        "proofs": office.decisions.proofs,
        "optional_fields": office.decisions.optional_fields,
        "address_modes": office.decisions.address_modes,
        "languages": office.decisions.city.languages,
        "sites": open_sites(),
        "reasons": deskpage.decline_reasons(),
        "today": today,
    }
    return render(request, "cards/staff/desk.html", context)


@require_POST
@desk_roles
@takes(TabOnly)
def tab_key(request: StaffRequest, body: TabOnly) -> HttpResponse:
    """The key that seals this tab's unfinished application; it lives in the server's memory only."""
    try:
        key = vault.tabs.open(_owner(request), body.tab)
    except vault.VaultFull:
        return _errors([("issue", error_words()["tabs-full"])], status=503)
    return JsonResponse({"key": base64.b64encode(key).decode()})


@require_POST
@desk_roles
@takes(TabOnly)
def forget(request: StaffRequest, body: TabOnly) -> HttpResponse:
    """Forget a tab's key: what the browser still has on its disk can be opened by nobody from now on."""
    vault.tabs.forget(_owner(request), body.tab)
    return HttpResponse(status=204)


@require_POST
@desk_roles
@takes(IssueRequest)
def issue(request: StaffRequest, body: IssueRequest) -> HttpResponse:
    """Issue: the one request that carries an application. The answer holds the drawn card; nothing is kept of it."""
    if body.site not in {site.id for site in open_sites()}:
        return _errors([("site", error_words()["invalid"])])
    supervisor = _who_approved(body.second_look, request, body.tab, body.code) if body.second_look else None
    if body.second_look and supervisor is None:
        return _errors([("proofs", error_words()["second-look-expired"])])
    issued = actions.issue_card(body, card_office(), by=request.user, now=timezone.now(), second_look_by=supervisor)
    return JsonResponse(
        {
            "number": issued.number,
            "card": base64.b64encode(issued.card_pdf).decode(),
            "slip": base64.b64encode(issued.slip_pdf).decode() if issued.slip_pdf else None,
            "again": issued.again,
        }
    )


@require_POST
@desk_roles
@takes(DeclineReport)
def decline(request: StaffRequest, body: DeclineReport) -> HttpResponse:
    """Count a visit that ended without a card, and forget its tab's key."""
    if body.site not in {site.id for site in open_sites()} or body.reason not in set(DeclineReason):
        return _errors([("decline", error_words()["invalid"])])
    actions.decline(DeclineReason(body.reason), site=body.site, by=request.user, now=timezone.now())
    vault.tabs.forget(_owner(request), body.tab)
    return HttpResponse(status=204)


@require_POST
@desk_roles
@takes(SecondLook)
@sensitive_variables()
def second_look(request: StaffRequest, body: SecondLook) -> HttpResponse:
    """A supervisor looks again at the reviewer's own tab and signs: good for half an hour, for this visit only."""
    if not attempts.allowed(body.email):
        return _errors([("second", str(TOO_OFTEN))])
    supervisor = authenticate(request, username=body.email, password=body.password)
    if not isinstance(supervisor, StaffMember) or Role.SUPERVISOR not in roles_of(supervisor):
        attempts.failed(body.email, now=timezone.now())
        return _errors([("second", error_words()["second-look-refused"])])
    attempts.succeeded(body.email)
    approval = signing.dumps([_visit_mark(request, body.tab, body.code), str(supervisor.pk)], salt=APPROVAL_SALT)
    return JsonResponse({"approval": approval})


def _visit_mark(request: StaffRequest, tab: str, code: str) -> str:
    """A mark of one visit in one tab of one sign-in, from which nothing of it can be read."""
    return signing.Signer(salt=APPROVAL_SALT).signature(f"{_owner(request)}/{tab}/{codes.code_hash(code).hex()}")


def _who_approved(approval: str, request: StaffRequest, tab: str, code: str) -> StaffMember | None:
    try:
        mark, supervisor = signing.loads(approval, salt=APPROVAL_SALT, max_age=APPROVAL_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if mark != _visit_mark(request, tab, code):
        return None
    member = StaffMember.objects.filter(pk=supervisor).first()
    # Whoever lost the role since then has not looked again.
    return member if member and Role.SUPERVISOR in roles_of(member) else None


@require_http_methods(["GET", "POST"])
@role_required(Role.SUPERVISOR)
def revoke(request: StaffRequest) -> HttpResponse:
    """End a card by the number printed on it or by the holder's code, on a listed ground."""
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke(
                form.cleaned_data["number"], form.cleaned_data["ground"], by=request.user, now=timezone.now()
            )
        except NotAllowed as refusal:
            form.add_error("number", sentence(refusal))
        else:
            lists.forget_cached()
            words = gettext("The card is ended. Service desks learn of it with their next list.")
            messages.success(request, words, extra_tags="leaf")
            return HttpResponseRedirect(reverse("desk:revoke"))
    return render(request, "cards/staff/revoke.html", {"form": form}, status=422 if form.is_bound else 200)
