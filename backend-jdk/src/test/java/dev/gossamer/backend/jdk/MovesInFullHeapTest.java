package dev.gossamer.backend.jdk;

import dev.gossamer.StartedJvm;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MovesInFullHeapTest {

    @Test
    @DisplayName(
            "MAP-20 whichever allocation of a move fails: put and remove are done, and a later one moves the table")
    void insertAndRemove_moveFindsNoMemory_areDoneAllTheSame() throws Exception {
        StartedJvm.requirePrints("all went on", List.of("-Xmx6m", "-XX:+UseSerialGC"), MovesInFullHeap.class);
    }
}
