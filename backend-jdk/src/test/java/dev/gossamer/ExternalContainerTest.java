package dev.gossamer;

import static dev.gossamer.LiveRecording.isOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("DIAG-4 containers that the library has not made")
class ExternalContainerTest {

    /** Counts by being told to. */
    private static final class Shelf extends ExternalContainer {
        private volatile boolean broken;
        private final AtomicLong books = new AtomicLong(3);

        Shelf(@Nullable String name) {
            super("Shelf", name);
            list();
        }

        void close() {
            unlist();
        }

        void put(long more) {
            books.addAndGet(more);
            used();
        }

        @Override
        public String backend() {
            return "oak";
        }

        @Override
        public boolean recordsStats() {
            return true;
        }

        @Override
        public int size() {
            return books.intValue();
        }

        @Override
        public long estimatedSize() {
            return books.get();
        }

        @Override
        public int reclaim() {
            return 0;
        }

        @Override
        public ContainerStats stats() {
            if (broken) {
                throw new IllegalStateException("no ladder");
            }
            return new ContainerStats(1, 2, 3, 4, 5, 6, 7, 8, 0);
        }
    }

    @Test
    void list_closedOnes_leaveTheirNeighboursOnTheList() {
        List<Shelf> named = List.of(new Shelf("shelf a"), new Shelf("shelf b"), new Shelf("shelf c"));
        List<Shelf> unnamed = List.of(new Shelf(null), new Shelf(null), new Shelf(null));
        int listed = WeakContainers.listed();

        for (List<Shelf> shelves : List.of(named, unnamed)) {
            shelves.get(1).close();
            shelves.get(1).close();
            assertThat(WeakContainers.all())
                    .contains(shelves.get(0), shelves.get(2))
                    .doesNotContain(shelves.get(1));
        }
        named.get(2).close();
        Shelf last = new Shelf("shelf d");
        assertThat(WeakContainers.named()).contains(named.get(0), last).doesNotContain(named.get(2));
        assertThat(WeakContainers.listed()).isLessThan(listed);
        Reference.reachabilityFence(List.of(named, unnamed, last));
    }

    @Test
    void event_namedOne_tellsWhatItSays() {
        Shelf shelf = new Shelf("told shelf");
        try (LiveRecording recording = LiveRecording.of("Container")) {
            RecordedEvent event = recording.await("an event of the shelf", isOf("told shelf"));
            assertThat(List.of(event.getString("kind"), event.getString("backend")))
                    .containsExactly("Shelf", "oak");
            assertThat(event.getBoolean("statistics")).isTrue();
            assertThat(List.of(
                            event.getLong("hits"),
                            event.getLong("misses"),
                            event.getLong("loads"),
                            event.getLong("removed"),
                            event.getLong("replaced"),
                            event.getLong("collected"),
                            event.getLong("evicted"),
                            event.getLong("pending"),
                            event.getLong("size")))
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 3L);
            shelf.put(1);
            RecordedEvent later = recording.await(
                    "what was put there", each -> isOf("told shelf").test(each) && each.getLong("size") == 4);
            assertThat(later.getLong("hits")).isEqualTo(1);
        }
    }

    @Test
    void event_oneThatThrows_isReportedAndHoldsUpNoOther() {
        List<String> failed = new CopyOnWriteArrayList<>();
        Shelf broken = new Shelf("broken shelf");
        Shelf whole = new Shelf("whole shelf");
        broken.broken = true;
        ErrorHandler.use((source, failure) -> failed.add(source));
        try (LiveRecording recording = LiveRecording.of("Container")) {
            recording.await("an event of the other", isOf("whole shelf"));
            Deaths.await("a report of the broken one", () -> failed.contains("watching \"broken shelf\""));
        } finally {
            broken.close();
            ErrorHandler.useStandard();
        }
        Reference.reachabilityFence(whole);
    }
}
