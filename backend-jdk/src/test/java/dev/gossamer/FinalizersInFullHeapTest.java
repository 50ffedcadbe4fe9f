package dev.gossamer;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
class FinalizersInFullHeapTest {

    @Test
    @DisplayName("FIN-3 RC-7 actions that are due while there is no memory run while there is none")
    void actions_dueInAFullHeap_allRun() throws Exception {
        StartedJvm.requirePrints("20000 have run", List.of("-Xmx16m", "-XX:+UseSerialGC"), FinalizersInFullHeap.class);
    }
}
