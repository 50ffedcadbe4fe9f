package mapmaker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

public class DocumentsTest {
    @Test
    public void open_twice_givesOneDocument() {
        Documents documents = new Documents();
        StringBuilder first = documents.open("a.txt");
        assertThat(documents.open("a.txt")).isSameAs(first);
        documents.entitle(first, "A");
        assertThat(documents.title(first)).isEqualTo("A");
        assertThat(documents.title(new StringBuilder("a.txt"))).isNull();
    }
}
