package dev.gossamer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.doctor.Models.Sample;
import org.junit.jupiter.api.Test;

/** What the cells of the tables say. */
class ReportTablesTest {
    private static String containers(Sample last) {
        Markup page = new Markup();
        new ReportTables(new Models()
                        .container("thumbnails", "WeakValueMap", 0, i -> last)
                        .model())
                .containers()
                .write(page);
        return page.toString();
    }

    @Test
    void containers_limitOfTheHotTier_isToldInItsUnit() {
        assertThat(containers(Sample.of(9).hot(7, 8_000))).contains(">7 of 8,000<");
        assertThat(containers(Sample.of(9).hot(7, 8_000).weighed())).contains(">7, up to a weight of 8,000<");
        assertThat(containers(Sample.of(9).hot(7, -1))).contains(">7<");
    }
}
