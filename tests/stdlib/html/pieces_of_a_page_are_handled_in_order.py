from html.parser import HTMLParser


class Shower(HTMLParser):
    def handle_starttag(self, tag, attrs):
        print("start", tag, attrs, self.getpos())

    def handle_endtag(self, tag):
        print("end", tag)

    def handle_data(self, data):
        print("data", repr(data))

    def handle_comment(self, data):
        print("comment", data)

    def handle_decl(self, decl):
        print("decl", decl)

    def handle_pi(self, data):
        print("pi", data)

    def handle_entityref(self, name):
        print("entity", name)

    def handle_charref(self, name):
        print("char", name)


page = """<!DOCTYPE html>
<html lang=en><head><title>A &amp; B</title>
<script type="text/javascript">if (a < b && c > d) x("</p>");</script></head>
<body class='a b' hidden><!-- a comment --><p>Text<br/><a href="?a=1&amp;b=2">link</A>
<?php echo ?> 1 < 2 &#233;</body></html>"""
Shower().feed(page)
parser = Shower(convert_charrefs=False)
for piece in ("<p cl", 'ass="x">a &am', "p; b &#65; ", "<", "/p>"):
    parser.feed(piece)
parser.close()
