package cn.siyu.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.testing.SandboxControl;
import cn.siyu.wechat.SubscribeMessages.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscribe messages: one permission, one message. */
@QuarkusTest
class SubscribeMessagesTest {

    private static final String PERSON = "subscribe-messages-test";
    private static final String TEMPLATE = "template-of-test";

    @Inject
    SubscribeMessages messages;

    @AfterEach
    void peace() {
        SandboxControl.reset();
    }

    private Answer send(String template, Map<String, String> data) {
        return messages.send(SandboxControl.openid(PERSON), template, "pages/order?id=1", data)
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    @Test
    void each_permission_sends_one_message() {
        var before = SandboxControl.sentMessages(PERSON).size();
        SandboxControl.grantSubscription(PERSON, TEMPLATE, 1);

        assertThat(send(TEMPLATE, Map.of("thing1", "柔软的毯子", "amount2", "19.90")))
                .isEqualTo(new Answer.Sent());
        assertThat(send(TEMPLATE, Map.of("thing1", "柔软的毯子"))).isEqualTo(new Answer.RefusedByUser());

        var sent = SandboxControl.sentMessages(PERSON);
        assertThat(sent).hasSize(before + 1);
        assertThat(sent.get(before).at("/data/thing1/value").asText()).isEqualTo("柔软的毯子");
        assertThat(sent.get(before).path("page").asText()).isEqualTo("pages/order?id=1");
    }

    @Test
    void wrong_data_and_templates_are_refused_for_good() {
        SandboxControl.grantSubscription(PERSON, TEMPLATE, 1);

        assertThat(send(TEMPLATE, Map.of("thing1", "字".repeat(21)))).isEqualTo(new Answer.Refused("47003"));
        assertThat(send(TEMPLATE, Map.of("phrase1", "six letters"))).isEqualTo(new Answer.Refused("47003"));
        assertThat(send("no template!", Map.of("thing1", "a"))).isEqualTo(new Answer.Refused("40037"));
        assertThat(send(TEMPLATE, Map.of("thing1", "字".repeat(20)))).isEqualTo(new Answer.Sent());
    }

    @Test
    void a_crowd_or_a_silent_wechat_is_unknown() {
        SandboxControl.refuse("message", 200, "45009", 1);
        assertThatThrownBy(() -> send(TEMPLATE, Map.of("thing1", "a"))).isInstanceOf(WeChatUnknown.class);

        SandboxControl.fault("message", "RESET", 1);
        assertThatThrownBy(() -> send(TEMPLATE, Map.of("thing1", "a"))).isInstanceOf(WeChatUnknown.class);
    }
}
