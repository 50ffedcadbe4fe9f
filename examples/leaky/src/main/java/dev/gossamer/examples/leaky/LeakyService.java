package dev.gossamer.examples.leaky;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Runs the service for some seconds and records itself: {@code LeakyService leaky|healthy SECONDS FILE}. It asks the collector
 * to run twice a second, so that little time shows what is seen in days else. Give it {@code -Xmx128m}.
 */
public final class LeakyService {
    private static final int TICKS_PER_SECOND = 10;
    private static final int TICKS_PER_COLLECTION = 5;

    private LeakyService() {}

    /**
     * Runs the service.
     *
     * @param arguments whether with its faults, how many seconds, and the file to record to
     * @throws IOException if the file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("give three arguments: leaky or healthy, seconds, and the file to record to");
            System.exit(2);
        }
        Care care = Care.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        try (Recording recording = recording()) {
            recording.start();
            run(care, Integer.parseInt(arguments[1]) * TICKS_PER_SECOND);
            recording.stop();
            recording.dump(Path.of(arguments[2]));
        }
        System.out.println("recorded " + care + " to " + arguments[2]);
    }

    private static Recording recording() throws IOException {
        try {
            return new Recording(Configuration.getConfiguration("default"));
        } catch (ParseException e) {
            throw new IOException("the JDK's own settings of the Flight Recorder cannot be read", e);
        }
    }

    private static void run(Care care, int ticks) {
        List<ServicePart> parts = List.of(
                new RequestSpans(care),
                new PriceDisplays(care),
                new DocumentReader(care),
                new ThumbnailStore(care),
                new ReportDesk(care));
        for (int tick = 0; tick < ticks; tick++) {
            for (ServicePart part : parts) {
                part.tick(tick);
            }
            if (tick % TICKS_PER_COLLECTION == TICKS_PER_COLLECTION - 1) {
                System.gc();
            }
            LockSupport.parkNanos(1_000_000_000L / TICKS_PER_SECOND);
        }
    }
}
