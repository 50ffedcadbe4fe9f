package dev.gossamer.tck.contracts;

import dev.gossamer.Equivalence;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/** Maps of each kind and each way to compare by equality. */
final class EqualityMaps {
    private EqualityMaps() {}

    /** An empty one of each, by what it is called. */
    static Map<String, ConcurrentMap<Object, Object>> empty(Backend backend) {
        return Map.of(
                "a WeakValueMap",
                WeakValueMap.<Object, Object>builder()
                        .backend(backend)
                        .reclaim(Reclaim.MANUAL)
                        .build(),
                "a WeakKeyMap",
                weakKeys(backend, Equivalence.equality()),
                "a WeakKeyMap by an equivalence",
                weakKeys(backend, new ByEquals()),
                "a WeakKeyMap by an equivalence that sorts",
                weakKeys(backend, new Sorting()),
                "a WeakValueMap by an equivalence that sorts",
                WeakValueMap.<Object, Object>builder()
                        .backend(backend)
                        .keys(new Sorting())
                        .reclaim(Reclaim.MANUAL)
                        .build());
    }

    private static ConcurrentMap<Object, Object> weakKeys(Backend backend, Equivalence<Object> equivalence) {
        return WeakKeyMap.<Object, Object>builder()
                .backend(backend)
                .keys(equivalence)
                .reclaim(Reclaim.MANUAL)
                .build();
    }

    /** Compares by equals, and is not the one that a table may know. */
    private static class ByEquals implements Equivalence<Object> {
        @Override
        public int hash(Object object) {
            return object.hashCode();
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left.equals(right);
        }
    }

    /** Sorts the keys of one hash by their text; fails where it is asked for none. */
    static final class Sorting extends ByEquals {
        @Override
        public Comparable<?> sortKey(Object object) {
            if (object == null) {
                throw new AssertionError("an equivalence was asked for the sort key of null");
            }
            return object.toString();
        }
    }
}
