"""What bytes, buffers, formats and codecs answer, and how they complain."""
cases = r'''
bytes(-1)
bytes('a')
bytes(1,'a')
bytes([256])
bytes(['a'])
bytes(1.5)
bytearray(-1)
bytearray('a')
bytearray([256])
bytearray(1.5)
bytes('a',errors='x',encoding='nope')
b'a'[5]
b'a'['x']
bytearray(b'a')[5]
bytearray(b'a')['x']
b'a'+'a'
b'a'+5
b'a'.find('a')
b'a'.find(256)
b'a'.startswith('a')
b'a'.startswith(('a',))
b'a'.replace('a',b'')
b'a'.split('a')
b'a'.split(b'')
b'a'.strip('a')
b'a'.join(['a'])
b'a'.join(5)
b'a'.center(5,'x')
b'a'.translate(b'a')
b'a'.translate(None,b'a')
bytes.maketrans(b'a',b'ab')
b'a'.partition(b'')
b'a'.index(b'b')
b'a'.rindex(b'b')
bytes.fromhex('zz')
bytes.fromhex('abc')
bytes.fromhex(5)
b'ab'.hex(5)
b'ab'.hex('--')
b'ab'.hex(chr(300))
'a' in b'a'
256 in b'a'
bytearray(b'a').append(256)
bytearray(b'a').append('a')
bytearray(b'').pop()
bytearray(b'a').pop(5)
bytearray(b'a').remove(5)
bytearray(b'a').insert('a',1)
bytearray(b'a').extend('a')
bytearray(b'a').extend(5)
bytearray(b'a').__setitem__(5,1)
bytearray(b'a').__setitem__(0,256)
bytearray(b'a').__setitem__(0,'a')
bytearray(b'abcd').__setitem__(slice(0,4,2),b'a')
bytearray(b'abcd').__setitem__(slice(0,4),5)
bytearray(b'abcd').__delitem__(9)
hash(bytearray())
memoryview(5)
memoryview(b'abc')[5]
memoryview(b'abc')['a']
memoryview(b'abc').__setitem__(0,1)
memoryview(bytearray(b'abc')).__setitem__(0,256)
memoryview(bytearray(b'abc')).__setitem__(0,'a')
memoryview(bytearray(b'abc')).__setitem__(slice(0,2),b'a')
memoryview(b'abc').cast('I')
memoryview(b'abcd').cast('z')
memoryview(b'abcd').cast('B',[3])
memoryview(b'abcd').cast('H').tolist()
memoryview(b'abcd').hex('-')
memoryview(b'abcd')[::2].tobytes()
memoryview(b'abcd').format
memoryview(b'abcdefgh').cast('d').tolist()
memoryview(b'abcd')==b'abcd'
'%d' % 'a'
'%d' % ()
'%d' % (1,2)
'%z' % 1
'%' % 1
'%(a)s' % 1
'%(a' % {}
'%(a)s' % {}
'%c' % 'ab'
'%c' % 1114112
'%c' % 1.5
'%x' % 1.5
'%f' % 'a'
'%*d' % ('a',1)
'%.*f' % (2,1.5)
'%s' % (1,2)
'a' % 1
'a' % {}
'%5%' % ()
'%#x %#o %+d % d %05d %-5d|' % (255,8,5,5,5,5)
'%r %a %s' % ('é','é','é')
'%.3s' % 'abcdef'
'%e %g %G' % (1.5,1e10,1e-10)
'%i' % 1.9
'%u' % 3
b'%d' % 'a'
b'%s' % 'a'
b'%b' % 5
b'%a' % 'é'
b'%c' % 256
b'%c' % b'ab'
b'%s %b %d %x' % (b'a',b'b',5,255)
b'%z' % 1
'{'.format()
'}'.format()
'{}'.format()
'{a}'.format()
'{0}{}'.format(1)
'{}{0}'.format(1)
'{!x}'.format(1)
'{!}'.format(1)
'{!rx}'.format(1)
'{0.}'.format(1)
'{0[}'.format(1)
'{0[]}'.format(1)
'{0[a}'.format(1)
'{0]}'.format(1)
'{0.a}'.format(1)
'{0[a]}'.format({})
'{0[1]}'.format([1,2])
'{:{}}'.format(5,'>4')
'{:{:{}}}'.format(5,4,3)
'{a[b].c}'.format(a=1)
'{0[a]b}'.format({'a':1})
'{-1}'.format(1)
'{99999999999999999999}'.format(1)
'{0!r:>5}'.format('a')
'{:}}'.format(1)
'{a.b[c]}'.format_map({})
'{0}'.format_map({})
'{}'.format_map([1])
'{ }'.format(1)
'{:{'.format(1)
'x'.encode('nope')
'\u20ac'.encode('ascii')
'\u20ac\u20ac'.encode('latin-1')
'\ud800'.encode('utf-8')
b'\xff'.decode()
b'\xe2\x82'.decode()
b'\xe2\x28\xa1'.decode()
b'\xff\xfe'.decode('ascii')
b'\xf0\x90\x28'.decode('utf8','replace')
b'a'.decode('utf-16')
b'\x00\xd8'.decode('utf-16-le')
b'\x00\xd8a\x00'.decode('utf-16-le')
b'abc'.decode('utf-32')
b'\\x4'.decode('unicode_escape')
b'\\u12'.decode('unicode_escape')
b'\\N{foo}'.decode('unicode_escape')
b'a\\'.decode('unicode_escape')
'a'.encode('utf-8','nope')
'\u20ac'.encode('ascii','nope')
'\u20ac\U0001f600\x80'.encode('ascii','backslashreplace')
'\u20ac\U0001f600'.encode('ascii','xmlcharrefreplace')
b'\xff'.decode('ascii','backslashreplace')
'\udcff'.encode('ascii','surrogateescape')
b'\xff'.decode('ascii','surrogateescape')
'\ud800'.encode('utf-8','surrogatepass')
b'\xed\xa0\x80'.decode('utf-8','surrogatepass')
b'\xed\xa0\x80'.decode('utf-8')
'x'.encode('utf-8-sig')
'x'.encode('utf-16')
'x\U0001f600'.encode('utf-16-be')
'\xe9\u20ac\n\\'.encode('unicode_escape')
'\xe9\u20ac\n\\'.encode('raw_unicode_escape')
b'\\u20ac\\n'.decode('raw_unicode_escape')
b'\xc3\xa9\xff\xe2\x82\xf0\x9f\x98'.decode('utf-8','replace')
'''
for case in cases.strip().splitlines():
    try:
        print(ascii(case), "->", ascii(eval(case)))
    except Exception as error:
        print(ascii(case), "->", type(error).__name__, ascii(str(error)))
