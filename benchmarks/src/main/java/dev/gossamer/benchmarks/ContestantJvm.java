package dev.gossamer.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A JVM at work for a contestant. */
final class ContestantJvm implements AutoCloseable {
    private final Contestant contestant;
    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;

    ContestantJvm(Contestant contestant, MeasuringJvm jvm) {
        this.contestant = contestant;
        try {
            this.process = jvm.start(SliceWorker.class, contestant.arguments());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.to = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    void awaitReady() {
        read();
    }

    MeasuredSlice run(long millis) {
        try {
            to.write(millis + System.lineSeparator());
            to.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return MeasuredSlice.parse(read());
    }

    private String read() {
        try {
            String line = from.readLine();
            if (line == null) {
                throw new IllegalStateException(contestant + " ended early; see its error output above");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
