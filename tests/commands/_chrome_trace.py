"""A strict reader of the Trace Event Format: what a viewer relies on must hold."""
import bisect
import collections


def check(trace):
    """trace: the parsed file. Returns its events by phase."""
    assert set(trace) >= {"traceEvents"} and isinstance(trace["traceEvents"], list)
    assert trace.get("displayTimeUnit") in ("ms", "ns")
    by_phase = collections.defaultdict(list)
    named = set()
    for e in trace["traceEvents"]:
        assert isinstance(e, dict) and isinstance(e["name"], str) and e["name"], e
        assert isinstance(e["pid"], int), e
        phase = e["ph"]
        by_phase[phase].append(e)
        if phase != "M":
            assert isinstance(e["ts"], (int, float)) and e["ts"] >= 0, e
        if phase != "C" and not (phase == "M" and e["name"] == "process_name"):
            assert isinstance(e["tid"], int), e
        if phase == "M":
            assert e["name"] in ("process_name", "thread_name", "thread_sort_index"), e
            if e["name"] == "thread_name":
                assert isinstance(e["args"]["name"], str)
                named.add(e["tid"])
        elif phase == "X":
            assert e["dur"] >= 0, e
        elif phase == "C":
            assert e["args"] and all(isinstance(v, (int, float)) for v in e["args"].values()), e
        elif phase == "i":
            assert e["s"] in ("g", "p", "t"), e
        elif phase in ("s", "f"):
            assert "id" in e and e["cat"], e
        else:
            raise AssertionError("phase %r" % phase)
    slices = collections.defaultdict(list)
    for e in by_phase["X"]:
        slices[e["tid"]].append((e["ts"], e["ts"] + e["dur"], e["name"]))
    assert set(slices) <= named, "a track without a name"
    for tid, spans in slices.items():
        spans.sort()
        for (_, end, name), (start, _, following) in zip(spans, spans[1:]):
            assert start >= end - 0.002, (tid, name, following, end, start)
    starts = {(e["cat"], e["name"], e["id"]): e for e in by_phase["s"]}
    ends = {(e["cat"], e["name"], e["id"]): e for e in by_phase["f"]}
    assert len(starts) == len(by_phase["s"]) and set(starts) == set(ends)

    def under_a_slice(e):
        spans = slices[e["tid"]]  # sorted and apart: only the last that begins before can reach so far
        last = bisect.bisect_right(spans, (e["ts"] + 0.002, float("inf"), "")) - 1
        return any(a - 0.002 <= e["ts"] <= b + 0.002 for a, b, _ in spans[max(last - 1, 0):last + 1])

    for key, end in ends.items():
        start = starts[key]
        assert end["bp"] == "e" and start["ts"] <= end["ts"] and start["tid"] != end["tid"], (start, end)
        for e in (start, end):
            assert under_a_slice(e), ("no slice under the arrow", e)
    return by_phase
