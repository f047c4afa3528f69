import wave, io, struct
b = io.BytesIO()
with wave.open(b, "wb") as w:
    w.setnchannels(2)
    w.setsampwidth(2)
    w.setframerate(44100.4)
    w.setcomptype("NONE", "not compressed")
    w.writeframes(struct.pack("<4h", 1, -2, 3, -4))
    w.writeframes(b"abcd")
    print(w.getparams(), w.tell())
print(b.getvalue().hex())
b.seek(0)
with wave.open(b) as r:
    print(r.getparams(), r.readframes(1), r.tell(), r.readframes(10), r.setpos(1), r.readframes(1))
    r.rewind()
    print(r.readframes(1))
for f in (lambda: wave.open(io.BytesIO(b"RIFX0000")), lambda: wave.open(io.BytesIO(b"RIFF0000WAVX")), lambda: wave.open(io.BytesIO(b"")), lambda: wave.open(b, "q"), lambda: wave.open(io.BytesIO(b"RIFF0000WAVE"))):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
