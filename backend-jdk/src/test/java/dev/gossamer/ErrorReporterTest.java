package dev.gossamer;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ErrorReporterTest {

    @Test
    @DisplayName(
            "RC-7, RC-9 reports at the end of the stack leave the program its loggers, and are logged in order or counted")
    void report_firstAtTheEndOfTheStack_leavesLoggersUsable() throws Exception {
        run("stack", "-Xint");
    }

    @Test
    @DisplayName("RC-7, RC-9 reports in a full heap leave the program its loggers, and are logged in order or counted")
    void report_firstInAFullHeap_leavesLoggersUsable() throws Exception {
        run("heap", "-Xmx8m", "-XX:+UseSerialGC");
    }

    private static void run(String what, String... options) throws Exception {
        StartedJvm.requirePrints(
                "logged, and so was what had no room, in order", List.of(options), ReportsWithoutRoom.class, what);
    }
}
