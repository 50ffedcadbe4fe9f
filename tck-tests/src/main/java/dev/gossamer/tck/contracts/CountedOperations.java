package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.tck.contracts.StatisticsContract.Count;
import dev.gossamer.tck.environment.NamedKey;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/** What each operation of a map adds to its statistics, where {@link #A} and {@link #B} are keys and their own values. */
final class CountedOperations {
    static final NamedKey A = new NamedKey("a");
    static final NamedKey B = new NamedKey("b");
    private static final NamedKey NONE = new NamedKey("none");

    static final List<Count> ALL = List.of(
            new Count("get of what is there", map -> map.get(A), 1, 0, 0, 0, 0),
            new Count("get of what is absent", map -> map.get(NONE), 0, 1, 0, 0, 0),
            new Count("put of a new key", map -> map.put(NONE, A), 0, 0, 0, 0, 0),
            new Count("put over a value", map -> map.put(A, B), 0, 0, 0, 0, 1),
            new Count("putIfAbsent of a new key", map -> map.putIfAbsent(NONE, A), 0, 0, 0, 0, 0),
            new Count("replace", map -> map.replace(A, B), 0, 0, 0, 0, 1),
            new Count("replace of what is absent", map -> map.replace(NONE, B), 0, 0, 0, 0, 0),
            new Count("replace of an equal value", map -> map.replace(A, A, B), 0, 0, 0, 0, 1),
            new Count("replace of another value", map -> map.replace(A, B, B), 0, 0, 0, 0, 0),
            new Count("remove", map -> map.remove(A), 0, 0, 0, 1, 0),
            new Count("remove of what is absent", map -> map.remove(NONE), 0, 0, 0, 0, 0),
            new Count("remove of an equal value", map -> map.remove(A, A), 0, 0, 0, 1, 0),
            new Count("remove of another value", map -> map.remove(A, B), 0, 0, 0, 0, 0),
            new Count("remove from the key set", map -> map.keySet().remove(A), 0, 0, 0, 1, 0),
            new Count("remove from the values", map -> map.values().remove(A), 0, 0, 0, 1, 0),
            new Count("removeIf", map -> map.values().removeIf(value -> true), 0, 0, 0, 2, 0),
            new Count("clear", ConcurrentMap::clear, 0, 0, 0, 2, 0),
            new Count("computeIfAbsent, made", map -> map.computeIfAbsent(NONE, key -> A), 0, 1, 1, 0, 0),
            new Count("computeIfAbsent, there", map -> map.computeIfAbsent(A, key -> B), 1, 0, 0, 0, 0),
            new Count("compute over a value", map -> map.compute(A, (key, value) -> B), 0, 0, 1, 0, 1),
            new Count("compute to nothing", map -> map.compute(A, (key, value) -> null), 0, 0, 0, 1, 0),
            new Count("computeIfPresent", map -> map.computeIfPresent(A, (key, value) -> B), 0, 0, 1, 0, 1),
            new Count("merge over a value", map -> map.merge(A, B, (seen, given) -> given), 0, 0, 1, 0, 1),
            new Count("containsKey", map -> assertTrue(map.containsKey(A), "containsKey"), 0, 0, 0, 0, 0),
            new Count("containsValue", map -> assertTrue(map.containsValue(A), "containsValue"), 0, 0, 0, 0, 0),
            new Count("getOrDefault of what is there", map -> map.getOrDefault(A, B), 1, 0, 0, 0, 0),
            new Count("getOrDefault of what is absent", map -> map.getOrDefault(NONE, B), 0, 1, 0, 0, 0),
            new Count("putIfAbsent over a value", map -> map.putIfAbsent(A, B), 0, 0, 0, 0, 0),
            new Count("computeIfAbsent to nothing", map -> map.computeIfAbsent(NONE, key -> null), 0, 1, 0, 0, 0),
            new Count("compute of nothing", map -> map.compute(NONE, (key, value) -> null), 0, 0, 0, 0, 0),
            new Count("compute of a new key", map -> map.compute(NONE, (key, value) -> A), 0, 0, 1, 0, 0),
            new Count("computeIfPresent, absent", map -> map.computeIfPresent(NONE, (k, v) -> B), 0, 0, 0, 0, 0),
            new Count("merge of a new key", map -> map.merge(NONE, B, (seen, given) -> given), 0, 0, 0, 0, 0),
            new Count("merge to nothing", map -> map.merge(A, B, (seen, given) -> null), 0, 0, 0, 1, 0),
            new Count("iteration", map -> map.forEach((key, value) -> {}), 0, 0, 0, 0, 0),
            new Count("remove through an iterator", CountedOperations::removeFirst, 0, 0, 0, 1, 0),
            new Count("setValue", map -> setValues(map, A), 0, 0, 0, 0, 2),
            new Count("retainAll of the key set", map -> map.keySet().retainAll(List.of(A)), 0, 0, 0, 1, 0),
            new Count("remove from the entry set", map -> map.entrySet().remove(Map.entry(A, A)), 0, 0, 0, 1, 0));

    private CountedOperations() {}

    private static void removeFirst(Map<NamedKey, NamedKey> map) {
        Iterator<NamedKey> iterator = map.values().iterator();
        iterator.next();
        iterator.remove();
    }

    private static void setValues(Map<NamedKey, NamedKey> map, NamedKey value) {
        NamedKey next = new NamedKey("next to " + value);
        map.entrySet().forEach(entry -> entry.setValue(next));
        Reference.reachabilityFence(next);
    }
}
