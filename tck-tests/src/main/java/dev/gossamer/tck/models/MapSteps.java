package dev.gossamer.tck.models;

import dev.gossamer.tck.rules.RuleViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations of a map without functions, each done to the map and to its model. */
final class MapSteps {
    private MapSteps() {}

    static void put(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        TrackedObject value = world.newValue();
        same("put", world.map.put(key, value), world.model.set(key, value, null));
    }

    static void putAgain(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        List<MapModel.Slot> slots = world.model.slots();
        TrackedObject value = slots.isEmpty() ? world.newValue() : slots.get(index % slots.size()).value;
        same("put", world.map.put(key, value), world.model.set(key, value, null));
    }

    static void putTicket(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        TrackedObject value = world.newValue();
        Object ticket = "ticket of " + value;
        TrackedObject before = world.model.set(key, value, ticket);
        same(
                "put",
                world.hasWeakKeys()
                        ? world.weakKeyMap().put(key, value, ticket)
                        : world.weakValueMap().put(key, value, ticket),
                before);
    }

    static void putIfAbsent(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        TrackedObject value = world.newValue();
        TrackedObject live = world.model.get(key);
        TrackedObject got = world.map.putIfAbsent(key, value);
        RuleViolation.unless(got == live, "MAP-7", "putIfAbsent gives " + got + " instead of " + live);
        if (live == null) {
            world.model.set(key, value, null);
        }
    }

    static void getOrPut(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        TrackedObject value = world.newValue();
        TrackedObject live = world.model.get(key);
        TrackedObject got = world.weakValueMap().getOrPut(key, value);
        RuleViolation.unless(
                got == (live == null ? value : live), "VM-4", "getOrPut gives " + got + ", not the winner");
        if (live == null) {
            world.model.set(key, value, null);
        }
    }

    static void putReplacingKey(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        TrackedObject value = world.newValue();
        same("putReplacingKey", world.weakKeyMap().putReplacingKey(key, value), world.model.set(key, null, null));
        world.model.set(key, value, null);
    }

    static void replace(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        TrackedObject value = world.newValue();
        TrackedObject live = world.model.get(key);
        TrackedObject got = world.map.replace(key, value);
        RuleViolation.unless(got == live, "MAP-7", "replace gives " + got + " instead of " + live);
        if (live != null) {
            world.model.set(key, value, null);
        }
    }

    static void replaceEqual(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        TrackedObject live = world.model.get(key);
        TrackedObject expected = index % 2 == 0 ? world.twin(live) : world.newValue();
        TrackedObject value = world.newValue();
        boolean holds = live != null && expected.equals(live);
        boolean replaced = world.map.replace(key, expected, value);
        RuleViolation.unless(replaced == holds, "MAP-7", "replace(key, old, new) gives " + replaced);
        if (holds) {
            world.model.set(key, value, null);
        }
    }

    static void remove(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        same("remove", world.map.remove(key), world.model.set(key, null, null));
    }

    static void removeEqual(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        TrackedObject live = world.model.get(key);
        TrackedObject expected = index % 2 == 0 ? world.twin(live) : world.newValue();
        boolean holds = live != null && expected.equals(live);
        boolean removed = world.map.remove(key, expected);
        RuleViolation.unless(removed == holds, "MAP-1", "remove(key, value) gives " + removed);
        if (holds) {
            world.model.set(key, null, null);
        }
    }

    static void removeFromKeySet(MapWorld world, int index) {
        TrackedObject key = world.key(index);
        boolean there = world.model.set(key, null, null) != null;
        RuleViolation.unless(
                world.map.keySet().remove(key) == there, "MAP-1", "keySet().remove says otherwise than " + there);
    }

    static void removeIf(MapWorld world, int number) {
        List<MapModel.Slot> gone = new ArrayList<>(world.model.slots());
        gone.removeIf(slot -> slot.value.number() != number);
        boolean changed = world.map.values().removeIf(value -> value.number() == number);
        RuleViolation.unless(changed == !gone.isEmpty(), "MAP-1", "values().removeIf says " + changed);
        world.model.slots().removeAll(gone);
    }

    static void clear(MapWorld world) {
        world.map.clear();
        world.model.slots().clear();
    }

    static void popEntry(MapWorld world) {
        Optional<Map.Entry<TrackedObject, TrackedObject>> popped = world.hasWeakKeys()
                ? world.weakKeyMap().popEntry()
                : world.weakValueMap().popEntry();
        MapModel.Slot slot =
                popped.map(entry -> world.model.slotOf(entry.getKey())).orElse(null);
        RuleViolation.unless(
                popped.isPresent() == !world.model.slots().isEmpty(), "VM-5", "popEntry() gives " + popped);
        RuleViolation.unless(
                popped.isEmpty() || (slot != null && slot.value == popped.get().getValue()),
                "VM-5",
                "popEntry() gives " + popped + ", which is dead or gone");
        world.model.slots().remove(slot);
    }

    static void snapshot(MapWorld world) {
        Map<TrackedObject, TrackedObject> snapshot = world.hasWeakKeys()
                ? world.weakKeyMap().snapshot()
                : world.weakValueMap().snapshot();
        RuleViolation.unless(isModel(snapshot, world), "MAP-12", "snapshot() is " + snapshot);
    }

    static void copy(MapWorld world) {
        Map<TrackedObject, TrackedObject> copy = world.hasWeakKeys()
                ? world.weakKeyMap().copy()
                : world.weakValueMap().copy();
        RuleViolation.unless(isModel(copy, world), "MAP-16", "copy() is " + copy);
        copy.clear(); // and the comparison after this step sees whether they are independent
        RuleViolation.unless(isModel(world.map, world), "MAP-16", "clearing a copy changed the original");
    }

    private static boolean isModel(Map<TrackedObject, TrackedObject> map, MapWorld world) {
        return map.size() == world.model.slots().size()
                && world.model.slots().stream()
                        .filter(world::isFindable)
                        .allMatch(slot -> map.get(slot.key) == slot.value);
    }

    static void walkAndRemove(MapWorld world) {
        world.walkOn(walk -> {
            walk.entries.remove();
            MapModel.Slot slot = Objects.requireNonNull(walk.slot);
            if (slot.key == Objects.requireNonNull(walk.current).getKey()) {
                world.model.slots().remove(slot);
            }
        });
    }

    static void walkAndSet(MapWorld world) {
        world.walkOn(walk -> {
            MapModel.Slot slot = Objects.requireNonNull(walk.slot);
            if (world.isFindable(slot)) {
                TrackedObject value = world.newValue();
                same("setValue", Objects.requireNonNull(walk.current).setValue(value), slot.value);
                world.model.set(slot.key, value, null);
            }
        });
    }

    private static void same(String operation, @Nullable TrackedObject got, @Nullable TrackedObject expected) {
        RuleViolation.unless(got == expected, "MAP-1", operation + " gives " + got + " instead of " + expected);
    }
}
