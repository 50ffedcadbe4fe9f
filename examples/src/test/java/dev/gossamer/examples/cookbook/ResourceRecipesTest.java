package dev.gossamer.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.Finalizer;
import dev.gossamer.Finalizers;
import dev.gossamer.LeakReport;
import dev.gossamer.tck.environment.RealCollector;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ResourceRecipesTest {
    /** A native library, as far as anybody can see. */
    private static final class Native {
        private static final AtomicLong SERIAL = new AtomicLong();
        private static final Set<Long> OPEN = ConcurrentHashMap.newKeySet();

        static Long open() {
            long handle = SERIAL.incrementAndGet();
            OPEN.add(handle);
            return handle;
        }

        static int length(Long handle) {
            return OPEN.contains(handle) ? 42 : -1;
        }

        static void release(Long handle) {
            OPEN.remove(handle);
        }
    }

    // @start region="native-handles"
    static final class Bitmap implements AutoCloseable {
        private final Long handle = Native.open();
        private final Finalizer<Void> release = Finalizers.registerAction(this, handle, Native::release);

        int length() {
            return Finalizers.use(this, bitmap -> Native.length(bitmap.handle)); // not released while it runs
        }

        @Override
        public void close() {
            release.call(); // at most once, whoever comes first
        }
    }
    // @end region="native-handles"

    @Test
    @Tag("collector")
    void nativeHandles_closedOrForgotten_areReleased() {
        try (Bitmap bitmap = new Bitmap()) {
            assertThat(bitmap.length()).isEqualTo(42);
        }
        assertThat(Native.OPEN).isEmpty();
        forget();
        RealCollector.await("the handle of the forgotten bitmap to be released", Native.OPEN::isEmpty);
    }

    private static void forget() {
        assertThat(new Bitmap().length()).isEqualTo(42);
    }

    // @start region="leaked-connections"
    static final class Connection implements AutoCloseable {
        static final LeakReport LEAKS = LeakReport.create(); // or LeakReport.off(), which costs nothing

        private final LeakReport.Watch watch = LEAKS.watch(this);

        @Override
        public void close() {
            watch.close();
        }
    }
    // @end region="leaked-connections"

    @Test
    @Tag("collector")
    void leakedConnections_neverClosed_areCountedWhereTheyWereMade() {
        new Connection().close();
        leak();
        leak();
        RealCollector.await(
                "both leaks to be counted", () -> Connection.LEAKS.leaks().containsValue(2L));
        assertThat(Connection.LEAKS.toString())
                .startsWith("2 never closed, made at ")
                .contains("ResourceRecipesTest.leak(");
    }

    @SuppressWarnings("resource") // that is the point
    private static void leak() {
        new Connection();
    }
}
