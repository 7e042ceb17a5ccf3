package cn.siyu.kernel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** SEC-18: JSON that is only deep is refused, whatever reads it. */
class JsonLimitsTest {

    @Test
    void nesting_ends_at_32() throws Exception {
        var json = new ObjectMapper();
        new JsonLimits().customize(json);

        assertThat(json.readTree("[".repeat(32) + "]".repeat(32))).isNotNull();
        assertThatThrownBy(() -> json.readTree("[".repeat(33) + "]".repeat(33)))
                .isInstanceOf(StreamConstraintsException.class);
    }
}
