package dev.gossamer.examples.leaky;

import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakRef;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Attaches spans to requests. The fault: a span refers to its request, so neither ever dies. */
final class RequestSpans implements ServicePart {
    private static final int REQUESTS = 20;

    private final WeakKeyMap<Request, Span> metadata =
            WeakKeyMap.<Request, Span>builder().name("metadata").recordStats().build();
    private final Care care;

    RequestSpans(Care care) {
        this.care = care;
    }

    @Override
    public void tick(int tick) {
        for (int i = 0; i < REQUESTS; i++) {
            Request request = new Request("/orders/" + (tick * REQUESTS + i));
            metadata.put(request, new Span(care == Care.LEAKY ? new StrongContext(request) : new WeakContext(request)));
        }
    }

    /** What the service was asked for. */
    private static final class Request {
        final String path;

        Request(String path) {
            this.path = path;
        }
    }

    /** What is noted about a request. */
    private static final class Span {
        final Supplier<@Nullable Request> context;

        Span(Supplier<@Nullable Request> context) {
            this.context = context;
        }
    }

    /** The mistake. */
    private static final class StrongContext implements Supplier<@Nullable Request> {
        private final Request request;

        StrongContext(Request request) {
            this.request = request;
        }

        @Override
        public Request get() {
            return request;
        }
    }

    /** The remedy. */
    private static final class WeakContext implements Supplier<@Nullable Request> {
        private final WeakRef<Request> request;

        WeakContext(Request request) {
            this.request = WeakRef.of(request);
        }

        @Override
        public @Nullable Request get() {
            return request.get();
        }
    }
}
