package dev.gossamer.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measurements that are made once in a JVM of their own, which prints a line {@code name=number} for each. */
final class SingleMeasurement {

    private SingleMeasurement() {}

    /** Starts a JVM and collects what it prints. */
    static Map<String, Double> run(MeasuringJvm jvm, Class<?> main, List<String> arguments) {
        try {
            Process process = jvm.start(main, arguments);
            try (BufferedReader from =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                return read(from);
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Double> read(BufferedReader from) throws IOException {
        Map<String, Double> measured = new LinkedHashMap<>();
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            String[] parts = line.split("=", 2);
            if (parts.length == 2) {
                measured.put(parts[0], Double.valueOf(parts[1]));
            }
        }
        return measured;
    }

    /** Prints a measurement, in the JVM that makes it. */
    static void tell(String name, double value) {
        System.out.println(name + "=" + value);
    }
}
