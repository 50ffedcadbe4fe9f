package dev.gossamer.tck.models;

import dev.gossamer.CollectedListener;
import dev.gossamer.Equivalence;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.WeakSide;
import dev.gossamer.tck.rules.RuleViolation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map of either kind beside the model of what it should hold, with a simulated collector. After each step the two are
 * compared in everything that can be seen.
 */
public final class MapWorld {
    /** How many key objects there are at a time; two of each number. */
    static final int KEYS = 6;

    final TrackedObject.Quiet quiet = new TrackedObject.Quiet();
    final ConcurrentMap<TrackedObject, TrackedObject> map;
    final MapModel model;
    final DeathAccount deaths;
    private final WeakSide side;
    private final TrackedObject[] keys = new TrackedObject[KEYS];
    private final List<TrackedObject> everything = new ArrayList<>();
    private final Set<TrackedObject> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Walk walk;
    private int made;
    private boolean reclaiming;

    private MapWorld(Backend backend, WeakSide side, Equivalence<Object> equivalence) {
        this.side = side;
        this.model = new MapModel(equivalence);
        this.deaths = new DeathAccount(backend);
        this.map = newMap(deaths, side, equivalence);
        for (int i = 0; i < KEYS; i++) {
            renewKey(i);
        }
    }

    private static ConcurrentMap<TrackedObject, TrackedObject> newMap(
            DeathAccount deaths, WeakSide side, Equivalence<Object> equivalence) {
        CollectedListener<TrackedObject> listener = deaths::told;
        return side == WeakSide.KEY
                ? deaths.scene
                        .<TrackedObject, TrackedObject>weakKeyMap()
                        .keys(equivalence)
                        .onCollected(listener)
                        .build()
                : deaths.scene
                        .<TrackedObject, TrackedObject>weakValueMap()
                        .keys(equivalence)
                        .onCollected(listener)
                        .build();
    }

    public static MapWorld weakValues(Backend backend) {
        return new MapWorld(backend, WeakSide.VALUE, Equivalence.equality());
    }

    public static MapWorld weakKeys(Backend backend, Equivalence<Object> equivalence) {
        return new MapWorld(backend, WeakSide.KEY, equivalence);
    }

    WeakContainer container() {
        return (WeakContainer) map;
    }

    WeakKeyMap<TrackedObject, TrackedObject> weakKeyMap() {
        return (WeakKeyMap<TrackedObject, TrackedObject>) map;
    }

    WeakValueMap<TrackedObject, TrackedObject> weakValueMap() {
        return (WeakValueMap<TrackedObject, TrackedObject>) map;
    }

    boolean hasWeakKeys() {
        return side == WeakSide.KEY;
    }

    // ---- tokens ----

    TrackedObject key(int index) {
        return keys[index % KEYS];
    }

    private void renewKey(int index) {
        keys[index] = make("k" + index / 2 + "'".repeat(index % 2), index / 2);
    }

    TrackedObject newValue() {
        return make("v" + made, made % 3);
    }

    /** A token equal to another one, and not the same. */
    TrackedObject twin(@Nullable TrackedObject token) {
        return token == null ? newValue() : make("twin of " + token, token.number());
    }

    private TrackedObject make(String name, int number) {
        made++;
        TrackedObject token = new TrackedObject(quiet, name, number);
        everything.add(token);
        return token;
    }

    // ---- deaths ----

    private @Nullable TrackedObject weakOne(int index) {
        if (hasWeakKeys()) {
            return key(index);
        }
        return model.slots().isEmpty()
                ? null
                : model.slots().get(index % model.slots().size()).value;
    }

    /** Nobody holds this key or value any longer; the collector may notice that whenever it likes. */
    void drop(int index) {
        TrackedObject token = weakOne(index);
        if (token != null) {
            dropped.add(token);
            for (int i = 0; i < KEYS; i++) {
                if (keys[i] == token) {
                    renewKey(i);
                }
            }
        }
    }

    /** The collector notices. */
    void clearDropped() {
        for (TrackedObject token : dropped) {
            die(token);
        }
        dropped.clear();
    }

    /** An object dies that is not the key of a running function. */
    void die(TrackedObject token) {
        List<MapModel.Slot> gone = model.slots().stream()
                .filter(slot -> (hasWeakKeys() ? slot.key : slot.value) == token)
                .toList();
        int cleared = deaths.clear(token);
        RuleViolation.unless(
                cleared == gone.size(),
                "MAP-1",
                "the table holds " + cleared + " entries of a token that belongs to " + gone.size());
        for (MapModel.Slot slot : gone) {
            model.slots().remove(slot);
            deaths.expect(hasWeakKeys() ? slot.value : slot.key, slot.ticket);
        }
    }

    /** Some other token than those of a key dies while a function runs for that key, and is reclaimed. */
    void dieDuringFunctionFor(TrackedObject key) {
        MapModel.Slot own = model.find(key);
        model.slots().stream().filter(slot -> slot != own).findFirst().ifPresent(slot -> {
            TrackedObject victim = hasWeakKeys() ? slot.key : slot.value;
            if (own == null || victim != (hasWeakKeys() ? own.key : own.value)) {
                die(victim);
                for (int i = 0; i < KEYS; i++) {
                    if (keys[i] == victim) {
                        renewKey(i);
                    }
                }
                deaths.enqueue();
                deaths.reclaim(container(), quiet);
            }
        });
    }

    void reclaim() {
        reclaiming = true;
        deaths.reclaim(container(), quiet);
    }

