package cn.siyu.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.SandboxWeCom;
import cn.siyu.wechat.WeCom.Handed;
import cn.siyu.wechat.WeCom.JoinWay;
import cn.siyu.wechat.WeCom.Passed;
import cn.siyu.wechat.WeCom.Passing;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contacts, chats and transfers at WeCom, with its limits and its silences. */
@QuarkusTest
class WeComTest {

    @Inject
    WeCom weCom;

    private final SandboxWeCom stage = SandboxWeCom.here();
    private final String story = "w" + System.nanoTime();
    private final String leaver = story + ".leaver";
    private final String successor = story + ".successor";

    @BeforeEach
    void open() {
        stage.works(leaver);
        stage.works(successor);
    }

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void customers_are_listed_and_known_by_their_unionid() {
        var ids = stage.customers(leaver, story + "c", story + "u", 130);

        assertThat(ended(weCom.contacts(leaver))).containsExactlyInAnyOrderElementsOf(ids);
        var first = ended(weCom.contactsOf(leaver, ""));
        var second = ended(weCom.contactsOf(leaver, first.next()));

        assertThat(first.items()).hasSize(100);
        assertThat(second.items()).hasSize(30);
        assertThat(second.next()).isEmpty();
        assertThat(second.items().getLast().unionid()).hasValue(story + "u00129");
        assertThat(ended(weCom.contact(ids.getFirst())).getFirst().userId()).isEqualTo(leaver);
        assertThat(ended(weCom.contacts(story + ".nobody"))).isEmpty();
    }

    @Test
    void who_says_nothing_for_a_day_has_agreed_and_twice_in_ninety_days_is_the_most() {
        var one = stage.customers(leaver, story + "c", "", 1);
        var unwilling = story + "no";
        stage.customer(leaver, unwilling, "");

        assertThat(ended(weCom.passCustomers(leaver, successor, one, false)))
                .containsExactly(new Handed(one.getFirst(), "0"));
        assertThat(ended(weCom.passCustomers(leaver, successor, one, false))
                        .getFirst()
                        .code())
                .isEqualTo("40129");
        var _ = ended(weCom.passCustomers(leaver, successor, List.of(unwilling), false));
        stage.saysNo(unwilling);
        assertThat(states(ended(weCom.passed(leaver, successor, "", false)).items()))
                .containsExactlyInAnyOrder(Passing.WAITING, Passing.CUSTOMER_REFUSED);

        SandboxControl.advance(Duration.ofHours(25));

        assertThat(states(ended(weCom.passed(leaver, successor, "", false)).items()))
                .containsExactlyInAnyOrder(Passing.DONE, Passing.CUSTOMER_REFUSED);
        assertThat(ended(weCom.contacts(successor))).isEqualTo(one);
        assertThat(ended(weCom.passCustomers(successor, leaver, one, false))
                        .getFirst()
                        .taken())
                .isTrue();
        SandboxControl.advance(Duration.ofHours(25));
        assertThat(ended(weCom.passCustomers(leaver, successor, one, false))
                        .getFirst()
                        .code())
                .isEqualTo("40128");
        SandboxControl.advance(Duration.ofDays(91));
        assertThat(ended(weCom.passCustomers(leaver, successor, one, false))
                        .getFirst()
                        .taken())
                .isTrue();
    }

    @Test
    void those_of_one_who_left_pass_within_a_year() {
        var ids = stage.customers(leaver, story + "c", "", 2);
        assertThatThrownBy(() -> ended(weCom.passCustomers(leaver, successor, ids, true)))
                .isInstanceOfSatisfying(
                        WeChatRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo("40097"));
        stage.resigned(leaver, SandboxControl.now().minus(Duration.ofDays(364)));

        assertThat(ended(weCom.unassigned("")).items())
                .anyMatch(each -> each.userId().equals(leaver) && ids.contains(each.externalUserId()));
        assertThat(ended(weCom.passCustomers(leaver, successor, ids.subList(0, 1), true))
                        .getFirst()
                        .taken())
                .isTrue();
        SandboxControl.advance(Duration.ofDays(2));
        assertThat(ended(weCom.passCustomers(leaver, successor, ids.subList(1, 2), true))
                        .getFirst()
                        .code())
                .isEqualTo("40131");
    }

