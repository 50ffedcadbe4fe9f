package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import org.jspecify.annotations.Nullable;

/** Weak keys and weak values: an entry is a reference to the value that holds a {@link KeyReference}. */
final class PairWeakStore<V> extends WeakValueStore<Object, V> {
    // How does the death of a key take its entry along?
    //
    // The reference to the key is enqueued like an entry. It knows the entry that was stored with it last, or finds it
    // by identity, and has that taken out and retired in its own place, so that one of the two deaths is told, and not
    // both. Where a function is at work on the key (a claim stands there) nothing is done; what the function stores is
    // looked at when it is stored, and the key has been dead for longer than that. Nobody is told of that one, which
    // had no moment of life.

    PairWeakStore(StoreParts parts) {
        super(parts);
    }

    /** Refuses what cannot be a key. */
    void requireKey(Object key) {
        ValueBasedClasses.requireIdentity(
                key, "wrap it in an object of yours, or take a WeakValueMap, which holds its keys strongly");
        if (settings.wrapperPolicy() == WrapperPolicy.REJECT) {
            WrapperClasses.requireNone(key);
        }
    }

    /** A new reference to a key that is not refused. */
    KeyReference reference(Object key) {
        requireKey(key);
        return new KeyReference(key, settings.equivalence().hash(key), registration().queue);
    }

    @Override
    boolean stored(Entry fresh, boolean stored) {
        if (stored && fresh.strong() instanceof KeyReference key) {
            key.link(fresh);
            if (key.get() == null) {
                table.remove(fresh);
                super.retire(fresh);
            }
        }
        return super.stored(fresh, stored);
    }

    @Override
    void takeOut(Entry entry) {
        if (entry instanceof KeyReference key) {
            takeOutEntryOf(key);
        } else {
            super.takeOut(entry);
        }
    }

    /** Takes out the entry that goes with a dead key, which is noted in it for those who come after. */
    private void takeOutEntryOf(KeyReference key) {
        Entry known = key.link();
        if (known != null && table.remove(known)) {
            return;
        }
        Entry found = table.find(key, hash(key)); // of two who stored at once, the later may have noted its entry first
        if (found != null && !(found instanceof Claim)) {
            key.link(found);
            table.remove(found);
        }
    }

    @Override
    Object retire(Entry entry) {
        return entry instanceof KeyReference key ? retireEntryOf(key) : super.retire(entry);
    }

    private static Object retireEntryOf(KeyReference key) {
        Entry entry = key.link();
        Object value = entry == null ? null : entry.weak();
        if (entry == null || value == null || entry.exchangeStrong(Marker.RETIRED) != key) {
            return Marker.RETIRED; // it is gone, or goes by itself
        }
        key.exchangeStrong(value);
        return key;
    }

    /** Tells a listener which side is left. */
    record Telling<K, V>(WeakMap.PairListener<? super K, ? super V> listener) implements CollectedListener<Object> {

        @Override
        @SuppressWarnings("unchecked") // keys and values of the map
        public void collected(Object survivor, @Nullable Object ticket) {
            KeyReference key = (KeyReference) survivor;
            Object value = key.strong();
            if (value != Marker.RETIRED) {
                listener.keyCollected((V) value);
                return;
            }
            Object alive = key.get();
            if (alive != null) {
                listener.valueCollected((K) alive);
            }
        }
    }
}
