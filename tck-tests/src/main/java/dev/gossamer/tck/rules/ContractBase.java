package dev.gossamer.tck.rules;

import dev.gossamer.Backends;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Feature;
import dev.gossamer.tck.BackendContract;
import dev.gossamer.tck.report.PendingRules;
import org.junit.jupiter.api.Assumptions;

/**
 * What the contract of one type of the library starts from.
 *
 * <p>How to add one: write a public interface {@code XContract extends ContractBase} in {@code dev.gossamer.tck.contracts} whose tests are {@code default}
 * methods with {@link Rule} and {@code @Test} or {@code @Property}; let the display name ({@code @DisplayName},
 * jqwik's {@code @Label}) open with the same ids; add the interface to those that {@link BackendContract} extends; take
 * the rules off {@link PendingRules}. A test that cannot say anything here aborts with the reason
 * ({@code Assumptions.abort(reason)}) and counts as N/A.
 */
public interface ContractBase {
    /** The tag of tests that need the real garbage collector. */
    String COLLECTOR = "collector";

    /** The tag of tests with tens of thousands of entries, which a table that searches them one by one never gets through. */
    String LARGE = "large";

    /** The backend to test. */
    Backend backend();

    /** Has the test that asks count as N/A where the backend does not offer a feature. */
    default void requireOffered(Feature feature) {
        Assumptions.assumeTrue(
                backend().features().contains(feature), "the backend does not offer " + feature.option());
    }

    /** Has the test that asks count as N/A where what names no backend uses another one. */
    default void requireStandard() {
        String standard = Backends.standard().name();
        Assumptions.assumeTrue(
                standard.equals(backend().name()), () -> "the standard backend of this JVM is \"" + standard + '"');
    }
}
