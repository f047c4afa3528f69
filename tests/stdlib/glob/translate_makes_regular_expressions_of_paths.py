# A regular expression that matches what glob() finds: no star crosses a separator, none takes a hidden name.
import glob
for kw in ({}, {"recursive":True},{"include_hidden":True},{"recursive":True,"include_hidden":True},{"seps":"/\\"},{"recursive":True,"seps":["."]}):
    for p in ("a","*","a*b","?","??","[ab]c","[!ab]","**","a/**/b","**/b","a/**","a/*/b","*/","/","a//b","***","a**","**/**","**/*","[a/b]","*.py","[","[]","[!]","[!/]","","a/b/",".*",".a","a[","[!a-c]/?"):
        print(kw, repr(p), repr(glob.translate(p, **kw)))
