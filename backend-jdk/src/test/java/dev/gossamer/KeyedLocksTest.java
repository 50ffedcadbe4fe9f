package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a hold need not be named in the section
class KeyedLocksTest {
    private final KeyedLocks<String> locks = KeyedLocks.create();
    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        others.shutdownNow();
    }

    @Test
    @DisplayName("LOCK-1 whoever holds a key excludes all others from equal ones")
    void lock_ofAnEqualKey_excludesOthers() throws Exception {
        try (KeyedLocks.Hold hold = locks.lock(new String("a"))) {
            assertThat(elsewhere(() -> locks.tryLock(new String("a")).isPresent()))
                    .isFalse();
            assertThat(elsewhere(() -> tryAndClose("b"))).isTrue();
        }
        assertThat(elsewhere(() -> tryAndClose("a"))).isTrue();
    }

    @Test
    void lock_againByTheSameThread_isHeldUntilTheLastIsClosed() throws Exception {
        KeyedLocks.Hold outer = locks.lock("a");
        KeyedLocks.Hold inner = locks.lock("a");
        inner.close();
        inner.close();
        assertThat(elsewhere(() -> locks.tryLock("a").isPresent())).isFalse();
        outer.close();
        assertThat(elsewhere(() -> tryAndClose("a"))).isTrue();
    }

    @Test
    void tryLock_withPatience_givesUpAndLeavesTheLock() throws Exception {
        try (KeyedLocks.Hold hold = locks.lock("a")) {
            assertThat(elsewhere(() -> locks.tryLock("a", Duration.ofMillis(1)).isPresent()))
                    .isFalse();
            assertThat(elsewhere(() ->
                            locks.tryLockForReading("a", Duration.ofMillis(1)).isPresent()))
                    .isFalse();
        }
        try (KeyedLocks.Hold hold =
                locks.tryLock("a", Duration.ofSeconds(Long.MAX_VALUE)).orElseThrow()) {
            assertThat(locks.state("a").holder()).contains(Thread.currentThread());
        }
    }

    @Test
    void lockForReading_byMany_excludesThoseWhoLock() throws Exception {
        try (KeyedLocks.Hold hold = locks.lockForReading("a")) {
            assertThat(elsewhere(() -> {
                        try (KeyedLocks.Hold second = locks.lockForReading("a")) {
                            return locks.state("a").readers();
                        }
                    }))
                    .isEqualTo(2);
            assertThat(elsewhere(() -> locks.tryLock("a").isPresent())).isFalse();
        }
    }

    @Test
    @DisplayName("LOCK-1 trying to lock for reading succeeds unless another thread has the key locked")
    void tryLockForReading_ofAKey_excludesThoseWhoLock() throws Exception {
        try (KeyedLocks.Hold hold = locks.tryLockForReading("a").orElseThrow()) {
            assertThat(hold.toString()).endsWith("[reading]");
            assertThat(elsewhere(() -> {
                        try (KeyedLocks.Hold second =
                                locks.tryLockForReading(new String("a")).orElseThrow()) {
                            return locks.state("a").readers();
                        }
                    }))
                    .isEqualTo(2);
            assertThat(elsewhere(() -> locks.tryLock("a").isPresent())).isFalse();
        }
        try (KeyedLocks.Hold hold = locks.lock("a")) {
            assertThat(elsewhere(() -> locks.tryLockForReading("a").isPresent()))
                    .isFalse();
            locks.tryLockForReading("a").orElseThrow().close();
            assertThat(locks.state("a").holder()).contains(Thread.currentThread());
        }
        assertThat(locks.states()).isEmpty();
    }

    @Test
    void lock_whileHeldForReading_isRefused() {
        try (KeyedLocks.Hold hold = locks.lockForReading("a")) {
            assertThatThrownBy(() -> locks.lock("a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this thread holds key a for reading and would wait for itself;"
                            + " close that hold before you lock the key");
            assertThatThrownBy(() -> locks.lockAll(List.of("b", "a"))).isInstanceOf(IllegalStateException.class);
        }
        assertThat(locks.states()).isEmpty();
    }

    @Test
    void lock_ofAKeyWithoutTextWhileHeldForReading_isRefused() {
        Object key = new Object() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException("no text");
            }
        };
        KeyedLocks<Object> silent = KeyedLocks.create();
        try (KeyedLocks.Hold hold = silent.lockForReading(key)) {
            assertThatThrownBy(() -> silent.lock(key))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "this thread holds key " + getClass().getName() + "$");
        }
    }

    @Test
    @DisplayName("LOCK-2 those who lock several keys never wait in a circle")
    void lockAll_inAnyOrder_endsAndExcludes() throws Exception {
        List<String> keys = List.of("a", "b", "c", "d");
        AtomicInteger inside = new AtomicInteger();
        List<Future<Integer>> results = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            List<String> mine = new ArrayList<>(keys);
            Collections.rotate(mine, thread);
            mine.add(mine.get(0));
            results.add(others.submit(() -> {
                int most = 0;
                for (int i = 0; i < 2_000; i++) {
                    try (KeyedLocks.Hold hold = locks.lockAll(mine)) {
                        most = Math.max(most, inside.incrementAndGet());
                        inside.decrementAndGet();
                    }
                }
                return most;
            }));
        }
        for (Future<Integer> result : results) {
            assertThat(result.get(300, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(locks.states()).isEmpty();
    }

    @Test
    @DisplayName("LOCK-1 whoever holds a thousand keys is in nobody's way who locks a thousand others")
    void tryLock_whileManyOtherKeysAreHeld_neverCollides() throws Exception {
        List<String> held = IntStream.range(0, 1_000).mapToObj(i -> "held " + i).toList();
        try (KeyedLocks.Hold hold = locks.lockAll(held)) {
            assertThat(elsewhere(() -> IntStream.range(0, 1_000).allMatch(i -> tryAndClose("other " + i))))
                    .isTrue();
        }
    }

    @Test
    @DisplayName(
            "DIAG-4 LOCK-3 the map of the locks has their name, and states of equal keys that are different ones are all told")
    void name_ofLocksByIdentity_isListed() {
        KeyedLocks<Named> named = KeyedLocks.<Named>builder()
                .backend("jdk")
                .keys(Equivalence.identity())
                .name("listed locks")
                .build();
        try (KeyedLocks.Hold first = named.lock(new Named("a"));
                KeyedLocks.Hold second = named.lock(new Named("a"))) {
            assertThat(named.states()).hasSize(2);
            assertThat(WeakContainers.named())
                    .filteredOn(map -> map.name().equals(Optional.of("listed locks")))
                    .singleElement()
                    .satisfies(map -> assertThat(map.estimatedSize()).isEqualTo(2));
        }
    }

    @Test
    void close_byAnotherThread_isRefusedAndChangesNothing() throws Exception {
        try (KeyedLocks.Hold hold = locks.lock("a")) {
            assertThatThrownBy(() -> elsewhere(() -> {
                        hold.close();
                        return null;
                    }))
                    .hasCauseInstanceOf(IllegalMonitorStateException.class);
            assertThat(locks.state("a").holder()).contains(Thread.currentThread());
        }
        assertThat(locks.state("a").isFree()).isTrue();
    }

    @Test
    void await_untilSignalled_letsOthersIn() throws Exception {
        List<String> mailbox = new ArrayList<>();
        CountDownLatch locked = new CountDownLatch(1);
        Future<String> taken = others.submit(() -> {
            try (KeyedLocks.Hold hold = locks.lock("a")) {
                locked.countDown();
                while (mailbox.isEmpty()) {
                    hold.await();
                }
                return mailbox.get(0);
            }
        });
        locked.await(); // from here on it is the other one that has the lock until it waits
        elsewhere(() -> {
            try (KeyedLocks.Hold hold = locks.lock("a")) {
                mailbox.add("letter");
                hold.signalAll();
            }
            return null;
        });
        assertThat(taken.get(300, TimeUnit.SECONDS)).isEqualTo("letter");
    }

    @Test
    void await_onSeveralKeysOrForReading_isRefused() {
        try (KeyedLocks.Hold hold = locks.lockAll(List.of("a", "b"))) {
            assertThatThrownBy(hold::signalAll)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "waiting and signalling need a hold on one key, not for reading; this is Hold[");
        }
        try (KeyedLocks.Hold hold = locks.lockForReading("a")) {
            assertThatThrownBy(hold::signalAll).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @DisplayName("LOCK-3 who holds and who waits can be seen")
    void states_whileSomebodyWaits_nameHolderAndWaiting() throws Exception {
        Future<Thread> waiting;
        try (KeyedLocks.Hold hold = locks.lock("a")) {
            waiting = others.submit(() -> {
                try (KeyedLocks.Hold mine = locks.lock("a")) {
                    return Thread.currentThread();
                }
            });
            Deaths.await(
                    "the other thread to wait",
                    () -> !locks.state("a").waiting().isEmpty());
            assertThat(locks.states()).containsOnlyKeys("a");
            KeyedLocks.State state = locks.states().get("a");
            assertThat(state.holder()).isEqualTo(Optional.of(Thread.currentThread()));
            hold.close();
            assertThat(state.waiting()).containsExactly(waiting.get(300, TimeUnit.SECONDS));
        }
    }

    @Test
    @Tag("collector")
    @DisplayName("LOCK-1 a lock that nobody holds is gone with its key")
    void locks_thatNobodyHolds_areGoneWithTheirKeys() {
        WeakRef<Object> key = lockAndDrop();
        Deaths.collectUntil(
                "the key to be collected and its lock to leave", () -> !key.isAlive() && ANY.estimatedSize() == 0);
    }

    private static final KeyedLocks<Object> ANY = KeyedLocks.create();

    private static WeakRef<Object> lockAndDrop() {
        Object key = new Object();
        ANY.lock(key).close();
        return WeakRef.of(key);
    }

    @Test
    @Tag("collector")
    void lock_whileTheCollectorRuns_hasNeverTwoHolders() throws Exception {
        int keys = 100;
        AtomicIntegerArray holders = new AtomicIntegerArray(keys);
        KeyedLocks<Integer> numbered = KeyedLocks.create();
        CountDownLatch done = new CountDownLatch(4);
        List<Future<Long>> results = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int from = thread;
            results.add(others.submit(() -> {
                long twice = 0;
                for (int i = 0; i < 50_000; i++) {
                    int key = (i * 31 + from) % keys;
                    try (KeyedLocks.Hold hold = numbered.lock(key)) {
                        twice += holders.incrementAndGet(key) == 1 ? 0 : 1;
                        holders.decrementAndGet(key);
                    }
                }
                done.countDown();
                return twice;
            }));
        }
        Deaths.collectUntil("all sections to end", () -> done.getCount() == 0);
        for (Future<Long> result : results) {
            assertThat(result.get(300, TimeUnit.SECONDS)).isZero();
        }
    }

    private boolean tryAndClose(String key) {
        Optional<KeyedLocks.Hold> hold = locks.tryLock(key);
        hold.ifPresent(KeyedLocks.Hold::close);
        return hold.isPresent();
    }

    private <T> T elsewhere(Callable<T> work) throws Exception {
        return others.submit(work).get(300, TimeUnit.SECONDS);
    }
}
