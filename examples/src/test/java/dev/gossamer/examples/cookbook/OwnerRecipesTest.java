package dev.gossamer.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.Attachments;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakSet;
import dev.gossamer.tck.environment.RealCollector;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OwnerRecipesTest {
    // @start region="class-metadata"
    static final class RecordShapes {
        private final Attachments<Class<?>, List<RecordComponent>> shapes = Attachments.toClasses();

        List<RecordComponent> of(Class<? extends Record> type) {
            return shapes.computeIfAbsent(type, same -> List.of(type.getRecordComponents())); // leads back to type
        }
    }
    // @end region="class-metadata"

    private record Point(int x, int y) {}

    @Test
    void classMetadata_secondLookUp_findsTheSame() {
        RecordShapes shapes = new RecordShapes();
        List<RecordComponent> shape = shapes.of(Point.class);
        assertThat(shape).extracting(RecordComponent::getName).containsExactly("x", "y");
        assertThat(shapes.of(Point.class)).isSameAs(shape);
    }

    private record Request(String path) {}

    private record Timing(long started) {}

    // @start region="foreign-metadata"
    static final class Timings {
        private final WeakKeyMap<Request, Timing> timings = WeakKeyMap.identity(); // equal requests are different ones

        void began(Request request) {
            timings.put(request, new Timing(System.nanoTime())); // the timing must not refer to the request
        }

        Optional<Timing> of(Request request) {
            return Optional.ofNullable(timings.get(request));
        }
    }
    // @end region="foreign-metadata"

    @Test
    @Tag("collector")
    void foreignMetadata_requestThatEnded_takesItsTimingAlong() {
        Timings timings = new Timings();
        Request open = new Request("/");
        timings.began(open);
        handle(timings);
        RealCollector.await("the timing of the ended request to leave", () -> timings.timings.estimatedSize() == 1);
        assertThat(timings.of(open)).isPresent();
        assertThat(timings.of(new Request("/"))).isEmpty();
    }

    private static void handle(Timings timings) {
        Request request = new Request("/");
        timings.began(request);
        assertThat(timings.of(request)).isPresent();
        Reference.reachabilityFence(request);
    }

    // @start region="thread-values"
    static final class Buffers {
        private final WeakKeyMap<Thread, ByteBuffer> buffers = WeakKeyMap.identity();

        ByteBuffer mine() {
            return buffers.computeIfAbsent(Thread.currentThread(), thread -> ByteBuffer.allocate(8_192));
        }

        long bytes() { // of all threads that live
            return buffers.values().stream().mapToLong(ByteBuffer::capacity).sum();
        }
    }
    // @end region="thread-values"

    @Test
    @Tag("collector")
    void threadValues_threadsThatEnded_areLetGoOf() throws Exception {
        Buffers buffers = new Buffers();
        runThreads(buffers);
        RealCollector.await("the buffers of ended threads to leave", () -> buffers.bytes() == 0);
    }

    private static void runThreads(Buffers buffers) throws InterruptedException {
        CountDownLatch stored = new CountDownLatch(10);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            threads.add(start(() -> {
                assertThat(buffers.mine()).isSameAs(buffers.mine());
                stored.countDown();
                awaitQuietly(end);
            }));
        }
        stored.await();
        assertThat(buffers.bytes()).isEqualTo(81_920);
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A virtual thread, where there are any. */
    private static Thread start(Runnable task) {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (ReflectiveOperationException before21) {
            Thread thread = new Thread(task);
            thread.start();
            return thread;
        }
    }

    // @start region="back-links"
    static final class Node {
        private final List<Node> children = new ArrayList<>();
        private WeakRef<Node> parent = WeakRef.of(this); // a root is its own parent

        Node add(Node child) {
            children.add(child);
            child.parent = WeakRef.of(this); // up weakly: a child that is kept keeps no tree
            return child;
        }

        Optional<Node> parent() {
            return parent.map(up -> up == this ? null : up);
        }
    }
    // @end region="back-links"

    @Test
    @Tag("collector")
    void backLinks_childThatIsKept_keepsNoTree() {
        List<Node> kept = new ArrayList<>();
        WeakReference<Node> tree = tree(kept);
        RealCollector.await("the tree to be collected", () -> tree.refersTo(null));
        assertThat(kept.get(0).parent()).isEmpty();
    }

    private static WeakReference<Node> tree(List<Node> kept) {
        Node root = new Node();
        kept.add(root.add(new Node()));
        assertThat(kept.get(0).parent()).containsSame(root);
        assertThat(root.parent()).isEmpty();
        return new WeakReference<>(root);
    }

    // @start region="living-instances"
    static class Plugin {
        private static final WeakSet<Plugin> LIVING = WeakSet.identity();

        Plugin() {
            LIVING.add(this);
        }

        static int living() {
            return LIVING.size();
        }
    }
    // @end region="living-instances"

    @Test
    @Tag("collector")
    void livingInstances_droppedOnes_areNotCounted() {
        Plugin kept = new Plugin();
        for (int i = 0; i < 3; i++) {
            new Plugin();
        }
        RealCollector.await("the dropped plug-ins to be collected", () -> Plugin.living() == 1);
        Reference.reachabilityFence(kept);
    }
}
