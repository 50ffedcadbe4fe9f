package dev.gossamer;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
class PollingThreadTest {
    /** Makes the threads of the JDK's common pool, or would: it cannot be initialized, so neither can the class of pools. */
    public static final class UnusableThreadFactory {
        static final Object NEVER = fail();

        private static Object fail() {
            throw new IllegalStateException("thrown by the initializer");
        }
    }

    /** Run in a JVM with that factory. */
    public static final class WithoutPools {
        public static void main(String[] arguments) {
            ErrorHandler.use(WithoutPools::end);
            WeakValueMap<String, Object> map = WeakValueMap.create();
            putNew(map);
            Deaths.collectUntil("the entry to be reclaimed", () -> map.estimatedSize() == 0);
            System.out.println("reclaimed " + (hasPools() ? "with" : "without") + " pools");
            System.exit(0);
        }

        private static void putNew(WeakValueMap<String, Object> map) {
            map.put("dying", new Object());
        }

        private static void end(String failed, Throwable failure) {
            System.out.println(failed + ": " + failure);
            System.exit(1);
        }

        private static boolean hasPools() {
            try {
                return ForkJoinPool.getCommonPoolParallelism() >= 0;
            } catch (LinkageError unusable) {
                return false;
            }
        }
    }

    @Test
    @DisplayName("RC-2, RC-7 where the JDK's pools are unusable for good, the thread is born without one")
    void start_poolsAreUnusable_reclaimsAllTheSame() throws Exception {
        StartedJvm.requirePrints(
                "reclaimed without pools",
                List.of("-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + UnusableThreadFactory.class.getName()),
                WithoutPools.class);
    }
}
