package dev.gossamer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Uses every feature of the library, and has what it made in static fields when it is dropped. Its result counts what it
 * was told so far.
 */
public final class DroppedApplication implements Callable<AtomicInteger> {
    private static final AtomicInteger TOLD = new AtomicInteger();
    private static final List<Object> HELD = new ArrayList<>();
    private static final InheritableThreadLocal<Object> INHERITABLE = new InheritableThreadLocal<>();

    private static final WeakValueMap<String, Object> VALUES = WeakValueMap.<String, Object>builder()
            .onCollected((key, ticket) -> TOLD.incrementAndGet())
            .recordStats()
            .build();
    private static final WeakValueMap<String, Object> HOT =
            WeakValueMap.<String, Object>builder().hot(HotTier.recent(10)).build();
    private static final WeakKeyMap<Object, Object> KEYS = WeakKeyMap.create();
    private static final WeakKeyMap<Object, Object> BY_IDENTITY = WeakKeyMap.identity();
    private static final WeakKeyMap<Object, Object> BY_EQUIVALENCE =
            WeakKeyMap.builder().keys(new ByText()).build();
    private static final WeakKeyMap<Object, Object> INLINE =
            WeakKeyMap.builder().reclaim(Reclaim.INLINE).build();
    private static final WeakKeyMap<Object, Object> MANUAL =
            WeakKeyMap.builder().reclaim(Reclaim.MANUAL).build();
    private static final WeakKeyMap<Object, Object> HANDED_OVER = WeakKeyMap.builder()
            .reclaim(Reclaim.on(work -> work.run()))
            .onCollected((value, ticket) -> TOLD.incrementAndGet())
            .build();
    private static final WeakSet<Object> SET = WeakSet.create();
    private static final Interner<Object> INTERNER = Interner.create();
    private static final List<Object> REFERENCES = new ArrayList<>();

    /** Has a class of this loader behind a container. */
    private static final class ByText implements Equivalence<Object> {
        @Override
        public int hash(Object object) {
            return object.toString().hashCode();
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left.toString().equals(right.toString());
        }
    }

    /** An object of a class of this loader; not a record, whose equals pins the loader on JDK 17. */
    private static final class Part {
        private final String name;

        Part(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Part part && part.name.equals(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public AtomicInteger call() {
        INHERITABLE.set(this);
        for (int i = 0; i < 100; i++) {
            Part part = new Part("held " + i);
            HELD.add(part);
            use(part);
            use(new Part("dropped " + i));
        }
        return TOLD;
    }

    private static void use(Part part) {
        VALUES.put(part.name(), part, "ticket");
        HOT.put(part.name(), part);
        for (WeakKeyMap<Object, Object> map : List.of(KEYS, BY_IDENTITY, BY_EQUIVALENCE, INLINE, MANUAL, HANDED_OVER)) {
            map.computeIfAbsent(part, absent -> new Part("value"));
            map.merge(part, new Part("more"), (before, value) -> value);
        }
        SET.add(part);
        INTERNER.intern(part);
        REFERENCES.add(WeakRef.of(part));
        REFERENCES.add(WeakRef.identity(part));
        REFERENCES.add(WeakRef.of(part, dead -> TOLD.incrementAndGet()));
        REFERENCES.add(Finalizers.register(part, TOLD::incrementAndGet));
        VALUES.forEach((key, value) -> requireLive(value));
        VALUES.get(part.name());
    }

    private static void requireLive(Object value) {
        if (!(value instanceof Part)) {
            throw new AssertionError(value);
        }
    }
}
