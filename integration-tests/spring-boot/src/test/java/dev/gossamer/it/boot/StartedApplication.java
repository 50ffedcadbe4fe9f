package dev.gossamer.it.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one jar of the application, started as {@code java -jar} on a free port of this machine. */
final class StartedApplication {
    private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    StartedApplication(Path jar) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .start();
        port = awaitPort();
    }

    private int awaitPort() throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher matcher = PORT.matcher(line);
            if (matcher.find()) {
                drain(lines);
                return Integer.parseInt(matcher.group(1));
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("the application ended before it had a port; it said\n" + said);
    }

    /** Lets the application say what it likes, which it could not once the pipe is full. */
    private static void drain(BufferedReader lines) {
        Thread drain = new Thread(() -> echo(lines), "application");
        drain.setDaemon(true);
        drain.start();
    }

    private static void echo(BufferedReader lines) {
        try {
            lines.lines().forEach(System.out::println);
        } catch (UncheckedIOException e) {
            System.out.println("the application has ended");
        }
    }

    /** What the application answers to a request for a path. */
    String get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + " was answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** Ends it by a signal, as an operator does, and returns its exit code. */
    int end() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }
}
