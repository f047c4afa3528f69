# expect: no newline at the end
import sys
sys.stdout.write("no newline ")
print("at the end", end="")
sys.stdout.write("\n")
