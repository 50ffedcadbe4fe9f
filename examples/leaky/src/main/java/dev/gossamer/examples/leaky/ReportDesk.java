package dev.gossamer.examples.leaky;

import dev.gossamer.WeakValueMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hands out reports that are loaded when first asked for. The fault: the loader waits 30 seconds for a machine that does not
 * answer, and so does everybody who asks for the same report.
 */
final class ReportDesk implements ServicePart {
    private static final int READERS = 3;

    private final WeakValueMap<ReportId, Report> reports = WeakValueMap.<ReportId, Report>builder()
            .name("reports")
            .recordStats()
            .build();
    private final List<Report> handedOut = new ArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Care care;

    ReportDesk(Care care) {
        this.care = care;
    }

    @Override
    public void tick(int tick) {
        if (tick == 0) {
            start("report-loader", () -> handOut(reports.computeIfAbsent(new ReportId("yearly"), this::load)));
            for (int i = 1; i <= READERS; i++) {
                start("reader-" + i, this::read);
            }
        }
    }

    private void read() {
        try {
            asked.await();
            handOut(reports.computeIfAbsent(new ReportId("yearly"), this::load));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void handOut(Report report) {
        handedOut.add(report);
    }

    private Report load(ReportId id) {
        asked.countDown();
        try {
            boolean answered = answer.await(care == Care.LEAKY ? 30_000 : 50, TimeUnit.MILLISECONDS);
            return new Report(id.name() + (answered ? "" : ", without the figures of the other machine"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Report(id.name());
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Names a report. */
    private record ReportId(String name) {}

    /** A report. */
    private static final class Report {
        final String text;

        Report(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
