package dev.gossamer.tck.models;

import dev.gossamer.Equivalence;
import dev.gossamer.Interner;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakSet;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.rules.RuleViolation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A weak set and an interner beside the model of what each should hold, with a simulated collector. */
public final class ElementWorld {
    /** How many elements there are at a time; two of each number. */
    static final int ELEMENTS = 6;

    private final TrackedObject.Quiet quiet = new TrackedObject.Quiet();
    private final TrackedObject[] elements = new TrackedObject[ELEMENTS];
    private final List<TrackedObject> everything = new ArrayList<>();
    private final Set<TrackedObject> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
    private final DeathAccount setDeaths;
    private final DeathAccount internerDeaths;
    private final WeakSet<TrackedObject> set;
    private final Interner<TrackedObject> interner;
    private final MapModel members;
    private final MapModel interned;

    public ElementWorld(Backend backend, Equivalence<Object> equivalence) {
        setDeaths = new DeathAccount(backend);
        internerDeaths = new DeathAccount(backend);
        set = newSet(setDeaths, equivalence);
        interner = newInterner(internerDeaths, equivalence);
        members = new MapModel(equivalence);
        interned = new MapModel(equivalence);
        for (int i = 0; i < ELEMENTS; i++) {
            renew(i);
        }
    }

    private static WeakSet<TrackedObject> newSet(DeathAccount deaths, Equivalence<Object> equivalence) {
        return deaths.scene
                .<TrackedObject>weakSet()
                .keys(equivalence)
                .onCollected(ticket -> deaths.told("element", ticket))
                .build();
    }

    private static Interner<TrackedObject> newInterner(DeathAccount deaths, Equivalence<Object> equivalence) {
        return deaths.scene
                .<TrackedObject>interner()
                .keys(equivalence)
                .onCollected(() -> deaths.told("instance", null))
                .build();
    }

    private void renew(int index) {
        elements[index] = new TrackedObject(quiet, "e" + index / 2 + "'".repeat(index % 2), index / 2);
        everything.add(elements[index]);
    }

    // ---- steps ----

    void add(int index) {
        TrackedObject element = elements[index];
        boolean absent = members.find(element) == null;
        RuleViolation.unless(set.add(element) == absent, "WS-1", "add(" + element + ") says otherwise than " + absent);
        if (absent) {
            members.set(element, element, null);
        }
    }

    void addTicket(int index) {
        TrackedObject element = elements[index];
        Object ticket = "ticket of " + element;
        boolean absent = members.find(element) == null;
        RuleViolation.unless(
                set.add(element, ticket) == absent, "WS-1", "add(" + element + ") says otherwise than " + absent);
        if (absent) {
            members.set(element, element, ticket);
        }
    }

    void remove(int index) {
        boolean there = members.set(elements[index], null, null) != null;
        RuleViolation.unless(
                set.remove(elements[index]) == there, "MAP-1", "remove(" + elements[index] + ") is not " + there);
    }

    void poll() {
        TrackedObject polled = set.poll();
        RuleViolation.unless((polled == null) == members.slots().isEmpty(), "WS-5", "poll() gives " + polled);
        RuleViolation.unless(
                polled == null || members.slots().removeIf(slot -> slot.key == polled),
                "WS-5",
                "poll() gives " + polled + ", which is dead or gone");
    }

    void removeAll(int index) {
        List<TrackedObject> gone = List.of(elements[index], elements[(index + 1) % ELEMENTS]);
        set.removeAll(gone);
        gone.forEach(element -> members.set(element, null, null));
    }

    void retainAll(int index) {
        List<TrackedObject> kept = List.of(elements[index], elements[(index + 1) % ELEMENTS]);
        set.retainAll(kept);
        List<MapModel.Slot> stay =
                kept.stream().map(members::find).filter(slot -> slot != null).toList();
        members.slots().retainAll(stay);
    }

    void removeIf(int number) {
        set.removeIf(element -> element.number() == number);
        members.slots().removeIf(slot -> slot.key.number() == number);
    }

    void combine(int index) {
        List<TrackedObject> other = List.of(elements[index], elements[(index + 1) % ELEMENTS], elements[index]);
        List<TrackedObject> common = new ArrayList<>();
        List<TrackedObject> own = new ArrayList<>();
        for (MapModel.Slot slot : members.slots()) {
            boolean met = other.stream().anyMatch(element -> members.find(element) == slot);
            (met ? common : own).add(slot.key);
        }
        expect("WS-3", "intersection", set.intersection(other), common);
        expect("WS-3", "difference", set.difference(other), own);
        RuleViolation.unless(set.isDisjoint(other) == common.isEmpty(), "WS-3", "isDisjoint is wrong");
        MapModel union = copyOf(members.slots().stream().map(slot -> slot.key).toList());
        other.forEach(element -> addTo(union, element));
        expect("WS-3", "union", set.union(other), keys(union));
        MapModel rest = copyOf(own);
        other.stream().filter(element -> members.find(element) == null).forEach(element -> addTo(rest, element));
        expect("WS-3", "symmetricDifference", set.symmetricDifference(other), keys(rest));
    }

