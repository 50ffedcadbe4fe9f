package dev.gossamer;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.ForwardingBackend;
import dev.gossamer.spi.ForwardingTable;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A backend over another one, in which one call of its table or hot policy fails, before or after it took effect, or all calls
 * do.
 */
final class FailingBackend extends ForwardingBackend {
    private int left;
    private boolean afterEffect;
    private Error failure;
    private volatile boolean failingAll;
    private volatile long drift;
    private int walks;
    private Consumer<Entry> beforeReplacing = entry -> {};
    private Consumer<Entry> beforeAdmitting = entry -> {};
    private Consumer<Entry> onMeeting = entry -> {};

    FailingBackend(Backend backend) {
        super(backend);
    }

    /** Has the n-th call from now on fail. */
    void failAt(int call, boolean after, Error error) {
        left = call;
        afterEffect = after;
        failure = error;
    }

    /** Has every call fail from now on. */
    void failAll(Error error) {
        failure = error;
        failingAll = true;
    }

    /** Has tables count too many entries from now on, or too few. */
    void miscountBy(long difference) {
        drift = difference;
    }

    /** How many walks through tables have begun. */
    int walks() {
        return walks;
    }

    /** Has something happen to an entry right before it is replaced, once. */
    void beforeReplacing(Consumer<Entry> event) {
        beforeReplacing = event;
    }

    /** Has something happen to each entry right before it is given to the hot policy. */
    void beforeAdmitting(Consumer<Entry> event) {
        beforeAdmitting = event;
    }

    /** Has something happen to each entry that a walk comes to, before it is given to whoever walks. */
    void onMeeting(Consumer<Entry> event) {
        onMeeting = event;
    }

    /** Has no call fail any more; whether none has. */
    boolean disarm() {
        failingAll = false;
        boolean armed = left > 0;
        left = 0;
        return armed;
    }

    <T> T step(Supplier<T> call) {
        if (failingAll) {
            throw failure;
        }
        boolean fails = left > 0 && --left == 0;
        if (fails && !afterEffect) {
            throw failure;
        }
        T result = call.get();
        if (fails) {
            throw failure;
        }
        return result;
    }

    void step(Runnable call) {
        step(() -> {
            call.run();
            return null;
        });
    }

    @Override
    public Table table(TableSpec spec) {
        return new FailingTable(delegate().table(spec));
    }

    @Override
    public Optional<HotPolicy> hotPolicy(HotSpec spec) {
        HotPolicy policy = super.hotPolicy(spec).orElseGet(() -> new ClockReplacementPolicy(spec));
        return Optional.of(new FailingPolicy(policy));
    }

    private final class FailingTable extends ForwardingTable {
        FailingTable(Table table) {
            super(table);
        }

        @Override
        public Entry find(Object key, int hash) {
            return step(() -> super.find(key, hash));
        }

        @Override
        public Entry insert(Entry entry, Object key) {
            return step(() -> super.insert(entry, key));
        }

        @Override
        public boolean replace(Entry entry, Entry next) {
            Consumer<Entry> event = beforeReplacing;
            beforeReplacing = replaced -> {};
            event.accept(entry);
            return step(() -> super.replace(entry, next));
        }

        @Override
        public boolean remove(Entry entry) {
            return step(() -> super.remove(entry));
        }

        @Override
        public boolean overwrite(Entry entry, Object expected, Object next) {
            return step(() -> super.overwrite(entry, expected, next));
        }

        @Override
        public boolean restore(Entry claim, Entry before) {
            return step(() -> super.restore(claim, before));
        }

        @Override
        public Iterator<Entry> iterator() {
            walks++;
            Iterator<Entry> entries = step(super::iterator);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public Entry next() {
                    Entry met = entries.next();
                    onMeeting.accept(met);
                    return met;
                }
            };
        }

        @Override
        public long estimatedSize() {
            return Math.max(0, super.estimatedSize() + drift);
        }
    }

    private final class FailingPolicy implements HotPolicy {
        private final HotPolicy policy;

        FailingPolicy(HotPolicy policy) {
            this.policy = policy;
        }

        @Override
        public boolean hit(Entry entry) {
            return step(() -> policy.hit(entry));
        }

        @Override
        public void admit(Entry entry) {
            beforeAdmitting.accept(entry);
            step(() -> policy.admit(entry));
        }

        @Override
        public void dismiss(Entry entry) {
            step(() -> policy.dismiss(entry));
        }

        @Override
        public void settle() {
            step(policy::settle);
        }

        @Override
        public void expire(int atMost) {
            step(() -> policy.expire(atMost));
        }
    }
}
