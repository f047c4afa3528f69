import heapq
graph = {"A": {"B": 7, "C": 9, "F": 14}, "B": {"C": 10, "D": 15}, "C": {"D": 11, "F": 2}, "D": {"E": 6}, "F": {"E": 9}, "E": {}}
def shortest(start):
    distance, previous, heap = {start: 0}, {}, [(0, start)]
    while heap:
        d, node = heapq.heappop(heap)
        if d > distance[node]:
            continue
        for neighbour, weight in graph[node].items():
            if (new := d + weight) < distance.get(neighbour, float("inf")):
                distance[neighbour] = new
                previous[neighbour] = node
                heapq.heappush(heap, (new, neighbour))
    return distance, previous
distance, previous = shortest("A")
path, node = [], "E"
while node:
    path.append(node)
    node = previous.get(node)
print(distance, " -> ".join(reversed(path)))
