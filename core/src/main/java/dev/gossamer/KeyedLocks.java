package dev.gossamer;

import dev.gossamer.spi.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * One lock for each key, compared by {@code equals} or an {@link Equivalence}: a thread that locks a key excludes all
 * threads that lock an equal key, and no others.
 *
 * {@snippet file="dev/gossamer/examples/cookbook/KeyRecipesTest.java" region="lock-per-key"}
 *
 * <p>Thread-safe. Keys are held strongly for as long as somebody holds their lock or waits for it; after that, lock and
 * key are gone with the next collection. No lock object is handed out, so none can outlive its key. Locks are reentrant
 * and not fair; a hold belongs to the thread that got it. Locking takes constant time apart from waiting. A waiting
 * thread is parked, so a virtual thread releases its carrier.
 *
 * <p>To lock several keys at once without deadlock, use {@link #lockAll}; threads that lock one key while they hold
 * another have to agree on an order themselves.
 *
 * @param <K> the type of keys
 * @since 0.2.0
 */
public final class KeyedLocks<K> {
    // Why is there never a second lock for a key while one is in use?
    //
    // A lock is the value of a WeakValueMap, which gives everyone who asks the one live object. Whoever holds a lock or
    // waits for it has it on the stack or in a Hold, so it lives. lockAll() has all locks in hand before it locks the
    // first, so the serial numbers by which it sorts them are those that all others see.

    private final StoredWeakValueMap<K, KeyLock> locks;

    private KeyedLocks(WeakValueMap<K, KeyLock> locks) {
        EarlyInitializer.prepareRest();
        this.locks = (StoredWeakValueMap<K, KeyLock>) locks;
    }

    /**
     * New locks with the standard backend, for keys that compare by {@code equals}.
     *
     * @param <K> the type of keys
     * @return new locks
     */
    public static <K> KeyedLocks<K> create() {
        return KeyedLocks.<K>builder().build();
    }

    /**
     * A builder with default settings.
     *
     * @param <K> the type of keys
     * @return a new builder
     */
    public static <K> Builder<K> builder() {
        return new Builder<>();
    }

    /**
     * Locks a key; waits for as long as another thread holds it.
     *
     * @param key the key
     * @return the hold, to be closed by this thread
     * @throws IllegalStateException if this thread holds the key for reading only: it would wait for itself
     */
    public Hold lock(K key) {
        KeyLock lock = writable(key);
        Hold hold = new Hold(lock, lock.writeLock()); // before the lock is taken, as it may fail
        lock.writeLock().lock();
        return hold;
    }

    /**
     * Locks a key as {@link #lock} does, unless this thread is interrupted.
     *
     * @param key the key
     * @return the hold, to be closed by this thread
     * @throws InterruptedException if this thread is interrupted before it has the lock
     * @throws IllegalStateException if this thread holds the key for reading only
     */
    public Hold lockInterruptibly(K key) throws InterruptedException {
        KeyLock lock = writable(key);
        Hold hold = new Hold(lock, lock.writeLock());
        lock.writeLock().lockInterruptibly();
        return hold;
    }

    /**
     * Locks a key if that succeeds at once.
     *
     * @param key the key
     * @return the hold, to be closed by this thread; empty when another thread holds the key, or this one holds it for
     *     reading only
     */
    public Optional<Hold> tryLock(K key) {
        KeyLock lock = lockOf(key);
        Optional<Hold> hold = Optional.of(new Hold(lock, lock.writeLock()));
        return lock.writeLock().tryLock() ? hold : Optional.empty();
    }

    /**
     * Locks a key if that succeeds within some time.
     *
     * @param key the key
     * @param patience how long to wait at most
     * @return the hold, to be closed by this thread; empty when the time is over
     * @throws InterruptedException if this thread is interrupted meanwhile
     * @throws IllegalStateException if this thread holds the key for reading only
     */
    public Optional<Hold> tryLock(K key, Duration patience) throws InterruptedException {
        KeyLock lock = writable(key);
        return within(patience, lock, lock.writeLock());
    }

    /**
     * Locks a key for reading: many threads may, while none has it {@linkplain #lock locked}. Waits otherwise.
     *
     * @param key the key
     * @return the hold, to be closed by this thread
     */
    public Hold lockForReading(K key) {
        KeyLock lock = lockOf(key);
        Hold hold = new Hold(lock, lock.readLock());
        lock.readLock().lock();
        return hold;
    }

    /**
     * Locks a key for reading if that succeeds at once.
     *
     * @param key the key
     * @return the hold, to be closed by this thread; empty when another thread has the key locked
     */
    public Optional<Hold> tryLockForReading(K key) {
        KeyLock lock = lockOf(key);
        Optional<Hold> hold = Optional.of(new Hold(lock, lock.readLock()));
        return lock.readLock().tryLock() ? hold : Optional.empty();
    }

    /**
     * Locks a key for reading if that succeeds within some time.
     *
     * @param key the key
     * @param patience how long to wait at most
     * @return the hold, to be closed by this thread; empty when the time is over
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public Optional<Hold> tryLockForReading(K key, Duration patience) throws InterruptedException {
        KeyLock lock = lockOf(key);
        return within(patience, lock, lock.readLock());
    }

    /**
     * Locks several keys, in one order for all threads: those that lock whatever keys with this method, and hold no key
     * while they call it, never wait for each other in a circle. Takes time <i>n</i> log <i>n</i> for <i>n</i> keys,
     * apart from waiting.
     *
     * @param keys the keys, of which equal ones count once; perhaps none
     * @return one hold on all of them, to be closed by this thread
     * @throws IllegalStateException if this thread holds one of them for reading only; then none is locked
     */
    public Hold lockAll(Collection<? extends K> keys) {
        KeyLock[] all = Objects.requireNonNull(keys, "keys").stream()
                .map(this::writable)
                .distinct()
                .sorted(Comparator.comparingLong(lock -> lock.serial))
                .toArray(KeyLock[]::new);
        Hold hold = new Hold(all);
        int held = 0;
        try {
            while (held < all.length) {
                all[held].writeLock().lock();
                held++;
            }
            return hold;
        } catch (Throwable failure) {
            Hold.release(all, held);
            throw failure;
        }
    }

    /**
     * Who holds a key, and who waits for it. The answer may be outdated by the time it is read.
     *
     * @param key the key
     * @return the state of its lock; nobody holds a key that was never locked
     */
    public State state(K key) {
        KeyLock lock = locks.get(Objects.requireNonNull(key, "key"));
        return lock == null ? State.FREE : lock.state();
    }

    /**
     * All keys that are held or waited for now. Linear time.
     *
     * @return a new unmodifiable map from key to the state of its lock, that finds keys as these locks do
     */
    public Map<K, State> states() {
        List<Map.Entry<K, State>> states = new ArrayList<>();
        locks.forEach((key, lock) -> {
            State state = lock.state();
            if (!state.isFree()) {
                states.add(Map.entry(key, state));
            }
        });
        return Snapshot.of(locks.store.settings.equivalence(), states.iterator());
    }

    /** How many locks occupy storage. */
    long estimatedSize() {
        return locks.estimatedSize();
    }

    /** Tells the keys that are held or waited for. */
    @Override
    public String toString() {
        return "KeyedLocks" + states();
    }

    private KeyLock lockOf(K key) {
        return locks.computeIfAbsent(Objects.requireNonNull(key, "key"), KeyLock::new);
    }

    private KeyLock writable(K key) {
        KeyLock lock = lockOf(key);
        if (lock.getReadLockCount() > 0 && lock.getReadHoldCount() > 0) {
            throw new IllegalStateException("this thread holds key " + Claim.describe(key)
                    + " for reading and would wait for itself; close that hold before you lock the key");
        }
        return lock;
    }

    private static Optional<Hold> within(Duration patience, KeyLock lock, Lock side) throws InterruptedException {
        long nanos = nanos(patience);
        Optional<Hold> hold = Optional.of(new Hold(lock, side));
        return side.tryLock(nanos, TimeUnit.NANOSECONDS) ? hold : Optional.empty();
    }

    private static long nanos(Duration patience) {
        return TimeUnit.NANOSECONDS.convert(Objects.requireNonNull(patience, "patience")); // saturates
    }

    /**
     * Who holds a key and who waits for it. Immutable; holds the threads strongly.
     *
     * @param holder the thread that has it locked, unless it is free or held for reading
     * @param readers how many holds for reading there are
     * @param waiting the threads that wait for it, in no particular order
     */
    public record State(Optional<Thread> holder, int readers, List<Thread> waiting) {
        static final State FREE = new State(Optional.empty(), 0, List.of());

        /**
         * Copies the list.
         *
         * @throws NullPointerException if a part is {@code null}
         */
        public State {
            Objects.requireNonNull(holder, "holder");
            waiting = List.copyOf(waiting);
        }

        /**
         * Whether nobody holds the key and nobody waits for it.
         *
         * @return whether it is free
         */
        public boolean isFree() {
            return holder.isEmpty() && readers == 0 && waiting.isEmpty();
        }
    }

    /**
     * One key or several, locked by a thread until it closes this. To be used by that thread alone. Holds the keys strongly.
     * If it is dropped without being closed, its keys stay locked until it has been collected.
     */
    public static final class Hold implements AutoCloseable {
        /** The lock of a hold on one key, which so makes no array. */
        private final @Nullable KeyLock one;

        /** The locks of any other. */
        private final KeyLock @Nullable [] several;

        private final boolean shared;
        private boolean closed;

        private Hold(KeyLock lock, Lock side) {
            this.one = lock;
            this.several = null;
            this.shared = side == lock.readLock();
        }

        private Hold(KeyLock[] locks) {
            this.one = locks.length == 1 ? locks[0] : null;
            this.several = locks;
            this.shared = false;
        }

        /**
         * Releases the lock and waits until another thread signals, then locks again. May return without a signal, so
         * call it in a loop that checks the condition.
         *
         * @throws InterruptedException if this thread is interrupted
         * @throws IllegalStateException if this hold is closed, for reading, or not on just one key
         */
        @SuppressWarnings("WaitNotInLoop") // the caller's
        public void await() throws InterruptedException {
            single().changed().await();
        }

        /**
         * Does what {@link #await()} does, for a limited time.
         *
         * @param patience how long to wait at most
         * @return {@code false} if the time ran out
         * @throws InterruptedException if this thread is interrupted
         * @throws IllegalStateException if this hold is closed, for reading, or not on just one key
         */
        @SuppressWarnings("WaitNotInLoop") // the caller's
        public boolean await(Duration patience) throws InterruptedException {
            return single().changed().awaitNanos(nanos(patience)) > 0;
        }

        /**
         * Wakes all threads that {@linkplain #await() wait} with a hold on this key.
         *
         * @throws IllegalStateException if this hold is closed, for reading, or not on just one key
         */
        public void signalAll() {
            single().changed().signalAll();
        }

        /**
         * Unlocks the keys. Closing again does nothing.
         *
         * @throws IllegalMonitorStateException if called by another thread than the one that locked
         */
        @Override
        public void close() {
            if (closed) {
                return;
            }
            if (several != null) {
                release(several, several.length);
            } else if (one != null && shared) {
                one.readLock().unlock();
            } else if (one != null) {
                one.writeLock().unlock();
            }
            closed = true;
        }

        /**
         * Unlocks the first {@code held} locks, the last of them first; a failure is thrown after all have been tried.
         */
        static void release(KeyLock[] locks, int held) {
            @Nullable Throwable failed = null;
            for (int i = held - 1; i >= 0; i--) {
                try {
                    locks[i].writeLock().unlock();
                } catch (RuntimeException | Error failure) {
                    failed = failure;
                }
            }
            if (failed instanceof Error error) {
                throw error;
            }
            if (failed instanceof RuntimeException failure) {
                throw failure;
            }
        }

        private KeyLock single() {
            KeyLock lock = one;
            if (closed || shared || lock == null) {
                throw new IllegalStateException(
                        "waiting and signalling need a hold on one key, not for reading; this is " + this);
            }
            return lock;
        }

        /** Tells the keys and whether they are held; calls {@code toString} of the keys. */
        @Override
        public String toString() {
            String keys = several != null ? Arrays.toString(several) : "[" + one + "]";
            return "Hold" + keys + (closed ? "[closed]" : shared ? "[reading]" : "[locked]");
        }
    }

    /**
     * Builds {@link KeyedLocks}. Not thread-safe; what it builds is. It can build more than once.
     *
     * @param <K> the type of keys
     */
    public static final class Builder<K> {
        private final WeakValueMap.Builder<K, KeyLock> locks =
                WeakValueMap.<K, KeyLock>builder().type(KeyedLocks.class);

        private Builder() {}

        /**
         * Stores in the given backend instead of {@linkplain Backends#standard() the standard one}.
         *
         * @param backend the backend, held by the locks
         * @return this builder
         */
        public Builder<K> backend(Backend backend) {
            locks.backend(backend);
            return this;
        }

        /**
         * Stores in the backend of a name.
         *
         * @param name the name of a backend on the class path or module path
         * @return this builder
         * @throws IllegalArgumentException if there is none of that name
         */
        public Builder<K> backend(String name) {
            locks.backend(name);
            return this;
        }

        /**
         * Compares keys otherwise than by {@code equals}.
         *
         * @param keys how keys compare
         * @return this builder
         */
        public Builder<K> keys(Equivalence<? super K> keys) {
            locks.keys(keys);
            return this;
        }

        /**
         * Names the map that holds the locks, as {@link ContainerBuilder#name} does with containers.
         *
         * @param name any name
         * @return this builder
         */
        public Builder<K> name(String name) {
            locks.name(name);
            return this;
        }

        /**
         * Builds the locks.
         *
         * @return new locks, of which none is held
         * @throws IllegalStateException if no backend is found
         */
        public KeyedLocks<K> build() {
            return new KeyedLocks<>(locks.build());
        }
    }
}
