# unicode_escape takes text as the bytes that it has in UTF-8.
import codecs

print(codecs.decode("a\\n\\u20ac\\x41", "unicode_escape"), codecs.decode("\\u20acé", "raw_unicode_escape"), codecs.decode("é", "unicode_escape"))
try:
    codecs.decode("a", "utf-8")
except TypeError as error:
    print("a bytes-like object is required, not 'str'" in str(error))
