package dev.gossamer.examples;

import dev.gossamer.Finalizer;
import dev.gossamer.Finalizers;
import dev.gossamer.WeakRef;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Being told that an object died, and cleaning up after it. */
final class ObjectsThatDie implements TourScene {

    private static final Object SERVICE = new Object();

    /** Writes to a file that must be closed when nobody uses the journal any more. */
    private static final class Journal {
        private final FileChannel channel;
        private final Finalizer<Void> closing;

        Journal(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            // the state is the channel, never the journal itself: the finalizer would keep it alive
            closing = Finalizers.registerAction(this, channel, ObjectsThatDie::close);
        }
    }

    @Override
    public String title() {
        return "When an object dies: a callback, a finalizer that closes a file, one for the exit (WeakRef, Finalizers)";
    }

    @Override
    public void play(TourStage stage) throws IOException {
        tellOfDeath(stage);
        closeFiles(stage);
        Finalizers.register(SERVICE, () -> stage.say("(at exit: the service is shut down)"))
                .atExit(true);
        stage.say("the service lives until the end of the program; its finalizer runs then");
    }

    private static void tellOfDeath(TourStage stage) {
        List<String> told = new CopyOnWriteArrayList<>();
        WeakRef<Object> reference = WeakRef.of(new Object(), dead -> told.add(dead.isAlive() ? "alive" : "dead"));
        stage.collectUntil("the callback ran", () -> !told.isEmpty());
        stage.show(told.equals(List.of("dead")), "called once, with %s", reference);
    }

    private static void closeFiles(TourStage stage) throws IOException {
        Path file = Files.createTempFile("tour", ".journal");
        Journal closed = new Journal(file);
        closed.closing.call();
        stage.show(!closed.channel.isOpen(), "a finalizer can be called early, then it is over: %s", closed.closing);
        FileChannel abandoned = abandon(file);
        stage.collectUntil("the abandoned journal's file is closed", () -> !abandoned.isOpen());
        Files.delete(file);
        try {
            Object referent = new Object();
            Finalizers.register(referent, () -> stage.say("%s", referent));
            throw new IllegalStateException("does not hold: an action that captures its referent is refused");
        } catch (IllegalArgumentException e) {
            stage.say("an action that would keep its object alive is refused: %s", e.getMessage());
        }
    }

    private static FileChannel abandon(Path file) throws IOException {
        return new Journal(file).channel;
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close the journal", e);
        }
    }
}
