attempts = globals().get("attempts", 0)
print("running fails")
raise ValueError("while importing")
