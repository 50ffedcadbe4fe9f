package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArrayEquivalenceTest {

    static Stream<Arguments> equal() {
        return Stream.of(
                Arguments.of(new byte[] {1, 2}, new byte[] {1, 2}),
                Arguments.of(new double[] {0.5}, new double[] {0.5}),
                Arguments.of(new Object[] {"a", new int[] {1}}, new Object[] {"a", new int[] {1}}),
                Arguments.of("text", new String("text")));
    }

    @ParameterizedTest
    @MethodSource("equal")
    void arrays_ofEqualElements_areEquivalent(Object left, Object right) {
        assertThat(Equivalence.arrays().equivalent(left, right)).isTrue();
        assertThat(Equivalence.arrays().hash(left))
                .isEqualTo(Equivalence.arrays().hash(right));
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
