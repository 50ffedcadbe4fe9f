package dev.gossamer.tck.models;

import dev.gossamer.tck.rules.RuleViolation;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations of a map that run a function, each done to the map and to its model. */
final class FunctionSteps {
    private FunctionSteps() {}

    /** What a function does before it gives its result. */
    enum Way {
        /** Gives a new value. */
        NEW,
        /** Gives the value from before. */
        SAME,
        /** Gives {@code null}. */
        NOTHING,
        /** Throws. */
        THROWS,
        /** Tries to change its own key, and gives a new value. */
        RECURSES,
        /** Sees another entry die and be reclaimed, and gives a new value. */
        DEATH
    }

    static void computeIfAbsent(MapWorld world, int index, Way way) {
        TrackedObject key = world.key(index);
        TrackedObject live = world.model.get(key);
        Call call = new Call(world, key, way);
        TrackedObject got = call.run(() -> world.map.computeIfAbsent(key, same -> call.apply(null)));
        call.check("computeIfAbsent", live == null);
        call.store(live == null, got, live);
    }

    static void compute(MapWorld world, int index, Way way) {
        TrackedObject key = world.key(index);
        TrackedObject live = world.model.get(key);
        Call call = new Call(world, key, way);
        TrackedObject got = call.run(() -> world.map.compute(key, (same, previous) -> call.apply(previous)));
        call.check("compute", true);
        call.store(true, got, null);
        call.checkPrevious(live);
    }

    static void computeIfPresent(MapWorld world, int index, Way way) {
        TrackedObject key = world.key(index);
        TrackedObject live = world.model.get(key);
        Call call = new Call(world, key, way);
        TrackedObject got = call.run(() -> world.map.computeIfPresent(key, (same, previous) -> call.apply(previous)));
        call.check("computeIfPresent", live != null);
        call.store(live != null, got, null);
        call.checkPrevious(live);
    }

    static void merge(MapWorld world, int index, Way way) {
        TrackedObject key = world.key(index);
        TrackedObject live = world.model.get(key);
        TrackedObject value = world.newValue();
        Call call = new Call(world, key, way);
        TrackedObject got = call.run(() -> world.map.merge(key, value, (previous, given) -> call.apply(previous)));
        call.check("merge", live != null);
        if (live == null) {
            RuleViolation.unless(got == value, "MAP-7", "merge with an absent key gives " + got);
            world.model.set(key, value, null);
        } else {
            call.store(true, got, null);
            call.checkPrevious(live);
        }
    }

    /** One call of an operation, and what became of its function. */
    private static final class Call {
        private final MapWorld world;
        private final TrackedObject key;
        private final Way way;
        private int runs;
        private boolean threw;
        private @Nullable TrackedObject seen;
        private @Nullable TrackedObject made;

        Call(MapWorld world, TrackedObject key, Way way) {
            this.world = world;
            this.key = key;
            this.way = way;
        }

        @SuppressWarnings("NullAway") // a function may give null
        TrackedObject apply(@Nullable TrackedObject previous) {
            runs++;
            seen = previous;
            switch (way) {
                case SAME -> made = previous;
                case NOTHING -> made = null;
                case THROWS -> throw new Refusal();
                default -> {
                    if (way == Way.RECURSES) {
                        recurse();
                    } else if (way == Way.DEATH) {
                        world.dieDuringFunctionFor(key);
                    }
                    made = world.newValue();
                }
            }
            return made;
        }

        private void recurse() {
            try {
                world.map.put(key, world.newValue());
            } catch (IllegalStateException e) {
                MapModel.Slot slot = world.model.find(key);
                String message = String.valueOf(e.getMessage());
                RuleViolation.unless(
                        message.contains(key.toString()) || (slot != null && message.contains(slot.key.toString())),
                        "MAP-8",
                        "the message of recursion does not name " + key + ": " + message);
                return;
            }
            throw new RuleViolation("MAP-8", "a function changed its own key " + key);
        }

        @Nullable TrackedObject run(Supplier<@Nullable TrackedObject> operation) {
            try {
                return operation.get();
            } catch (Refusal refusal) {
                threw = true;
                return null;
            }
        }

        void check(String operation, boolean wanted) {
            RuleViolation.unless(
                    runs == (wanted ? 1 : 0), "MAP-7", "the function of " + operation + " ran " + runs + " times");
            RuleViolation.unless(
                    threw == (wanted && way == Way.THROWS), "MAP-7", operation + " swallowed what its function threw");
        }

        void checkPrevious(@Nullable TrackedObject live) {
            RuleViolation.unless(
                    runs == 0 || seen == live, "MAP-7", "the function was given " + seen + " instead of " + live);
        }

        void store(boolean ran, @Nullable TrackedObject got, @Nullable TrackedObject otherwise) {
            if (ran && way == Way.THROWS) {
                return;
            }
            TrackedObject expected = ran ? made : otherwise;
            RuleViolation.unless(got == expected, "MAP-7", "the result is " + got + " instead of " + expected);
            if (ran && !(made != null && made == seen)) {
                world.model.set(key, made, null);
            }
        }
    }

    /** What a function throws on purpose. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal() {
            super("on purpose", null, false, false);
        }
    }
}
