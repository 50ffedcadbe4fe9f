package dev.gossamer.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who is compared with whom. */
class MeasurementPlanTest {

    @Test
    void quick_everyRowOfAMap_hasTheStrongMapInIt() {
        for (ContainerKind kind : MeasurementPlan.maps()) {
            List<List<Contestant>> rows = rows(kind);

            assertThat(works(rows))
                    .contains(
                            MeasuredOperation.GET_HIT,
                            MeasuredOperation.GET_MISS,
                            MeasuredOperation.PUT_NEW,
                            MeasuredOperation.PUT_OVER,
                            MeasuredOperation.REMOVE);
            assertThat(rows)
                    .allSatisfy(row -> assertThat(row.stream().map(Contestant::peer))
                            .startsWith(PeerLibrary.ours(kind))
                            .contains(PeerLibrary.limit(kind)));
        }
    }

    /** The comparisons of libraries; not those of our works with each other. */
    private static List<List<Contestant>> rows(ContainerKind kind) {
        return MeasurementPlan.quick().cells.stream()
                .filter(row -> row.get(0).peer().kind == kind)
                .filter(row -> row.stream().map(Contestant::work).distinct().count() == 1)
                .toList();
    }

    private static Set<MeasuredOperation> works(List<List<Contestant>> rows) {
        return rows.stream().map(row -> row.get(0).work()).collect(Collectors.toSet());
    }
}
