import html
import html.entities

print(html.escape("<a href=\"x\">'&'</a>"), html.escape('"', quote=False))
print(html.unescape("&lt;&amp;&eacute;&#233;&#xe9;&notit;&nothing;&#0;&#x80;&#xd800;&AMP;&amp"))
print(html.entities.name2codepoint["euro"], html.entities.codepoint2name[233], html.entities.html5["hearts;"], len(html.entities.html5) > 2000)
