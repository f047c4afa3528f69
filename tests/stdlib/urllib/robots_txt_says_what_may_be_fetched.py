# urllib.robotparser: entries by program, rules in order, delays and site maps.
import urllib.robotparser

TEXT = """# comment
User-agent: a
User-agent: b/1
Disallow: /x
Allow: /y # comment
Crawl-delay: 3
Request-rate: 1/5

User-agent: c

Disallow: /z
User-agent: *
Disallow:
Disallow: /q%20r
Sitemap: http://s/

User-agent: *
Disallow: /
User-agent: d
Disallow: /%7Ejoe/
crawl-delay: abc
request-rate: 9/x
foo
"""
parser = urllib.robotparser.RobotFileParser("http://h/robots.txt")
print(parser.can_fetch("a", "/"), parser.mtime(), parser.crawl_delay("a"), parser.site_maps(), parser.host, parser.path)
parser.parse(TEXT.splitlines())
print(parser)
print(parser.mtime() > 0)
for name in ("a", "b", "B/2", "abc", "c", "d", "other", ""):
    print(name, [parser.can_fetch(name, address) for address in ("/", "/x", "/x/y", "/y", "/z", "http://h/q%20r", "/q r", "/~joe/a", "")],
          parser.crawl_delay(name), parser.request_rate(name))
print(parser.site_maps())
