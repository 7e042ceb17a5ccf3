package cn.siyu.member;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Members as the contexts of the {@code Tx} world know them. */
@QuarkusTest
class MemberCardsTest {

    @Inject
    MemberCards cards;

    @Inject
    Transactions transactions;

    @Test
    void strangers_see_one_character_of_a_name() {
        var named = member(SignIn.member("cards-" + System.nanoTime()), Map.of("nickname", "𠮷田小满"));
        var nameless = member(SignIn.member("cards-" + System.nanoTime()), Map.of());

        assertThat(card(named).shownName()).isEqualTo("𠮷**");
        assertThat(card(nameless).shownName())
                .isEqualTo("会员" + nameless.toString().substring(32));
        assertThat(card(named).registered()).isFalse();
        assertThat(card(named).keys()).isEmpty();
    }

    @Test
    void two_accounts_with_one_phone_share_a_key_that_does_not_tell_the_phone() {
        var phone = "139" + (10_000_000 + System.nanoTime() % 89_999_999);
        var first = withPhone("cards-one-" + System.nanoTime(), phone);
        var second = withPhone("cards-two-" + System.nanoTime(), phone);

        assertThat(card(first).keys()).containsExactly(cards.phoneKey(phone));
        assertThat(card(second).keys()).isEqualTo(card(first).keys());
        assertThat(cards.phoneKey(phone)).doesNotContain(phone);
        assertThat(card(first).registered()).isTrue();
        Optional<MemberId> oldest = await(cards.byPhone(transactions.reads(), phone));
        assertThat(oldest).contains(new MemberId(first));
        Optional<MemberId> nobody = await(transactions.in(tx -> cards.byUnionid(tx, "nobody")));
        assertThat(nobody).isEmpty();
    }

    private MemberCard card(UUID member) {
        return await(cards.of(transactions.reads(), List.of(new MemberId(member))))
                .getFirst();
    }

    private static UUID withPhone(String name, String phone) {
        var token = SignIn.member(name);
        Shop.as(token)
                .body(Map.of("kind", "PHONE", "version", "1", "given", true))
                .post("/api/mp/v1/me/consents")
                .then()
                .statusCode(201);
        Shop.as(token)
                .body(Map.of("code", SandboxControl.phoneCode(name, phone)))
                .post("/api/mp/v1/me/phone")
                .then()
                .statusCode(200);
        return id(token);
    }

    private static UUID member(String token, Map<String, Object> profile) {
        if (!profile.isEmpty()) {
            Shop.as(token).body(profile).put("/api/mp/v1/me").then().statusCode(200);
        }
        return id(token);
    }

    private static UUID id(String token) {
        return UUID.fromString(Shop.as(token).get("/api/mp/v1/me").path("id"));
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(10));
    }
}
