"""Which encoding a text file has, also where it does not say so: old Windows, DOS and Macintosh ones included."""

from __future__ import annotations

import codecs
import re
from collections import Counter

CHUNK_BYTES = 2**20
SAMPLE_BYTES = 2**16
MOST_WORDS = 2_000

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp1252", "mac_roman", "cp850")
"""In the order in which they are taken where nothing tells them apart."""


def encoding_of(data: bytes) -> str | None:
    """The name of the codec that reads the file; None for a file that is no text."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:SAMPLE_BYTES]
    if wide := _without_mark(sample):
        return wide
    control = sum(sample.count(code) for code in _CONTROL)
    if control * 50 > len(sample) or sample.count(0) * 3 > len(sample):
        return None
    if data.isascii():
        return "ascii"
    return "utf-8" if _is_utf8(data) else _legacy(data)


_CONTROL = [code for code in range(1, 32) if code not in b"\t\n\v\f\r\x1a\x1b"]


def _without_mark(sample: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of western text is zero."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd * 2 > half and even * 10 < half:
        return "utf-16-le"
    if even * 2 > half and odd * 10 < half:
        return "utf-16-be"
    return None


_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


def _is_utf8(data: bytes) -> bool:
    """Whether the text is UTF-8, but perhaps for a few bytes that were cut or pasted in."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), CHUNK_BYTES):
            decoder.decode(data[start : start + CHUNK_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        sample = data[:CHUNK_BYTES]
        rest = _SEQUENCE.sub(b"", sample)
        stray, whole = len(_HIGH.findall(rest)), (len(sample) - len(rest)) // 2
        return whole > 4 * stray
    return True


# --- old encodings ---------------------------------------------------------------------------------------------------

_WORD = re.compile(rb"[A-Za-z]{0,30}[\x80-\xff][A-Za-z\x80-\xff]{0,30}")

# How usual a character is in Dutch, French, German and English inventories; what is not here is unusual.
_USUAL = (
    dict.fromkeys("éèàüöä", 8) | dict.fromkeys("êëçôîïûßâ°€’", 5) | dict.fromkeys("ùœÉÈÀÜÖÄÇ–²³«»µñáóíú½®©™“”…·•", 2)
)
_RARE, _FOREIGN = -1, -6

_KNOWN_WORDS = """
bâtiment bâtiments étage écran écrans réseau réseaux sécurité modèle modèles numéro numéros série système systèmes
matériel téléphone téléphones hôte hôtes contrôleur contrôle câble câblage été équipement équipements état
désignation catégorie caméra fenêtre réunion réception comptabilité société entrée dépôt siège générale général
privé adjoint propriété acheté référence prêt prêté réservé hébergé hébergement où déjà à près même têtes île août
février décembre création créé dernière première libellé unité quantité périphérique clé mémoire français
luxembourgeois Liège Hélène François Jérôme Gérard André Noël Zoë Chloé Gaëlle Joël Michaël Raphaël Anaïs Loïc
Benoît Aurélie Célia Léa Théo Münster Zürich München Köln Düsseldorf Nürnberg Büro Büros Gerät Geräte für über Größe
Straße Außendienst Außenstelle Übersicht Änderung Öffnung Prüfung Schlüssel Gehäuse Zubehör Käufer Gewährleistung
Betriebsfähig Lüfter Empfänger Müller Schäfer Jäger Krüger Köhler Schröder Böhm Größe weiß heiß groß schließen
Rücken zurück verfügbar één coördinator coördinatie België Italië geïnstalleerd ruïne café privé reünie geëvalueerd
beëindigd efficiënt patiënt Genève Président Präsident Präsenz präzise Gérance gérant Thérèse Irène élève élèves
crèche cliënt cliënten oriënt financiële officiële ingrediënt Aßmann Réf N° n° Qté
"""


def _pairs() -> Counter[str]:
    """Each accented letter with its neighbour before and after, as they stand in words that inventories use."""
    found: Counter[str] = Counter()
    for word in _KNOWN_WORDS.split():
        for spelling in (word, word.upper()):
            padded = f" {spelling} "
            for index, letter in enumerate(padded):
                if not letter.isascii():
                    found[padded[index - 1 : index + 1]] += 1
                    found[padded[index : index + 2]] += 1
    return found


def _legacy(data: bytes) -> str:
    """The old encoding under which the words with accents look most like words."""
    words = Counter(match[0] for match in _matches(data))
    known = _pairs()
    scores = {}
    for encoding in _LEGACY:
        try:
            scores[encoding] = sum(_score(word.decode(encoding), known) for word in words)
        except UnicodeDecodeError:
            continue
    return max(scores, key=lambda encoding: scores[encoding])


def _matches(data: bytes) -> list[re.Match[bytes]]:
    found = []
    for match in _WORD.finditer(data):
        found.append(match)
        if len(found) == MOST_WORDS:
            break
    return found


_GERMAN = re.compile(r"ck|sch|tz|ung|lich|[kh]eit|ei|pf|ß", re.IGNORECASE)


def _score(word: str, known: Counter[str]) -> float:
    score = 4.0 * sum(letter in "äöüÄÖÜ" for letter in word) if _GERMAN.search(word) else 0.0
    padded = f" {word} "
    for index in range(1, len(padded) - 1):
        letter, before, after = padded[index], padded[index - 1], padded[index + 1]
        if letter.isascii():
            continue
        score += _USUAL.get(letter, _RARE if letter.isalpha() else _FOREIGN)
        if letter.isupper() and before.islower():
            score -= 8
        if before == " " and after.islower():
            # Words begin with É, Ü or é; those that begin with ö or î are few.
            score += 4 if letter in "ÉÀÜÖÄÇÊÎ" else 0 if letter in "éêà" else -3
        if letter.islower() and before.isupper() and after.isupper():
            score -= 4
        if not letter.isalpha() and before.isalpha() and after.isalpha() and letter not in "’·-":
            score -= 8
        score += 3 * ((before + letter in known) + (letter + after in known))
    return score
