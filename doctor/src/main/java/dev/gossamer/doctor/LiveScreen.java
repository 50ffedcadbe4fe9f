package dev.gossamer.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;

/** Shows the containers of a running JVM in a terminal until somebody presses {@code q}. For one thread. */
final class LiveScreen {
    private static final int LOOK_MILLIS = 250;
    private static final int END = -1;
    private static final int CONTROL_C = 3;

    private final String source;

    LiveScreen(String source) {
        this.source = source;
    }

    void show(LiveView view, RemotePatience patience) {
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            show(terminal, view, patience);
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be used: " + e.getMessage(), e);
        }
    }

    void show(Terminal terminal, LiveView view, RemotePatience patience) throws IOException {
        Attributes before = terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        try {
            int key;
            do {
                draw(terminal, LiveTable.lines(view.containers()));
                key = terminal.reader().read(LOOK_MILLIS);
            } while (key != 'q' && key != 'Q' && key != CONTROL_C && key != END && !patience.isOver());
        } finally {
            terminal.puts(Capability.exit_ca_mode);
            terminal.setAttributes(before);
            terminal.flush();
        }
    }

    private void draw(Terminal terminal, List<String> table) {
        int width = terminal.getWidth() > 0 ? terminal.getWidth() : Integer.MAX_VALUE;
        int height = terminal.getHeight() > 2 ? terminal.getHeight() - 2 : Integer.MAX_VALUE;
        terminal.puts(Capability.clear_screen);
        terminal.writer().print("gossamer-doctor: " + source + ", q quits\r\n");
        table.stream()
                .limit(height)
                .forEach(line -> terminal.writer().print(line.substring(0, Math.min(width, line.length())) + "\r\n"));
        terminal.flush();
    }
}
