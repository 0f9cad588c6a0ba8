"""The doors: residents and verifiers come in at one, staff members at the other."""

from portico.urls.public import public_patterns
from portico.urls.staff import staff_patterns

urlpatterns = [*public_patterns, *staff_patterns]

handler400 = "portico.website.views.public.bad_request"
handler403 = "portico.website.views.public.permission_denied"
handler404 = "portico.website.views.public.page_not_found"
handler500 = "portico.website.views.public.server_error"
