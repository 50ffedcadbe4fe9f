package weakhashmap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

public class TagsTest {
    @Test
    public void tags_ofTwoObjects_areKept() {
        Tags tags = new Tags();
        Object one = new Object();
        Object other = new Object();
        tags.tag(one, "a");
        tags.tag(one, "b");
        tags.tag(other, "c");
        assertThat(tags.tags(one)).isEqualTo("a,b");
        assertThat(tags.tags(other)).isEqualTo("c");
        assertThat(tags.count()).isEqualTo(2);
    }
}