    /** A key gets another number and hash while it is in the map; look-ups cannot find it any more. */
    void mutate(int index) {
        if (model.find(key(index)) == null) {
            return;
        }
        for (MapModel.Slot slot : model.slots()) {
            if (slot.key == key(index)) {
                slot.key.mutate(0x1000 + made * 0x100);
                renewKey(index);
                return;
            }
        }
    }

    /** Whether a look-up can find an association: its key has not changed since it was stored. */
    boolean isFindable(MapModel.Slot slot) {
        return model.find(slot.key) == slot;
    }

    // ---- iteration over several steps ----

    void startWalk() {
        walk = new Walk(map.entrySet().iterator());
    }

    void walkOn(Consumer<Walk> last) {
        Walk walking = walk;
        if (walking != null && walking.entries.hasNext()) {
            walking.accept(walking.entries.next(), this);
            last.accept(walking);
        }
    }

    /** An iterator that lives on while the map changes. */
    static final class Walk {
        final Iterator<Map.Entry<TrackedObject, TrackedObject>> entries;
        private final Set<MapModel.Slot> met = Collections.newSetFromMap(new IdentityHashMap<>());
        Map.@Nullable Entry<TrackedObject, TrackedObject> current;
        MapModel.@Nullable Slot slot;

        private Walk(Iterator<Map.Entry<TrackedObject, TrackedObject>> entries) {
            this.entries = entries;
        }

        private void accept(Map.Entry<TrackedObject, TrackedObject> entry, MapWorld world) {
            current = entry;
            slot = world.model.slots().stream()
                    .filter(each -> each.key == entry.getKey())
                    .findFirst()
                    .orElseGet(() -> world.model.find(entry.getKey())); // its key may have been exchanged meanwhile
            MapModel.Slot found = slot;
            RuleViolation.unless(found != null, "MAP-6", "an iterator gave " + entry + ", which is dead or gone");
            RuleViolation.unless(
                    met.add(Objects.requireNonNull(found)), "MAP-6", "an iterator gave " + entry + " twice");
        }
    }

    // ---- comparing ----

    /** Compares the map with the model. */
    void check() {
        for (TrackedObject key : keys) {
            check(key);
        }
        checkIteration();
        checkSize(model.slots().size());
        reclaiming = false;
    }

    private void checkSize(int live) {
        RuleViolation.unless(map.size() == live, "MAP-5", "size() is " + map.size() + ", alive are " + live);
        RuleViolation.unless(
                map.isEmpty() == (live == 0), "MAP-5", "isEmpty() is " + map.isEmpty() + ", alive are " + live);
        long estimated = container().estimatedSize();
        RuleViolation.unless(estimated >= 0, "MAP-5", "estimatedSize() is " + estimated);
        RuleViolation.unless(
                deaths.outstanding() > 0 || estimated == live,
                "MAP-5",
                "estimatedSize() is " + estimated + " when nothing is pending and " + live + " are alive");
    }

    private void check(TrackedObject key) {
        MapModel.Slot slot = model.find(key);
        TrackedObject value = map.get(key);
        RuleViolation.unless(
                slot != null || value == null, "MAP-2", "get(" + key + ") gives " + value + ", which is dead or gone");
        RuleViolation.unless(
                slot == null || value == slot.value,
                reclaiming ? "MAP-3" : "MAP-1",
                "get(" + key + ") gives " + value + " instead of " + (slot == null ? null : slot.value)
                        + (reclaiming ? " after reclaiming" : ""));
        RuleViolation.unless(map.containsKey(key) == (slot != null), "MAP-2", "containsKey(" + key + ") is wrong");
        checkCanonicalKey(key, slot);
    }

    private void checkCanonicalKey(TrackedObject key, MapModel.@Nullable Slot slot) {
        if (hasWeakKeys()) {
            TrackedObject canonical = weakKeyMap().canonicalKey(key);
            RuleViolation.unless(
                    canonical == (slot == null ? null : slot.key), "KM-6", "canonicalKey(" + key + ") is " + canonical);
        }
    }

    private void checkIteration() {
        Set<MapModel.Slot> missing = Collections.newSetFromMap(new IdentityHashMap<>());
        missing.addAll(model.slots());
        for (Map.Entry<TrackedObject, TrackedObject> entry : map.entrySet()) {
            MapModel.Slot slot = slotOf(entry);
            RuleViolation.unless(slot != null, "MAP-6", "iteration gives " + entry + ", which is dead or gone");
            RuleViolation.unless(
                    missing.remove(Objects.requireNonNull(slot)), "MAP-6", "iteration gives " + entry + " twice");
            RuleViolation.unless(
                    slot.key == entry.getKey(),
                    hasWeakKeys() ? "KM-2" : "VM-2",
                    "the stored key object of " + entry + " is not the one that was put first");
        }
        RuleViolation.unless(missing.isEmpty(), "MAP-6", "iteration leaves out " + missing.size() + " live entries");
    }

    private MapModel.@Nullable Slot slotOf(Map.Entry<TrackedObject, TrackedObject> entry) {
        return model.slots().stream()
                .filter(each -> each.value == entry.getValue() && isKey(each, entry.getKey()))
                .findFirst()
                .orElse(null);
    }

    private boolean isKey(MapModel.Slot slot, TrackedObject key) {
        return slot.key == key || (!hasWeakKeys() && slot.key.equals(key));
    }

    /** The end of a chain: whatever is dead is reclaimed, and everyone who died has been told of once. */
    public void finish() {
        clearDropped();
        deaths.enqueue();
        reclaim();
        check();
        deaths.requireAllTold();
        RuleViolation.unless(!everything.isEmpty(), "MAP-1", "tokens are held to the end");
    }
}
