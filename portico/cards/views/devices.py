"""What service desks' devices fetch and may send: signed lists, public settings, one count a week.

Public, without a session or cookie, the same bytes for everybody: asking for a list tells nothing about a card.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import ValidationError

from portico.cards import actions, lists
from portico.cards.forms import CountReport
from portico.cards.keyring import NoKeyInForce
from portico.cards.office import card_office

COUNTS_A_MINUTE = 30
LARGEST_REPORT = 4096  # bytes; read no more than a count can need
View = Callable[[HttpRequest], HttpResponse]


def _for_devices(view: View) -> View:
    """Let any origin read the answer: the verifier has an origin of its own, and so may other cities' verifiers."""

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return opened


def _file(request: HttpRequest, data: bytes, content_type: str) -> HttpResponse:
    tag = f'"{salted_hmac("portico.lists", data, algorithm="sha256").hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(data, content_type=content_type)
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={lists.FRESH_FOR_SECONDS}"
    return response


@require_safe
@_for_devices
def trust_list(request: HttpRequest) -> HttpResponse:
    """The published trust list, as signed by the root."""
    try:
        return _file(request, card_office().keyring.trust_list(), "application/cwt")
    except FileNotFoundError as error:
        raise Http404 from error


@require_safe
@_for_devices
def status_list(request: HttpRequest) -> HttpResponse:
    """The whole status list, for everybody (draft-ietf-oauth-status-list, section 8)."""
    try:
        data = lists.status_list(card_office(), now=timezone.now())
    except NoKeyInForce as error:
        raise Http404 from error
    return _file(request, data, "application/statuslist+cwt")


@require_safe
@_for_devices
def city_settings(request: HttpRequest) -> HttpResponse:
    """Profiles, ages of lists, names: what the verifier shows."""
    response = JsonResponse(lists.city_settings(card_office()))
    response["Cache-Control"] = "public, max-age=300"
    return response


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
@_for_devices
def verifier_counts(request: HttpRequest) -> HttpResponse:
    """Take one desk's count of a week. Anyone can send one, so it is a hint to the programme, never a figure."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = "POST"
        response["Access-Control-Allow-Headers"] = "Content-Type"
        return response
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REPORT:
        return HttpResponse(status=413)
    try:
        report = CountReport.model_validate_json(request.body)
    except ValidationError:
        return HttpResponse(status=422)
    today = timezone.localdate()
    verifier = card_office().decisions.verifier
    known = {profile.id for profile in verifier.profiles} if verifier else set()
    if report.profile not in known or not today - timedelta(days=28) <= report.week <= today:
        return HttpResponse(status=422)
    if not _room_for_one_more():
        return HttpResponse(status=429)
    actions.receive_verifier_count(report.profile, report.week, report.count)
    return HttpResponse(status=204)


def _room_for_one_more() -> bool:
    """A bucket for all senders together, in memory: no sender is told apart from another."""
    minute = int(timezone.now().timestamp() // 60)
    cache = caches["default"]
    cache.add(f"verifier-counts-{minute}", 0, timeout=120)
    return cache.incr(f"verifier-counts-{minute}") <= COUNTS_A_MINUTE
