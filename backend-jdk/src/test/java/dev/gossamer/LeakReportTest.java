package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LeakReportTest {
    private final LeakReport report = LeakReport.create();

    /** Has to be closed. */
    private static class Connection implements AutoCloseable {
        private final LeakReport.Watch watch;

        Connection(LeakReport report) {
            watch = report.watch(this);
        }

        static Connection open(LeakReport report) {
            return new Connection(report);
        }

        @Override
        public void close() {
            watch.close();
        }
    }

    /** Is made through a constructor of its superclass. */
    private static final class Secured extends Connection {
        Secured(LeakReport report) {
            super(report);
        }
    }

    private static void makeInPool(LeakReport report) {
        Connection.open(report);
    }

    private static void makeInTest(LeakReport report) {
        new Secured(report);
    }

    private static Map<String, Long> byMethod(LeakReport report) {
        return report.leaks().entrySet().stream()
                .collect(Collectors.toMap(leak -> leak.getKey().getMethodName(), Map.Entry::getValue));
    }

    @Test
    @Tag("collector")
    @DisplayName("LEAK-1 of 1,000 connections the 37 that were never closed are told, by where they were made")
    void leaks_someNeverClosed_areToldBySite() {
        for (int i = 0; i < 963; i++) {
            Connection.open(report).close();
        }
        for (int i = 0; i < 25; i++) {
            makeInPool(report);
        }
        for (int i = 0; i < 12; i++) {
            makeInTest(report);
        }
        Deaths.collectUntil(
                "37 leaks",
                () -> report.leaks().values().stream().mapToLong(count -> count).sum() == 37);
        Deaths.awaitLaterDeath();
        assertThat(byMethod(report)).isEqualTo(Map.of("makeInPool", 25L, "makeInTest", 12L));
        assertThat(report.leaks().values()).containsExactly(25L, 12L);
        assertThat(report.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith(
                        "25 never closed, made at " + LeakReportTest.class.getName() + ".makeInPool(LeakReportTest");
    }

    @Test
    @Tag("collector")
    @DisplayName("LEAK-2 what is open and reachable is no leak, nor what was closed oftener than once")
    void leaks_openOrClosed_areNone() {
        List<Connection> open = new ArrayList<>();
        open.add(Connection.open(report));
        closeTwice();
        Deaths.awaitLaterDeath();
        assertThat(report.leaks()).isEmpty();
        assertThat(report).hasToString("");
        Reference.reachabilityFence(open);
    }

    private void closeTwice() {
        Connection connection = Connection.open(report);
        connection.close();
        connection.close();
    }

    @Test
    @Tag("collector")
    @DisplayName("LEAK-2 what is closed is no leak, though it was collected while it closed")
    void leaks_closedWhenCollected_areNone() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Finalizers.registerAction(new Object(), begun, reached -> {
            reached.countDown();
            awaitUninterruptibly(held);
        });
        Deaths.collectUntil("the thread for actions to be held up", () -> begun.getCount() == 0);
        List<WeakReference<Object>> collected = new ArrayList<>();
        LeakReport.Watch watch = watchDying(collected);
        Deaths.awaitClearing(collected.get(0));
        watch.close();
        held.countDown();
        Deaths.awaitLaterDeath();
        assertThat(report.leaks()).isEmpty();
    }

    private LeakReport.Watch watchDying(List<WeakReference<Object>> observer) {
        Object dying = new Object();
        observer.add(new WeakReference<>(dying));
        return report.watch(dying);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException nobodys) {
            throw new AssertionError(nobodys);
        }
    }

    @Test
    @Tag("collector")
    @DisplayName("LEAK-2 a report that is off stays empty")
    void leaks_ofAReportThatIsOff_areNone() {
        LeakReport off = LeakReport.off();
        makeInPool(off);
        Connection.open(off).close();
        Deaths.awaitLaterDeath();
        assertThat(off.leaks()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway")
    void watch_whatCannotBeWatched_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> report.watch(null)).withMessage("object");
        assertThatExceptionOfType(NotWeaklyReferenceableException.class).isThrownBy(() -> report.watch(1));
    }
}
