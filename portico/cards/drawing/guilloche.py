"""The fine arches behind the text, different for each card and drawn from its number alone.

On the front, rings of arches leave the doorway that frames the portrait, as light leaves a lantern; on the
back, tiers of arches interlace. Counts, swings and drifts come from a hash of the number: whoever changes a
printed number would have to redraw the lace, and anyone who has the number can draw it again and compare.
"""

import hashlib
import math
from dataclasses import dataclass

CARD_MM = (85.60, 53.98)
MARGIN_MM = 4.0  # drawn beyond the edge, for printers that print over it
LINE_MM = 0.09

Point = tuple[float, float]


@dataclass(frozen=True)
class Weave:
    """What one number turns into; angles in radians, the rest are counts and ratios."""

    arches: int  # arches of one ring of the rosette
    rise: float  # height of an arch as a share of its ring's radius
    growth: float  # radius of a ring divided by that of the one inside it
    drift: float  # how far each ring is turned against the one inside it, as a share of one arch
    start: float  # turn of the first ring
    span: float  # width in mm of one arch of the arcade
    lean: float  # how far each line of the arcade is shifted against the last, as a share of one arch
    fall: float  # how much lower the innermost line of a tier is than the outermost


def weave(number: str) -> Weave:
    """The weave of a card number; spaces and dashes do not count."""
    digits = "".join(character for character in number if character.isdigit())
    seed = hashlib.sha256(b"portico guilloche 1\0" + digits.encode()).digest()
    share = [value / 255 for value in seed]
    arches = 26 + seed[0] % 13
    return Weave(
        arches=arches,
        rise=(2.6 + 1.5 * share[1]) / arches,
        growth=1.047 + 0.014 * share[2],
        drift=0.09 + 0.16 * share[3],
        start=2 * math.pi * share[4],
        span=10.5 + 4.0 * share[5],
        lean=0.026 + 0.024 * share[6],
        fall=0.50 + 0.20 * share[7],
    )


def rosette(number: str, centre: Point, inner: float, near: str, far: str) -> str:
    """SVG, over the card and its margins, of rings of arches around centre from radius inner (mm) outwards.

    Their colour goes from near, at the inner ring, to far.
    """
    made = weave(number)
    corner = (max(place, size - place) for place, size in zip(centre, CARD_MM, strict=True))
    farthest = math.hypot(*corner) + MARGIN_MM
    lines, radius, index = [], inner, 0
    while radius * 0.98 < farthest:
        colour = _mixed(near, far, min(1.0, (radius - inner) / (0.8 * farthest - inner)))
        for side in (1, -1):
            turn = math.degrees(made.start + side * index * made.drift * 2 * math.pi / made.arches)
            lines.append(
                f'<use href="#ring" stroke="{colour}" stroke-width="{1000 * LINE_MM / radius:.2f}" '
                f'transform="translate({centre[0]} {centre[1]})rotate({turn:.3f})scale({radius / 1000:.6f})"/>'
            )
        radius *= made.growth
        index += 1
    return _picture({"ring": _ring(made.arches, made.rise)}, lines)


def arcade(number: str, near: str, far: str, tiers: int = 9, lines_each: int = 5) -> str:
    """SVG, over the card and its margins, of tiers of interlaced arches, coloured from near (top) to far."""
    made = weave(number)
    height = made.span * 1.15
    rows = {f"row{line}": _row(made.span, height * (1 - made.fall * line / lines_each)) for line in range(lines_each)}
    lines = []
    for tier in range(tiers + 3):
        foot = CARD_MM[1] + height - tier * (CARD_MM[1] + height) / tiers
        colour = _mixed(near, far, min(1.0, max(0.0, foot / CARD_MM[1])))
        for line in range(lines_each):
            for side in (1, -1):
                shift = ((tier % 2) / 2 + side * line * made.lean) % 1 * made.span
                lines.append(
                    f'<use href="#row{line}" stroke="{colour}" stroke-width="{LINE_MM}" '
                    f'transform="translate({-MARGIN_MM - shift:.3f} {foot:.3f})"/>'
                )
    return _picture(rows, lines)


def _ring(arches: int, rise: float) -> str:
    """One ring of radius 1000 with pointed feet between its arches: half sine waves on a circle."""

    def at(along: float) -> tuple[Point, Point]:
        """The point and its derivative; `along` counts arches."""
        angle = 2 * math.pi * along / arches
        radius = 1000 * (1 + rise * math.sin(math.pi * (along % 1)))
        # At a foot the curve comes in falling and leaves rising; the caller asks for either side.
        growth = 1000 * rise * math.pi * math.cos(math.pi * (along % 1))
        turn = 2 * math.pi / arches
        point = (radius * math.sin(angle), -radius * math.cos(angle))
        slope = (
            growth * math.sin(angle) + radius * turn * math.cos(angle),
            -growth * math.cos(angle) + radius * turn * math.sin(angle),
        )
        return point, slope

    tiny = 1e-9
    path = ["M{:.2f} {:.2f}".format(*at(0.0)[0])]
    for arch in range(arches):
        for start, end in ((arch, arch + 0.5), (arch + 0.5, arch + 1 - tiny)):
            path.append(_curve(*at(start), *at(end), end - start))
    return "".join(path)


def _curve(a: Point, a_slope: Point, b: Point, b_slope: Point, length: float) -> str:
    """The cubic Bezier curve with these ends and derivatives (Hermite form)."""
    third = length / 3
    handles = (
        a[0] + a_slope[0] * third,
        a[1] + a_slope[1] * third,
        b[0] - b_slope[0] * third,
        b[1] - b_slope[1] * third,
    )
    return "C" + " ".join(f"{value:.2f}" for value in (*handles, *b))


def _row(span: float, tall: float) -> str:
    """A row of arches from x = 0 to beyond the card and its margins; its feet stand on y = 0."""
    half = span / 2
    rise = f"c{0.06 * half:.3f} {-0.62 * tall:.3f} {0.5 * half:.3f} {-tall:.3f} {half:.3f} {-tall:.3f}"
    fall = f"c{0.5 * half:.3f} 0 {0.94 * half:.3f} {0.38 * tall:.3f} {half:.3f} {tall:.3f}"
    return "M0 0" + (rise + fall) * (math.ceil((CARD_MM[0] + 2 * MARGIN_MM) / span) + 1)


def _mixed(near: str, far: str, share: float) -> str:
    pairs = [(int(near[i : i + 2], 16), int(far[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _picture(shapes: dict[str, str], lines: list[str]) -> str:
    width, height = (f"{size + 2 * MARGIN_MM:.2f}" for size in CARD_MM)
    defined = "".join(f'<path id="{name}" d="{data}"/>' for name, data in shapes.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-MARGIN_MM} {-MARGIN_MM} {width} {height}" '
        f'width="{width}" height="{height}"><defs>{defined}</defs><g fill="none">{"".join(lines)}</g></svg>'
    )
