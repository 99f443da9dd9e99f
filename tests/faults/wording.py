"""What a message for people must look like, whatever went wrong."""

import re
import unicodedata

LONGEST = 300
LONGEST_OF_THE_PLATFORM = 201  # 200 and the ellipsis
JUNK = re.compile(r"curl|errno|boost|asio|std::|nullopt|nullptr|exception|<html|<h1|cb_api|\{\}|%[sd]|0x[0-9a-f]{6}", re.I)
INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def complaints_about(message):
    """Why a sentence of ours is not worth reading; empty when it is."""
    found = []
    if not message.endswith(".") or ". " in message or not (message[0].isupper() or message[0].isdigit()):
        found.append("is not one sentence")
    if len(message) > LONGEST:
        found.append(f"has {len(message)} characters")
    if junk := JUNK.search(message):
        found.append(f"has {junk.group()!r} in it")
    return [f"{message!r} {complaint}" for complaint in found + invisible_in(message)]


def complaints_about_quote(message):
    """The same for data.platformMessage: one line, cut, nothing that could steer a screen, no token."""
    found = invisible_in(message)
    if len(message) > LONGEST_OF_THE_PLATFORM:
        found.append(f"has {len(message)} characters")
    if "cb_api" in message:
        found.append("holds a token")
    return [f"{message!r} {complaint}" for complaint in found]


def invisible_in(text):
    return [f"has U+{ord(character):04X} in it" for character in text if unicodedata.category(character) in INVISIBLE]
