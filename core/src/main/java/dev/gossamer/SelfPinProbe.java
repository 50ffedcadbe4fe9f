package dev.gossamer;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the entries of a {@link WeakKeyMap} whose value keeps their own key alive: directly, through other objects, or
 * in a cycle over several entries of the map. Such an entry never leaves the map, because a map with weak keys holds
 * its values strongly. (An ephemeron would hold a value only while its key is reachable otherwise; the JVM has none.)
 *
 * <p>There are two ways to look. {@link #search} follows references from the values, changes nothing and tells the path; it
 * is fit for production, within its bound. {@link #provoke} has the collector decide, which is exact and for tests only.
 * Thread-safe, without state.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="self-pin"}
 *
 * @since 0.1.0
 */
public final class SelfPinProbe {
    private static final int MOST_OBJECTS = 1_000_000;

    private SelfPinProbe() {}

    /**
     * Searches with a bound of a million objects.
     *
     * @param map the map, which may be in use
     * @param <K> the type of keys
     * @return what was found
     */
    public static <K> Findings<K> search(WeakKeyMap<K, ?> map) {
        return search(map, MOST_OBJECTS);
    }

    /**
     * Follows the references from the values of a map, through fields of every type, arrays, and the collections of the JDK
     * with their comparators, to its keys; and from an object to its class loader, where keys are classes or class loaders.
     * Takes time and space linear in the number of objects looked at, each of which it holds until it returns.
     *
     * <p>Calls no code but the JDK's, and what that calls: a collection of the JDK that stands for one of the user's, such as
     * {@code Collections.unmodifiableList} or a {@code subList}, is read through the user's. If that throws a
     * {@link RuntimeException}, the class of the collection is named as one that could not be looked into.
     *
     * <p>It does not follow weak, soft and phantom references, static fields, threads, class loaders and the containers of
     * this library; it cannot look into classes of modules that are not open to {@code dev.gossamer.core}, other than the
     * JDK's collections, nor into futures that are not done, and names those it met. A graph that changes meanwhile is seen
     * in some state of each object.
     *
     * @param map the map, which may be in use
     * @param maxObjects how many objects to look at, at most
     * @param <K> the type of keys
     * @return what was found
     * @throws IllegalArgumentException if {@code maxObjects} is less than 1
     */
    public static <K> Findings<K> search(WeakKeyMap<K, ?> map, int maxObjects) {
        Objects.requireNonNull(map, "map");
        if (maxObjects < 1) {
            throw new IllegalArgumentException("maxObjects " + maxObjects + " looks at nothing; give 1 or more");
        }
        EarlyInitializer.prepareRest();
        return new SelfPinGraphSearch<K>(maxObjects).run(((StoredWeakKeyMap<K, ?>) map).store);
    }

    /**
     * Finds out by trying: takes all entries out of a map, holds their values weakly while the garbage collector runs, and
     * puts back the entries whose key and value outlived that. The keys that died were held by values of the map and by
     * nothing else: those of self-pinned entries, and those that the values of self-pinned entries hold besides.
     *
     * <p><strong>For tests only:</strong> nobody may use the map meanwhile, an entry whose value only the map held is lost,
     * and the collector is asked to run several times. Listeners are not told of the entries that are taken out.
     *
     * @param map the map
     * @param naming names a key while it lives; must not give anything that refers to it
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return the names of the keys that died
     * @throws IllegalStateException if the collector does not do what it is asked for
     */
    public static <K, V> List<String> provoke(WeakKeyMap<K, V> map, Function<? super K, String> naming) {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(naming, "naming");
        EarlyInitializer.prepareRest();
        return new SelfPinCollectionRun<K, V>(((StoredWeakKeyMap<K, V>) map).store, naming).run();
    }

    /**
     * What a search found.
     *
     * <p>Immutable. Holds the keys that it names strongly, so it should be dropped soon.
     *
     * @param pins the self-pinned entries, in no order
     * @param complete whether the search ended before it reached its bound; if not, there may be more
     * @param unseen the names of classes that were met and could not be looked into
     * @param <K> the type of keys
     */
    public record Findings<K>(List<SelfPin<K>> pins, boolean complete, Set<String> unseen) {

        /** Makes the parts unmodifiable. */
        public Findings {
            pins = List.copyOf(pins);
            unseen = Collections.unmodifiableSet(unseen);
        }
    }
}
