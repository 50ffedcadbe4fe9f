package outside.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private Path image(String modules) throws Exception {
        Path image = folder.resolve("image");
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink"); // a JVM of its own: this one is patched
        String output = run(jlink, "--module-path", MODULES, "--add-modules", modules, "--output", image.toString());
        assertTrue(Files.isDirectory(image), output);
        return image;
    }

    private static String run(Path image) throws Exception {
        return run(image.resolve("bin/java"), "-m", "outside.app/outside.app.Main");
    }

    private static String run(Path program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, program.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes()).strip();
    }
}
