"""The words printed on every card and slip. A city's own (its name, its card's name) come with the face."""

from dataclasses import dataclass

from portico.cards.drawing.errors import FaceInvalid


@dataclass(frozen=True)
class Words:
    """One language. The labels stand in 5 pt above a value, so they are as short as they can be."""

    born: str
    expires: str
    gender: str
    guardian: str
    address: str
    number: str
    purpose: str
    portrait: str
    code: str
    fold: str
    ruler: str
    slip: str
    slip_is: str
    slip_use: str
    code_title: str
    code_use: str
    code_apart: str
    document: str


ENGLISH = Words(
    born="Birth date",
    expires="Expiry",
    gender="Gender",
    guardian="Guardian",
    address="Address",
    number="Card number",
    purpose="Opens city services. Not a travel document. Says nothing about status.",
    portrait="Portrait of the cardholder",
    code="Signed code that says what the card shows",
    fold="Print at 100 %. Cut along the marks, then fold on the dashed line with the print outside.",
    ruler="This line is 50 mm long.",
    slip="Recovery slip",
    slip_is="Not a card. Keep it at home, apart from the card. It opens no service.",
    slip_use="If your card is lost or stolen, bring this slip to the desk. It gives the card number, so that the card "
    "can be switched off, and shows how to write the new one. It shows your portrait too, so keep it where only people "
    "you trust can see it.",
    code_title="Revocation code",
    code_use="Whoever knows this code can switch the card off. To switch it off, call or come to the desk "
    "and give the code. No name is asked.",
    code_apart="Tear off. Keep it apart from the card and from the slip.",
    document="Municipal card",
)
FRENCH = Words(
    born="Naissance",
    expires="Expiration",
    gender="Genre",
    guardian="Parent ou tutelle",
    address="Adresse",
    number="Numéro de carte",
    purpose="Ouvre les services de la ville. Ne permet pas de voyager. Ne dit rien du statut.",
    portrait="Portrait de la personne titulaire",
    code="Code signé qui dit ce que montre la carte",
    fold="Imprimez à 100 %. Coupez le long des repères, puis pliez sur le pointillé, l’impression à l’extérieur.",
    ruler="Ce trait mesure 50 mm.",
    slip="Talon de récupération",
    slip_is="Ce n’est pas une carte. Gardez ce talon à la maison, loin de la carte. Il n’ouvre aucun service.",
    slip_use="Si votre carte est perdue ou volée, apportez ce talon au comptoir. Il donne le numéro de la carte, pour "
    "l’annuler, et montre comment écrire la nouvelle. Il montre aussi votre portrait : rangez-le là où seules des "
    "personnes de confiance peuvent le voir.",
    code_title="Code d’annulation",
    code_use="La personne qui connaît ce code peut annuler la carte. Pour l’annuler, appelez ou passez au "
    "comptoir et donnez le code. On ne demande aucun nom.",
    code_apart="À détacher. Gardez-le loin de la carte et du talon.",
    document="Carte municipale",
)
SPANISH = Words(
    born="Nacimiento",
    expires="Vencimiento",
    gender="Género",
    guardian="Tutela",
    address="Domicilio",
    number="Número de tarjeta",
    purpose="Abre los servicios de la ciudad. No sirve para viajar. No dice nada del estatus.",
    portrait="Retrato de la persona titular",
    code="Código firmado que dice lo que muestra la tarjeta",
    fold="Imprima al 100 %. Corte por las marcas y doble por la línea de puntos, con lo impreso hacia fuera.",
    ruler="Esta línea mide 50 mm.",
    slip="Talón de recuperación",
    slip_is="No es una tarjeta. Guarde este talón en casa, lejos de la tarjeta. No abre ningún servicio.",
    slip_use="Si pierde la tarjeta o se la roban, traiga este talón. Da el número de la tarjeta, para anularla, y "
    "muestra cómo escribir la nueva. También muestra su retrato: guárdelo donde solo lo vea gente de su confianza.",
    code_title="Código de anulación",
    code_use="Quien conoce este código puede anular la tarjeta. Para anularla, llame o venga y dé el código. "
    "No se pide ningún nombre.",
    code_apart="Separe esta parte. Guárdela lejos de la tarjeta y del talón.",
    document="Tarjeta municipal",
)
ARABIC = Words(
    born="تاريخ الميلاد",
    expires="تاريخ الانتهاء",
    gender="النوع",
    guardian="الوصي",
    address="العنوان",
    number="رقم البطاقة",
    purpose="تتيح خدمات المدينة. ليست وثيقة سفر. لا تذكر شيئًا عن وضع الإقامة.",
    portrait="صورة صاحب البطاقة",
    code="رمز موقّع يذكر ما تُظهره البطاقة",
    fold="اطبع بمقياس 100 %. قصّ عند العلامات ثم اطوِ عند الخط المتقطع والطباعة إلى الخارج.",
    ruler="طول هذا الخط 50 مم.",
    slip="قسيمة الاسترداد",
    slip_is="ليست بطاقة. احفظها في البيت بعيدًا عن البطاقة. لا تتيح أي خدمة.",
    slip_use="إذا ضاعت بطاقتك أو سُرقت فأحضر هذه القسيمة إلى المكتب. فيها رقم البطاقة لإلغائها، وتبيّن كيف تُكتب البطاقة "
    "الجديدة. وفيها صورتك أيضًا، فاحفظها حيث لا يراها إلا من تثق به.",
    code_title="رمز الإلغاء",
    code_use="من يعرف هذا الرمز يستطيع إلغاء البطاقة. لإلغائها اتصل أو تعال إلى المكتب واذكر الرمز. لا يُسأل عن أي اسم.",
    code_apart="افصل هذا الجزء. احفظه بعيدًا عن البطاقة وعن القسيمة.",
    document="بطاقة بلدية",
)

WORDS = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH, "ar": ARABIC}


def words(language: str) -> Words:
    """The words in a language (ISO 639-1). Raises FaceInvalid for one that has none here."""
    try:
        return WORDS[language]
    except KeyError:
        raise FaceInvalid("languages", f"there are no card words in {language!r}") from None
