# json in and out: records with text, numbers and nesting, written, read back, changed and compared.
import json
import sys


def make_records(count):
    return [{"id": i, "name": "record %d" % i, "price": i * 1.25, "tags": ["t%d" % (i % k + 1) for k in range(1, 5)],
             "flags": {"new": i % 2 == 0, "old": None, "ratio": i / 7},
             "text": "line \"%d\"\n\twith caf\u00e9 and a snowman \u2603" % i} for i in range(count)]


records = make_records(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
total = 0
for round in range(4):
    text = json.dumps(records)
    total += len(text)
    back = json.loads(text)
    assert back == records
    for record in back:
        record["id"] += 1
        record["tags"].append("seen")
    records = back
pretty = json.dumps(records[:200], indent=2, sort_keys=True, ensure_ascii=False)
print(total, len(pretty), len(json.loads(pretty)), records[-1]["id"], sum(record["price"] for record in records))
