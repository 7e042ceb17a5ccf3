package cn.siyu.notify.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.notify.domain.Message.State;
import cn.siyu.notify.domain.Message.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a message says, and how often it is tried. */
class WordsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

    @Test
    void values_are_cut_to_what_wechat_lets_through() {
        assertThat(Form.of("thing1").fit("字".repeat(20))).isEqualTo("字".repeat(20));
        assertThat(Form.of("thing1").fit("字".repeat(21))).isEqualTo("字".repeat(19) + "…");
        assertThat(Form.of("thing12").fit("😀".repeat(30))).isEqualTo("😀".repeat(19) + "…");
        assertThat(Form.of("thing1").fit(" a\nb ")).isEqualTo("ab");
        assertThat(Form.of("thing1").fit("")).isEqualTo("-");
        assertThat(Form.of("character_string1").fit("SF 123\u5355 456")).isEqualTo("SF123456");
        assertThat(Form.of("character_string1").fit("x".repeat(40))).hasSize(32);
        assertThat(Form.of("phrase1").fit("已经发货啦 ok")).isEqualTo("已经发货啦");
        assertThat(Form.of("number1").fit("3")).isEqualTo("3");
        assertThat(Yuan.written(12_990)).isEqualTo("129.90元");
        assertThat(Yuan.written(5)).isEqualTo("0.05元");
    }

    @Test
    void a_template_says_only_what_its_kind_knows() {
        var template = new Template(Kind.SHIPPED, "t", Map.of("thing2", "carrier"));

        assertThat(template.filled(Map.of("carrier", "顺丰", "orderNo", "1"))).isEqualTo(Map.of("thing2", "顺丰"));
        assertThatThrownBy(() -> new Template(Kind.SHIPPED, "t", Map.of("thing1", "amount")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Template(Kind.SHIPPED, " ", Map.of("thing1", "carrier")))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Message tried(int tries, Instant expiresAt) {
        return new Message(
                UUID.randomUUID(),
                Kind.SHIPPED,
                UUID.randomUUID(),
                "t",
                UUID.randomUUID(),
                Optional.empty(),
                Map.of(),
                State.WAITING,
                Optional.empty(),
                tries,
                NOW,
                expiresAt,
                Optional.empty());
    }

    @Test
    void news_is_tried_five_times_within_its_useful_life() {
        var later = NOW.plus(Duration.ofHours(1));

        assertThat(tried(1, later).turn(NOW)).isEqualTo(new Turn.Send());
        assertThat(tried(5, later).turn(NOW)).isEqualTo(new Turn.Send());
        assertThat(tried(6, later).turn(NOW)).isEqualTo(new Turn.End(State.UNKNOWN));
        assertThat(tried(1, NOW).turn(NOW)).isEqualTo(new Turn.End(State.EXPIRED));
        assertThat(tried(2, NOW).turn(NOW)).isEqualTo(new Turn.End(State.UNKNOWN));
        assertThat(tried(1, later).nextTry(NOW)).contains(NOW.plusSeconds(10));
        assertThat(tried(4, later).nextTry(NOW)).contains(NOW.plus(Duration.ofMinutes(30)));
        assertThat(tried(5, later).nextTry(NOW)).isEmpty();
    }
}
