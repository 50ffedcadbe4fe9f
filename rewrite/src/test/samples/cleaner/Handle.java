package cleaner;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;

public final class Handle implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable release;

    public Handle(AtomicInteger open) {
        open.incrementAndGet();
        release = CLEANER.register(this, open::decrementAndGet);
    }

    @Override
    public void close() {
        release.clean();
    }
}