    private MapModel copyOf(Collection<TrackedObject> tokens) {
        MapModel copy = members.empty();
        tokens.forEach(token -> addTo(copy, token));
        return copy;
    }

    private static void addTo(MapModel model, TrackedObject element) {
        if (model.find(element) == null) {
            model.set(element, element, null);
        }
    }

    private static List<TrackedObject> keys(MapModel model) {
        return model.slots().stream().map(slot -> slot.key).toList();
    }

    private void expect(String rule, String what, WeakSet<TrackedObject> result, Collection<TrackedObject> expected) {
        compare(rule, what, result, expected);
        result.clear();
    }

    void intern(int index) {
        TrackedObject element = elements[index];
        MapModel.Slot slot = interned.find(element);
        TrackedObject canonical = interner.intern(element);
        RuleViolation.unless(
                canonical == (slot == null ? element : slot.key),
                "MAP-7",
                "intern gives " + canonical + ", not the one");
        if (slot == null) {
            interned.set(element, element, null);
        }
    }

    // ---- deaths ----

    void drop(int index) {
        dropped.add(elements[index]);
        renew(index);
    }

    void clearDropped() {
        dropped.forEach(victim -> {
            die(victim, setDeaths, members, "element");
            die(victim, internerDeaths, interned, "instance");
        });
        dropped.clear();
    }

    private static void die(TrackedObject victim, DeathAccount deaths, MapModel model, String kind) {
        MapModel.Slot gone = model.slots().stream()
                .filter(slot -> slot.key == victim)
                .findFirst()
                .orElse(null);
        int cleared = deaths.clear(victim);
        RuleViolation.unless(
                cleared == (gone == null ? 0 : 1), "MAP-1", "the table holds " + cleared + " entries of " + victim);
        if (gone != null) {
            model.slots().remove(gone);
            deaths.expect(kind, gone.ticket);
        }
    }

    void enqueue() {
        setDeaths.enqueue();
        internerDeaths.enqueue();
    }

    void reclaim() {
        setDeaths.reclaim(set, quiet);
        internerDeaths.reclaim(interner, quiet);
    }

    // ---- comparing ----

    void check() {
        checkContains();
        compare("MAP-6", "iteration", set, keys(members));
        compare("MAP-12", "snapshot()", interner.snapshot(), keys(interned));
        checkSize(set, set.size(), members, setDeaths);
        checkSize(interner, interner.size(), interned, internerDeaths);
        RuleViolation.unless(set.isEmpty() == members.slots().isEmpty(), "MAP-5", "isEmpty() is " + set.isEmpty());
        Set<TrackedObject> strong = new HashSet<>(keys(members));
        RuleViolation.unless(
                strong.size() != members.slots().size() || (set.equals(strong) && strong.equals(set)),
                "WS-2",
                "the set does not equal " + strong);
    }

    private void checkContains() {
        for (TrackedObject element : elements) {
            boolean there = members.find(element) != null;
            RuleViolation.unless(
                    set.contains(element) == there,
                    there ? "MAP-1" : "MAP-2",
                    "contains(" + element + ") is not " + there);
        }
    }

    private static void checkSize(WeakContainer container, int size, MapModel model, DeathAccount deaths) {
        int live = model.slots().size();
        long estimated = container.estimatedSize();
        RuleViolation.unless(size == live, "MAP-5", "size() is " + size + ", alive are " + live);
        RuleViolation.unless(
                estimated >= 0 && (deaths.outstanding() > 0 || estimated == live),
                "MAP-5",
                "estimatedSize() is " + estimated + ", alive are " + live);
    }

    private static void compare(
            String rule,
            String what,
            Collection<TrackedObject> seen,
            Collection<? extends @Nullable TrackedObject> expected) {
        Set<TrackedObject> missing = Collections.newSetFromMap(new IdentityHashMap<>());
        missing.addAll(expected);
        for (TrackedObject token : seen) {
            RuleViolation.unless(
                    missing.remove(token), rule, what + " gives " + token + ", which is dead, gone or there twice");
        }
        RuleViolation.unless(missing.isEmpty(), rule, what + " leaves out " + missing);
    }

    public void finish() {
        clearDropped();
        enqueue();
        reclaim();
        check();
        setDeaths.requireAllTold();
        internerDeaths.requireAllTold();
        RuleViolation.unless(!everything.isEmpty(), "MAP-1", "elements are held to the end");
    }
}
