package dev.gossamer;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What some entries of a map with weak keys say about values that refer to their keys; names classes and fields alone, and holds no
 * object of the user. Immutable.
 *
 * @param sampled how many entries were searched
 * @param pinned how many of them can never leave the map
 * @param keyClass the class of the first key that is pinned, or else of the first; empty where there was none
 * @param valueClass the class of its value
 * @param path how values refer to their keys, most often; {@code null} where none does
 * @param complete whether all that these entries refer to was looked at
 * @param unread the classes that could not be looked into; {@code null} where there were none
 */
record SelfPinSample(
        int sampled,
        int pinned,
        String keyClass,
        String valueClass,
        @Nullable String path,
        boolean complete,
        @Nullable String unread) {
    private static final int MOST_OBJECTS = 10_000;
    private static final int MOST_REFERENCES = 100_000;

    /**
     * Searches some entries of a map, in time bounded by their number and a number of objects.
     *
     * @param entries how many entries to search, at most
     */
    static <K, V> SelfPinSample of(WeakKeyMap<K, V> map, int entries) {
        SelfPinGraphSearch<K> search = new SelfPinGraphSearch<>(MOST_OBJECTS, entries, MOST_REFERENCES);
        SelfPinProbe.Findings<K> findings = search.run(((StoredWeakKeyMap<K, V>) map).store);
        @Nullable K key = findings.pins().isEmpty()
                ? search.firstKey()
                : findings.pins().get(0).key();
        Object value = key == null ? null : search.valueOf(key);
        return new SelfPinSample(
                search.sampled(),
                findings.pins().size(),
                nameOf(key),
                nameOf(value),
                mostFrequentPath(findings),
                findings.complete(),
                findings.unseen().isEmpty() ? null : String.join(", ", findings.unseen()));
    }

    private static String nameOf(@Nullable Object object) {
        return object == null ? "" : object.getClass().getName();
    }

    private static @Nullable String mostFrequentPath(SelfPinProbe.Findings<?> findings) {
        Map<String, Integer> counts = new HashMap<>();
        String most = null;
        int times = 0;
        for (SelfPin<?> pin : findings.pins()) {
            int count = counts.merge(pin.path(), 1, Integer::sum);
            if (count > times) {
                most = pin.path();
                times = count;
            }
        }
        return most;
    }
}
