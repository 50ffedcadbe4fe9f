package dev.gossamer.examples.leaky;

import dev.gossamer.WeakValueMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads documents over and over through a cache. The fault: nobody holds one for longer than it takes to read it, so each is
 * loaded anew.
 */
final class DocumentReader implements ServicePart {
    private static final int DOCUMENTS = 300;
    private static final int READS = 20;

    private final WeakValueMap<Integer, Document> documents = WeakValueMap.<Integer, Document>builder()
            .name("documents")
            .recordStats()
            .build();

    /** The remedy: who works with documents holds them meanwhile. */
    private final List<Document> open = new ArrayList<>();

    private final Care care;
    private long words;

    DocumentReader(Care care) {
        this.care = care;
    }

    @Override
    public void tick(int tick) {
        for (int i = 0; i < READS; i++) {
            Document document = documents.computeIfAbsent((tick * READS + i) % DOCUMENTS, Document::new);
            words += document.text.length;
            if (care == Care.HEALTHY && open.size() < DOCUMENTS) {
                open.add(document);
            }
        }
    }

    @Override
    public String toString() {
        return words + " words read";
    }

    /** A document. */
    private static final class Document {
        final int[] text;

        Document(int number) {
            this.text = new int[100 + number % 10];
        }
    }
}
