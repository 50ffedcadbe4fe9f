package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A Redis of a test's own: on loopback alone, and with nothing kept on disk. It runs below a shell that kills it when the shell's
 * input ends, so it is gone with this process however that ends.
 */
final class RedisServer implements AutoCloseable {
    private static final String WATCHED = "\"$@\" & cat > /dev/null; kill -KILL $!; wait $!";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final int port = HazelcastMember.freePort();
    private final Path folder;
    private Process shell;

    RedisServer() {
        requireProgram();
        try {
            folder = Files.createTempDirectory("gossamer-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Fails without Redis, unless it was said that there is none: then the test is skipped, for that reason. */
    private static void requireProgram() {
        if (System.getProperty("redis", "").equals("absent")) {
            abort("-Dredis=absent was given, so nothing that needs Redis is tried");
        }
        assertThat(isInstalled())
                .as(
                        "redis-server is on the path; install it (Debian's redis-server), or leave these tests out with -Dredis=absent")
                .isTrue();
    }

    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Path.of(folder, "redis-server").toFile().canExecute());
    }

    void start() {
        try {
            shell = new ProcessBuilder(
                            "sh",
                            "-c",
                            WATCHED,
                            "sh",
                            "redis-server",
                            "--port",
                            String.valueOf(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no",
                            "--dir",
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> command("PING").equals("+PONG"));
    }

    /** Ends it at once, with all it holds. */
    void kill() {
        try {
            shell.getOutputStream().close();
            shell.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The first line of what it answers to a command. */
    String command(String line) {
        return command(line, "");
    }

    /** A number from its statistics. */
    long statistic(String name) {
        return Long.parseLong(command("INFO stats", name + ":").substring(name.length() + 1));
    }

    private String command(String command, String prefix) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = answer.readLine();
            while (line != null && !line.startsWith(prefix)) {
                line = answer.readLine();
            }
            if (line == null) {
                throw new IOException("Redis has ended its answer to " + command);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts the connections that events come through; answers how many there were. */
    int cutEvents() {
        return Integer.parseInt(command("CLIENT KILL TYPE pubsub").substring(1));
    }

    /** The configuration of a client, for Redisson's provider. */
    URI configuration() {
        String text =
                "threads: 2\nnettyThreads: 2\nsingleServerConfig:\n  address: \"redis://127.0.0.1:" + port + "\"\n";
        try {
            return Files.writeString(folder.resolve("redisson.yaml"), text).toUri();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            for (String file : new String[] {"redisson.yaml", "log"}) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
