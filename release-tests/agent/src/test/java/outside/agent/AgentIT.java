package outside.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentIT {

    @Test
    void agent_withTheLibraryRelocated_works() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:target/agent-1.jar",
                        "-cp",
                        "target/test-classes",
                        "outside.agent.Application")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertEquals(
                List.of("agent: seen by outside.agent.shaded.gossamer.backend.jdk.JdkBackend", "application"),
                output.lines().toList());
    }
}
