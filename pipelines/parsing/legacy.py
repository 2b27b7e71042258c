"""Text in the font encodings of before Unicode, TCVN3 (ABC) and VNI: recognised, not converted.

Such text is Latin-1 letters that only a special font shows as Vietnamese. Converting it needs the
knowledge of which parts were set in that font, which a page seldom tells.
"""

import re

# Letters that no Unicode Vietnamese text of some length does without.
_UNICODE = re.compile("[\u1ea0-\u1ef9ơưƠƯăĂđĐ]")
# TCVN3 puts letters where Latin-1 has symbols: `ViÖt Nam`, `§éc lËp`, `nh©n d©n`.
_TCVN3 = re.compile("[A-Za-zà-ÿÀ-Þ][µ¸¶·¹¨»¾¼½Æ©ÊÇÈÉËÎÌÏÑªÕÒÓÔÖ×ØÜÞ«¬®]|[§®][A-Za-zà-ÿÀ-Þ]")
# VNI writes the mark as a letter of its own behind the vowel: `Vieät Nam`, `ñoäc laäp`.
_VNI = re.compile("[aeiouyôöAEIOUYÔÖ][ùøûõïâáàåãäêéèëúüÙØÛÕÏÂÁÀÅÃÄÊÉÈËÚÜ]|ñ[aeiouöô]")
SAMPLE = 2000
"""Characters of which one in fifty tells that a text is Unicode; Vietnamese has one in six."""
_LETTER = re.compile(r"[^\W\d_]")


def legacy_encoding(text: str) -> str | None:
    """Name the font encoding that a text seems to be in, or None.

    A marked letter in every twenty-five, five at least, and hardly any real Vietnamese letter.
    """
    sample = text[:SAMPLE]
    if sample.isascii() or len(_UNICODE.findall(sample)) * 50 > len(sample):
        return None
    for name, pattern in (("TCVN3", _TCVN3), ("VNI", _VNI)):
        marks = len(pattern.findall(text))
        if marks < 5 or marks < 5 * len(_UNICODE.findall(text)):
            continue
        if marks * 25 >= len(_LETTER.findall(text)):
            return name
    return None
