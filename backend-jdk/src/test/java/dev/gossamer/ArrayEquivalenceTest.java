package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArrayEquivalenceTest {

    static Object[][][] equal() {
        return new Object[][][] {
            {{new byte[] {1, 2}, new byte[] {1, 2}}},
            {{new double[] {0.5}, new double[] {0.5}}},
            {{new Object[] {"a", new int[] {1}}, new Object[] {"a", new int[] {1}}}},
            {{"text", new String("text")}},
        };
    }

    @ParameterizedTest
    @MethodSource("equal")
    void arrays_ofEqualElements_areEquivalent(Object[] pair) {
        assertThat(Equivalence.arrays().equivalent(pair[0], pair[1])).isTrue();
        assertThat(Equivalence.arrays().hash(pair[0]))
                .isEqualTo(Equivalence.arrays().hash(pair[1]));
    }

    @Test
    void arrays_ofOtherElementsOrTypes_areNotEquivalent() {
        assertThat(Equivalence.arrays().equivalent(new byte[] {1}, new byte[] {2}))
                .isFalse();
        assertThat(Equivalence.arrays().equivalent(new byte[] {1}, new short[] {1}))
                .isFalse();
    }

    @Test
    void interner_ofArrays_givesOneInstance() {
        Interner<byte[]> bytes =
                Interner.<byte[]>builder().keys(Equivalence.arrays()).build();
        byte[] first = bytes.intern(new byte[] {1, 2, 3});
        assertThat(bytes.intern(new byte[] {1, 2, 3})).isSameAs(first);
    }
}
