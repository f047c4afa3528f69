# oracle: 3.13
import netrc
import os
import tempfile


def read(text):
    with tempfile.NamedTemporaryFile("w", suffix=".netrc", delete=False) as file:
        file.write(text)
    try:
        found = netrc.netrc(file.name)
        print(found.hosts, found.macros)
        return found
    except netrc.NetrcParseError as error:
        print(error.msg, error.lineno, str(error) == "%s (%s, line %s)" % (error.msg, file.name, error.lineno))
    finally:
        os.unlink(file.name)


found = read("""# a comment
machine host.domain.com login log1 password pass1 account acct1
  # one inside
default login log2 password "pass \\"2\\" x"
""")
print(found.authenticators("host.domain.com"), found.authenticators("other"))
print(repr(found))
print(read("machine a\nlogin x\\ y\n password #p\n").authenticators("b"))
print(repr(read("macdef macro1\nline1\nline2\n\nmachine m login l password p\nmacdef macro2\nline3\n\n")))
read("machine m user u # c\n")
read("machine m login l password p\n#\n#x\nmachine n login k")
read("macdef macro1\nline1\n")
read("mistake\n")
read("machine a lgin b\n")
read("machine\n")
read("")
