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
import java.util.concurrent.atomic.AtomicLong;
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
            crowd.start(number -> turnAround());
            for (; requests < REQUESTS; requests++) {
                scheduler.expireLater(soMuchLater, Duration.ofHours(1));
                if (!isVisited(now, visits)) {
                    break;
                }
            }
            over = true;
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
                    .backend(counting(Backend.class, new JdkBackend(), visits.get(i)))
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

    private void turn() {
        boolean unused = scheduler.turn().test(true);
    }

    private static StoredMap<Object, Object> map(AtomicLong visits) {
        return (StoredMap<Object, Object>) WeakValueMap.builder()
                .backend(counting(Backend.class, new JdkBackend(), visits))
                .reclaim(Reclaim.MANUAL)
                .build();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
    private void turnAround() {
        while (!over) {
            turn();
            turns++;
        }
    }

    private boolean isVisited(ContainerRegistration registration, AtomicLong visits) {
        long before = visits.get();
        scheduler.expireLater(registration, Duration.ZERO);
        long since = turns;
        while (visits.get() == before) {
            if (turns - since > PATIENCE) {
                return visits.get() != before; // this thread may have stood still meanwhile
            }
            Thread.yield();
        }
        return true;
    }

    /** A backend whose tables always want to be maintained, and count how often they are; or one of its tables. */
    private static <T> T counting(Class<T> type, T target, AtomicLong visits) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            switch (method.getName()) {
                case "maintainEvery":
                    return Optional.of(Duration.ZERO);
                case "maintain":
                    visits.incrementAndGet();
                    return null;
                default:
                    Object result = method.invoke(target, args);
                    return result instanceof Table table ? counting(Table.class, table, visits) : result;
            }
        }));
    }
}
