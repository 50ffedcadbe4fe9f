package interner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

public class NamesTest {
    @Test
    public void name_ofEqualStrings_isOneInstance() {
        Names names = new Names();
        String first = names.name(new String("ada"));
        assertThat(names.name(new String("ada"))).isSameAs(first);
    }
}
