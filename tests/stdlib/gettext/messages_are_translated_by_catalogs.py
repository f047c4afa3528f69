import gettext
import os
import struct
import tempfile
import warnings


def catalog(messages, order="<"):
    """What msgfmt would write."""
    keys = sorted(messages)
    originals = [key.encode() for key in keys]
    translations = [messages[key].encode() for key in keys]
    start = 28 + 16 * len(keys)
    header, data, table = [], b"", []
    for text in originals + translations:
        table.append((len(text), start + len(data)))
        data += text + b"\0"
    numbers = [0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0]
    for length, position in table:
        numbers += [length, position]
    return struct.pack(order + f"{len(numbers)}I", *numbers) + data


HEADER = ("Project-Id-Version: test\nContent-Type: text/plain; charset=UTF-8\n"
          "Plural-Forms: nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;\n")
MESSAGES = {"": HEADER, "hello": "привет", "%d file\0%d files": "%d файл\0%d файла\0%d файлов", "menu\x04Open": "Открыть",
            "menu\x04%d item\0%d items": "%d пункт\0%d пункта\0%d пунктов"}

with tempfile.TemporaryDirectory() as folder:
    for language, order, messages in (("ru", "<", MESSAGES), ("de_AT", ">", {"": "Content-Type: text/plain; charset=UTF-8\n",
                                                                               "hello": "Servus"}),
                                      ("de", "<", {"": "", "hello": "Hallo", "bye": "Tschuess"})):
        path = os.path.join(folder, language, "LC_MESSAGES")
        os.makedirs(path)
        with open(os.path.join(path, "app.mo"), "wb") as file:
            file.write(catalog(messages, order))
    russian = gettext.translation("app", folder, ["ru"])
    print(russian.gettext("hello"), russian.gettext("missing"), russian.charset(), sorted(russian.info()))
    print([russian.ngettext("%d file", "%d files", n) % n for n in (0, 1, 2, 5, 11, 21, 22, 112)])
    print(russian.pgettext("menu", "Open"), russian.pgettext("other", "Open"), russian.npgettext("menu", "%d item", "%d items", 3))
    print(russian.gettext("%d file"), russian.ngettext("a", "b", 1), russian.ngettext("a", "b", 2))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(russian.ngettext("%d file", "%d files", 1.0), gettext.NullTranslations().ngettext("one", "many", 1.5), len(caught))
        print({os.path.basename(each.filename) for each in caught} == {os.path.basename(__file__)}, caught[0].message)
    try:
        russian.ngettext("%d file", "%d files", None)
    except TypeError as error:
        print(error)
    # The exact language first, and then what lies above it.
    austrian = gettext.translation("app", folder, ["de_AT.UTF-8"])
    print(austrian.gettext("hello"), austrian.gettext("bye"), austrian.gettext("missing"))
    print([os.path.relpath(path, folder) for path in gettext.find("app", folder, ["de_AT", "ru", "C", "de"], all=True)])
    print(gettext.find("app", folder, ["fr"]), gettext.find("app", folder, ["C"]))
    try:
        gettext.translation("app", folder, ["fr"])
    except FileNotFoundError as error:
        print(error.args)
    print(gettext.translation("app", folder, ["fr"], fallback=True).gettext("hello"))
    os.environ["LANGUAGE"] = "ru"
    print(gettext.textdomain(), gettext.textdomain("app"), gettext.bindtextdomain("app", folder) == folder)
    print(gettext.gettext("hello"), gettext.ngettext("%d file", "%d files", 2), gettext.dgettext("app", "hello"),
          gettext.dgettext("none", "hello"), gettext.pgettext("menu", "Open"))
    gettext.install("app", folder, names=["ngettext"])
    print(_("hello"), ngettext("%d file", "%d files", 5))
    for content in (b"no catalog at all, not in the least", struct.pack("<7I", 0x950412DE, 5 << 16, 0, 28, 28, 0, 0)):
        path = os.path.join(folder, "broken.mo")
        with open(path, "wb") as file:
            file.write(content)
        try:
            with open(path, "rb") as file:
                gettext.GNUTranslations(file)
        except OSError as error:
            print(error.strerror)
