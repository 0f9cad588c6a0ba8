"""Our icons: 24 by 24, one stroke width (set in portico.css), drawn by ourselves; `.lit` is lamplight."""

ICONS: dict[str, str] = {
    "arch": '<path d="M5 21V11a7 7 0 0 1 14 0v10M3 21h18"/>',
    "arch-lit": ('<path class="lit" d="M8 21V11a4 4 0 0 1 8 0v10z"/><path d="M5 21V11a7 7 0 0 1 14 0v10M3 21h18"/>'),
    "door": '<path d="M5 21V11a7 7 0 0 1 14 0v10zM3 21h18M15 14v1"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "alert": '<path d="M12 3.5 22 20.5H2zM12 10v4.5M12 17.5v.1"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.1"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "lock": '<path d="M6 11h12v9.5H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 15v2"/>',
    "eye": (
        '<path d="M2.5 12C5 7.5 8.5 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-6 6.5-9.5 6.5S5 16.5 2.5 '
        '12z"/><circle cx="12" cy="12" r="3"/>'
    ),
    "print": '<path d="M7 9V3.5h10V9M7 17.5H4V9h16v8.5h-3M7 14h10v6.5H7z"/>',
    "camera": '<path d="M3 7.5h4.5L9 5h6l1.5 2.5H21v12H3z"/><circle cx="12" cy="13" r="3.5"/>',
    "arrow": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "leave": '<path d="M13 4H5v16h8M10 12h11M17 8l4 4-4 4"/>',
    "phone": (
        '<path d="M5 3.5h4l1.5 5L8 10.5a12 12 0 0 0 5.5 5.5l2-2.5 5 1.5v4c0 1-1 1.5-2 1.5A16 16 0 0 1 '
        '3.5 5.5c0-1 .5-2 1.5-2z"/>'
    ),
    "pin": ('<path d="M12 21.5C8 17 5 13.5 5 10a7 7 0 0 1 14 0c0 3.5-3 7-7 11.5z"/><circle cx="12" cy="10" r="2.5"/>'),
    "book": ('<path d="M12 6.5C10 5 7 4.5 3 4.5v14c4 0 7 .5 9 2 2-1.5 5-2 9-2v-14c-4 0-7 .5-9 2zm0 0v14"/>'),
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5.5 5.5"/>',
    "list": '<path d="M9 6h12M9 12h12M9 18h12M4 6h.1M4 12h.1M4 18h.1"/>',
    "person": ('<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.5-4.5 3.5-6.5 7.5-6.5s7 2 7.5 6.5"/>'),
    "people": (
        '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5c.5-4 3-5.5 6.5-5.5s6 1.5 6.5 5.5M16 '
        '5.2a3.5 3.5 0 0 1 0 6.6M18 14.3c2 .7 3.2 2.3 3.5 5.2"/>'
    ),
    "card": '<path d="M2.5 5.5h19v13h-19zM5.5 16v-4a2.5 2.5 0 0 1 5 0v4zM14 10h5M14 13.5h5"/>',
    "key": '<circle cx="8" cy="15.5" r="4.5"/><path d="m11.5 12 8-8M16 7.5l3 3"/>',
    "repeat": ('<path d="M4 12a8 8 0 0 1 14-5l2.5 2.5M20.5 4v5.5H15M20 12a8 8 0 0 1-14 5l-2.5-2.5M3.5 20v-5.5H9"/>'),
    "trash": '<path d="M4 6.5h16M9 6.5v-3h6v3M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 '
        '2.1M16.6 16.6l2.1 2.1M5.3 18.7l2.1-2.1M16.6 7.4l2.1-2.1"/>'
    ),
}
# Icons that point somewhere, and so turn round where reading goes from right to left.
TURNING = frozenset({"arrow", "leave"})
MARK = (
    '<path class="lit" d="M15 30V14a5 5 0 0 1 10 0v16z"/><path d="M3.5 30V15.5a4 4 0 0 1 8 0V30M15 '
    '30V14a5 5 0 0 1 10 0v16M28.5 30V15.5a4 4 0 0 1 8 0V30M1 30.5h38"/>'
)
