import secrets

print(len(secrets.token_bytes(10)), len(secrets.token_hex(10)), len(secrets.token_urlsafe(30)), len(secrets.token_bytes()))
print(all(0 <= secrets.randbelow(5) < 5 for _ in range(100)), secrets.choice([7]), secrets.randbits(8) < 256, secrets.compare_digest("a", "a"))
try:
    secrets.randbelow(0)
except ValueError as e:
    print(e)
