import unicodedata as u, stringprep
print(type(u.ucd_3_2_0), [n for n in dir(u.ucd_3_2_0) if n[0]!='_' ],u.ucd_3_2_0.unidata_version)
try: u.UCD()
except Exception as e: print(e)
for a in ("", "a"*64+".com","a..b",".a","a"*63+"ä.com","ä.","\u0221.com","ab\u2000c","\u0627b","a\xadb","\xad","xn--ä","ßa","A.Ä","a.b.",b"x".decode(),"ａ.com","a\u0300b\ue000", "\u06271","a。b.ä","ä\xad","\u0627","x.\u06271","ä..b","."):
    try: print(repr(a)[:30],a.encode("idna"))
    except Exception as e: print(repr(a)[:30],type(e),e)
for a in (b"",b"xn--",b"xn--bcher-kva.com",b"XN--BCHER-KVA",b"a"*70,b"\xff",b"xn--a-b\xff",b"a.xn--99999999",b"a..b",b".",b"xn--aa-", b"xn--tda.b.", b"xn--zca", b"\xe4.com",b"xn--a"*400,b"x.\xff",b"xn--tda.\xff"):
    try: print(a[:40],a.decode("idna"))
    except Exception as e: print(repr(a)[:30],type(e),str(e)[:200])
import codecs
i=codecs.getincrementalencoder("idna")()
for t,f in (("a.b",0),("\xe4.c",0),("om",1),("",1)): print(i.encode(t,f))
i=codecs.getincrementaldecoder("idna")()
for t,f in ((b"a.b",0),(b"xn--4c",0),(b"a.om",1)): print(i.decode(t,f))
import encodings.idna as e
print([n for n in dir(e) if n[0]!='_'])
for f in ("a","ä","xn--4ca","","A"):
    for g in (e.ToASCII,e.ToUnicode,e.nameprep):
        try: print(g.__name__,f,repr(g(f)))
        except Exception as x: print(type(x),x)
for a in ("ignore","replace"):
    try: print("x".encode("idna",a))
    except Exception as x: print(type(x),x)
print(u.numeric("五"),u.numeric("\u4eac"),u.numeric("½"),u.ucd_3_2_0.name("\u0221","none"),u.ucd_3_2_0.name("a"),u.ucd_3_2_0.is_normalized("NFC","a\u0300"))
for a in (lambda:u.ucd_3_2_0.name("\u0221"),lambda:u.ucd_3_2_0.numeric("a"),lambda:u.ucd_3_2_0.decimal("ab"),lambda:u.ucd_3_2_0.category(1),lambda:u.ucd_3_2_0.normalize("x","a"),lambda:u.ucd_3_2_0.lookup("foo"),lambda:u.ucd_3_2_0.lookup("LATIN SMALL LETTER D WITH CURL")):
    try: print(a())
    except Exception as x: print(type(x),x)
