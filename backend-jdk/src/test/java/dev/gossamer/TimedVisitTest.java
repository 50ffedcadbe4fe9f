package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Table;
import java.lang.ref.Reference;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The reclaiming thread visits a container in which something expires, whatever it does when it is asked to. */
class TimedVisitTest {
    private static final int REQUESTS = 5_000;
    private static final int PATIENCE = 10_000;

    private final ReclaimScheduler scheduler = new ReclaimScheduler((started, failed) -> {}, task -> {});
    private volatile long turns;
    private volatile boolean over;

    @Test
    @DisplayName("BND-2 who asks for a visit while the thread is about to visit others is not forgotten")
    void expireLater_duringVisits_isVisited() throws Exception {
        StoredMap<Object, Object> other = map(new AtomicLong());
        ContainerRegistration soMuchLater = new ContainerRegistration(other.store);
        AtomicLong visits = new AtomicLong();
        StoredMap<Object, Object> map = map(visits);
        ContainerRegistration now = new ContainerRegistration(map.store);
        int requests = 0;
        try (Crowd crowd = new Crowd()) {
            Future<?> turning = crowd.start(number -> turnAround());
            for (; requests < REQUESTS && !turning.isDone(); requests++) {
                scheduler.expireLater(soMuchLater, Duration.ofHours(1));
                if (!isVisited(now, visits, turning)) {
                    break;
                }
            }
            over = true;
            Crowd.await(turning);
        }
        assertThat(requests).as("requests before one was forgotten").isEqualTo(REQUESTS);
        Reference.reachabilityFence(map);
        Reference.reachabilityFence(other);
    }

    @Test
    @DisplayName("RC-7 those that ask for another visit while they are visited keep the thread from no other")
    void visit_manyThatAskAgain_comesToAll() {
        List<AtomicLong> visits = new ArrayList<>();
        List<WeakValueMap<String, Object>> maps = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            visits.add(new AtomicLong());
            maps.add(WeakValueMap.<String, Object>builder()
                    .backend(counting(Backend.class, new JdkBackend(), visits.get(i), new AtomicReference<>()))
                    .build());
            maps.get(i).put("key", this);
        }
        Deaths.await("each to be visited three times", () -> visits.stream().allMatch(count -> count.get() > 2));
        Reference.reachabilityFence(maps);
    }

    @Test
    @DisplayName(
            "RC-7 a table that wants to be looked after in ages can be written to, and others are visited all the same")
    void expireLater_longerThanMillisecondsHold_isVisitedLater() {
        AtomicLong visits = new AtomicLong();
        StoredMap<Object, Object> map = map(visits);
        ContainerRegistration now = new ContainerRegistration(map.store);
        AtomicLong visitsInAges = new AtomicLong();
        StoredMap<Object, Object> other = map(visitsInAges);
        ContainerRegistration inAges = new ContainerRegistration(other.store);
        scheduler.expireLater(now, Duration.ZERO);
        turn();
        assertThat(visits).hasValue(1);

        for (long seconds : new long[] {Long.MAX_VALUE, Long.MAX_VALUE / 1_000, Long.MAX_VALUE / 1_000_000_000}) {
            scheduler.expireLater(inAges, Duration.ofSeconds(seconds));
            turn();
        }
        assertThat(visitsInAges).hasValue(0);

        scheduler.expireLater(now, Duration.ZERO);
        turn();
        assertThat(visits).hasValue(2);
        Reference.reachabilityFence(map);
        Reference.reachabilityFence(other);
    }

    @Test
    @DisplayName(
            "RC-7 one that fails when it is visited, and when it asks for another visit, keeps none from theirs, and has one later")
    void visit_failsAltogether_othersAreVisitedAndItIsVisitedAgain() {
        AtomicReference<Error> failure = new AtomicReference<>();
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        ErrorHandler.use((source, thrown) -> reported.add(thrown));
        List<AtomicLong> visits = new ArrayList<>();
        List<StoredMap<Object, Object>> maps = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            visits.add(new AtomicLong());
            maps.add(map(visits.get(i), Reclaim.SHARED, i == 8 ? failure : new AtomicReference<>()));
            scheduler.expireLater(new ContainerRegistration(maps.get(i).store), Duration.ZERO);
        }
        failure.set(new OutOfMemoryError("of a table"));
        try {
            turn();
        } finally {
            ErrorHandler.useStandard();
        }
        assertThat(reported).isNotEmpty().containsOnly(failure.get());
        assertThat(visits.stream().mapToLong(AtomicLong::get).sum()).isEqualTo(15);

        failure.set(null);
        Deaths.await("a visit to the one that has failed", () -> {
            turn();
            return visits.get(8).get() == 1;
        });
        Reference.reachabilityFence(maps);
    }

    @Test
    @DisplayName(
            "RC-7 a visit is not forgotten where the thread looks before it is due, as somebody else had asked it to")
    void turn_beforeAVisitIsDue_looksAgainLater() {
        StoredMap<Object, Object> map = map(new AtomicLong());
        ContainerRegistration registration = new ContainerRegistration(map.store);
        AtomicInteger looksLeft = scheduler.queues().polled().looksLeft();
        scheduler.expireLater(registration, Duration.ZERO);
        turn(); // as something arrives: the look that was asked for is left over
        scheduler.expireLater(registration, Duration.ofHours(1));
        assertThat(looksLeft.getAndDecrement()).isZero(); // as a look does
        turn();
        assertThat(looksLeft.get()).isBetween(1, 4 * 60 * 60);
        Reference.reachabilityFence(map);
    }

    private void turn() {
        boolean unused = scheduler.turn().test(true);
    }

    private static StoredMap<Object, Object> map(AtomicLong visits) {
        return map(visits, Reclaim.MANUAL, new AtomicReference<>());
    }

    private static StoredMap<Object, Object> map(AtomicLong visits, Reclaim reclaim, AtomicReference<Error> failure) {
        return (StoredMap<Object, Object>) WeakValueMap.builder()
                .backend(counting(Backend.class, new JdkBackend(), visits, failure))
                .reclaim(reclaim)
                .build();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
    private void turnAround() {
        while (!over) {
            turn();
            turns++;
        }
    }

    private boolean isVisited(ContainerRegistration registration, AtomicLong visits, Future<?> turning) {
        long before = visits.get();
        scheduler.expireLater(registration, Duration.ZERO);
        long since = turns;
        while (visits.get() == before) {
            if (turns - since > PATIENCE || turning.isDone()) {
                return visits.get() != before; // this thread may have stood still meanwhile
            }
            Thread.yield();
        }
        return true;
    }

    /**
     * A backend whose tables always want to be maintained, or fail when they are asked, and count how often they are; or one of
     * its tables.
     */
    private static <T> T counting(Class<T> type, T target, AtomicLong visits, AtomicReference<Error> failure) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            switch (method.getName()) {
                case "maintainEvery":
                    Error thrown = failure.get();
                    if (thrown != null) {
                        throw thrown;
                    }
                    return Optional.of(Duration.ZERO);
                case "maintain":
                    visits.incrementAndGet();
                    return null;
                default:
                    Object result = method.invoke(target, args);
                    return result instanceof Table table ? counting(Table.class, table, visits, failure) : result;
            }
        }));
    }
}
