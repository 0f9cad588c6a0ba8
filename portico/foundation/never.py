"""Names nobody here may use for something held about a person. Free of Django, so that files can be checked
with it.
"""

import re
import unicodedata

# Words that name a person's status or origin, in the languages code and city files are written in. "status"
# and "country" alone are too common in software; with one of these beside them they are not.
FORBIDDEN_WORDS = re.compile(
    r"(?:im+igration|migratory|migration|legal|residency|residence|visa|permit|refugee)_?status|im+igration\b"
    r"|statut_?(?:d_?im+igration|migratoire|legal)"
    r"|citizen(?:ship)?s?(?:_|\b)|citoyennete|ciudadania|nationalit|nacionalidad|birth_?place|place_?of_?birth"
    r"|lieu_?(?:de_?)?naissance|(?:country|city|town)_?of_?(?:birth|origin)|birth_?country"
    r"|pays_?(?:de_?naissance|d_?origine)|(?:^|_)(?:sin|nas|ssn)(?:$|_)"
    r"|social_?(?:insurance|security)|assurance_?sociale|undocumented|sans_?papiers",
    re.IGNORECASE,
)


def forbidden(name: str) -> bool:
    """Say whether a field of this name would hold status, citizenship, nationality, birthplace or a SIN."""
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    plain = "".join(c for c in unicodedata.normalize("NFKD", snake) if not unicodedata.combining(c))
    return FORBIDDEN_WORDS.search(re.sub(r"[\s'’.-]+", "_", plain)) is not None