    @Test
    void chats_pass_to_who_is_there_and_only_the_right_way() {
        var chats = stage.chats(leaver, story + "chat", 3);
        assertThat(ended(weCom.chats(leaver, "")).items()).containsExactlyElementsOf(chats);

        assertThat(ended(weCom.passChats(chats, successor, true)))
                .allMatch(failed -> failed.code().equals("90500"));
        assertThat(ended(weCom.passChats(chats, successor, false))).isEmpty();

        assertThat(ended(weCom.chat(chats.getFirst())).ownerUserId()).isEqualTo(successor);
    }

    @Test
    void three_hundred_chats_of_one_owner_pass_in_a_day() {
        var chats = stage.chats(leaver, story + "chat", 301);
        for (var from = 0; from < 300; from += 100) {
            assertThat(ended(weCom.passChats(chats.subList(from, from + 100), successor, false)))
                    .isEmpty();
        }

        assertThat(ended(weCom.passChats(chats.subList(300, 301), successor, false)))
                .hasSize(1);
        SandboxControl.advance(Duration.ofDays(1));
        assertThat(ended(weCom.passChats(chats.subList(300, 301), successor, false)))
                .isEmpty();
    }

    @Test
    void a_join_way_carries_its_state() {
        stage.chat(leaver, story + "chat", List.of(Map.of("userid", "x", "unionid", story + "u", "state", "ABC")));

        var code = ended(weCom.joinWay(new JoinWay(List.of(story + "chat"), "ABC", true, Optional.of("群"), 1)));

        assertThat(code.qrCode()).contains(code.configId());
        var member = ended(weCom.chat(story + "chat")).members().getFirst();
        assertThat(member.state()).hasValue("ABC");
        assertThat(member.external()).isTrue();
        assertThatThrownBy(() -> ended(
                        weCom.joinWay(new JoinWay(List.of(story + "unknown"), "ABC", false, Optional.empty(), 1))))
                .isInstanceOf(WeChatRefused.class);
    }

    @Test
    void what_cannot_be_right_is_not_asked() {
        var tooMany = SandboxWeCom.names("c", 101);
        assertThatThrownBy(() -> ended(weCom.passCustomers(leaver, successor, tooMany, false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ended(weCom.passChats(List.of(), successor, false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        ended(weCom.joinWay(new JoinWay(List.of("a"), "x".repeat(31), false, Optional.empty(), 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_dead_token_is_renewed_and_silence_is_told_from_a_refusal() {
        stage.revokeTokens();
        assertThat(ended(weCom.contacts(leaver))).isEmpty();

        SandboxControl.fault("contact-list", "ERROR_500", 3, leaver);
        assertThatThrownBy(() -> ended(weCom.contacts(leaver))).isInstanceOf(WeChatUnknown.class);
        SandboxControl.refuse("contact-list", 200, "45033", 1, leaver);
        assertThatThrownBy(() -> ended(weCom.contacts(leaver))).isInstanceOf(WeChatUnknown.class);
        SandboxControl.refuse("contact-list", 200, "60011", 1, leaver);
        assertThatThrownBy(() -> ended(weCom.contacts(leaver)))
                .isInstanceOfSatisfying(
                        WeChatRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo("60011"));
        SandboxControl.fault("contact-list", "RESET", 1, leaver);
        assertThatThrownBy(() -> ended(weCom.contacts(leaver))).isInstanceOf(WeChatUnknown.class);
    }

    private static List<Passing> states(List<Passed> passed) {
        return passed.stream().map(Passed::state).toList();
    }

    private static <T> T ended(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
