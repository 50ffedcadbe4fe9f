package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.junit.jupiter.api.Test;

/** What a processor is reported to have done to its entry: what the standard counts. */
class ReportingProcessorTest {
    private static final EntryProcessor<String, String, Void> REMOVE = (entry, arguments) -> {
        entry.remove();
        return null;
    };

    private static final EntryProcessor<String, String, Void> SET_AND_REMOVE = (entry, arguments) -> {
        entry.setValue("set");
        entry.remove();
        return null;
    };

    private static final EntryProcessor<String, String, Void> REMOVE_AND_SET = (entry, arguments) -> {
        entry.remove();
        entry.setValue("set");
        return null;
    };

    /** An entry of an engine. */
    private static final class Stored implements MutableEntry<String, Object> {
        private Object value;

        Stored(Object value) {
            this.value = value;
        }

        @Override
        public boolean exists() {
            return value != null;
        }

        @Override
        public void remove() {
            value = null;
        }

        @Override
        public void setValue(Object next) {
            value = next;
        }

        @Override
        public String getKey() {
            return "k";
        }

        @Override
        public Object getValue() {
            return value;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException(type.getName());
        }
    }

    private static ReportingProcessor.Report<Void> report(
            EntryProcessor<String, String, Void> processor, Object stored) {
        StalenessPolicy.Life life = new StalenessPolicy.Life(Envelope.NEVER);
        return new ReportingProcessor<>(processor, new PlainFormat<>(), life).process(new Stored(stored));
    }

    private static ReportingProcessor.Report<Void> reported(boolean found, boolean written, boolean removed) {
        return new ReportingProcessor.Report<>(null, found, written, removed);
    }

    @Test
    void removal_countsWhereAnEntryWasThere() {
        assertThat(report(REMOVE, "v")).isEqualTo(reported(true, false, true));
        assertThat(report(SET_AND_REMOVE, "v")).isEqualTo(reported(true, false, true));
        assertThat(report(REMOVE, null)).isEqualTo(reported(false, false, false));
        assertThat(report(SET_AND_REMOVE, null)).isEqualTo(reported(false, false, false));
    }

    @Test
    void write_countsInPlaceOfTheRemovalBefore() {
        assertThat(report(REMOVE_AND_SET, "v")).isEqualTo(reported(true, true, false));
        assertThat(report(REMOVE_AND_SET, null)).isEqualTo(reported(false, true, false));
    }
}
