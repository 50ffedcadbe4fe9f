package outside.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageIT {
    private static final String MODULES = "target/modules" + File.pathSeparator + "target/modules-1.jar";

    @TempDir
    Path folder;

    @Test
    void image_thatNamesABackend_runs() throws Exception {
        assertEquals("true jdk", run(image("outside.app,dev.gossamer.backend.jdk")));
    }

    @Test
    void image_thatNamesNoBackend_isToldWhatToAdd() throws Exception {
        String output = run(image("outside.app"));
        assertTrue(output.contains("no backend found") && output.contains("--add-modules dev.gossamer.backend.jdk"), output);
    }

    private Path image(String modules) {
        Path image = folder.resolve("image");
        PrintWriter log = new PrintWriter(System.out, true);
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(log, log, "--module-path", MODULES, "--add-modules", modules, "--output", image.toString());
        assertEquals(0, status);
        return image;
    }

    private static String run(Path image) throws Exception {
        Process process = new ProcessBuilder(image.resolve("bin/java").toString(), "-m", "outside.app/outside.app.Main")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes()).strip();
    }
}
