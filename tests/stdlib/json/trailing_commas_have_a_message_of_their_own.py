# expect: Illegal trailing comma before end of array: line 1 column 3 (char 2)
# expect: Illegal trailing comma before end of object: line 1 column 8 (char 7)
import json

for text in ("[1,]", '{"a": 1,}'):
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        print(error)
