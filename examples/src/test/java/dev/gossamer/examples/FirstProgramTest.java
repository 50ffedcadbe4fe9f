package dev.gossamer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.Finalizers;
import dev.gossamer.HotTier;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.RealCollector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows. */
class FirstProgramTest {
    private static final class Document {
        private final String name;

        private Document(String name) {
            this.name = name;
        }

        static Document load(String name) {
            return new Document(name);
        }
    }

    @Test
    @Tag("collector")
    void firstProgram_documentThatNobodyUses_isGoneKeyAndAll() {
        // @start region="first-program"
        WeakValueMap<String, Document> open = WeakValueMap.create();

        Document report = open.computeIfAbsent("report.odt", Document::load); // loaded once
        assert open.get("report.odt") == report; // the very same, while anyone uses it
        report = null; // nobody uses it any more: gone from the map, key and all
        // @end region="first-program"
        RealCollector.await("the report to leave", open::isEmpty);
        assertThat(open.computeIfAbsent("letter.odt", Document::load).name).isEqualTo("letter.odt");
        assertThat(report).isNull();
    }

    private static final class Image {
        static Image load(String name) {
            return new Image();
        }
    }

    @Test
    @Tag("collector")
    void hotImages_imageThatNobodyUses_isStillThere() {
        // @start region="hot-images"
        WeakValueMap<String, Image> images = WeakValueMap.<String, Image>builder()
                .hot(HotTier.recent(1_000)) // the last 1,000 are held strongly,
                .build(); // any other for as long as somebody uses it
        // @end region="hot-images"
        load(images);
        RealCollector.collect();
        assertThat(images).containsOnlyKeys("logo.png");
    }

    private static void load(WeakValueMap<String, Image> images) {
        images.computeIfAbsent("logo.png", Image::load);
    }

    private static final class Journal {
        private final FileChannel channel;

        Journal(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        }

        FileChannel channel() {
            return channel;
        }
    }

    private static final class Journals {
        static void close(FileChannel channel) {
            try {
                channel.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Test
    @Tag("collector")
    void finalizer_journalThatNobodyUses_closesItsChannel(@TempDir Path folder) throws IOException {
        FileChannel channel = forget(Files.createFile(folder.resolve("journal")));
        RealCollector.await("the channel to be closed", () -> !channel.isOpen());
    }

    private static FileChannel forget(Path file) throws IOException {
        // @start region="finalizer"
        Journal journal = new Journal(file); // holds a FileChannel
        Finalizers.registerAction(journal, journal.channel(), Journals::close);
        // @end region="finalizer"
        return journal.channel();
    }
}
