package cn.siyu.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.sharing.ShareLinks.Wish;
import cn.siyu.testing.Database;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The front door of sharing, as distribution, KOC and trade use it. */
@QuarkusTest
class ShareLinksTest {

    @Inject
    ShareLinks links;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    private final UUID distributor = Ids.next();

    @Test
    void the_same_meaning_is_one_token_however_many_mint_it_at_once() throws Exception {
        var wish = wish(Optional.empty(), "WECHAT_CHAT");

        var tokens = new HashSet<String>();
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> minting = () -> mint(wish).token();
            for (var minted :
                    many.invokeAll(IntStream.range(0, 8).mapToObj(_ -> minting).toList())) {
                tokens.add(minted.get());
            }
        }

        assertThat(tokens).hasSize(1);
        assertThat(mint(wish(Optional.empty(), "MOMENTS")).token()).isNotIn(tokens);
    }

    @Test
    void what_is_revoked_is_minted_anew_and_stays_revoked() {
        var before = mint(wish(Optional.empty(), "WECHAT_CHAT"));

        var revoked = await(() -> transactions.in(
                tx -> links.revokeAll(tx, Sharer.Kind.DISTRIBUTOR, distributor, "suspended", clock.instant())));

        assertThat(revoked).isOne();
        assertThat(mint(wish(Optional.empty(), "WECHAT_CHAT")).token()).isNotEqualTo(before.token());
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(await(() -> links.resolve(before.token()))
                                .orElseThrow()
                                .lives(clock.instant()))
                        .isFalse());
    }

    @Test
    void nobody_changes_what_a_token_means_not_even_the_owner_of_the_table() throws SQLException {
        var token = mint(wish(Optional.empty(), "WECHAT_CHAT")).token();

        for (var change : new String[] {
            "update sharing_token set sharer_id = gen_random_uuid() where token = '" + token + "'",
            "update sharing_token set expires_at = minted_at + interval '1 day' where token = '" + token + "'",
            "delete from sharing_token where token = '" + token + "'"
        }) {
            try (var owner = Database.asOwner();
                    var statement = owner.createStatement()) {
                assertThatThrownBy(() -> statement.executeUpdate(change)).hasMessageContaining("never changes");
            }
            try (var application = Database.asApplication();
                    var statement = application.createStatement()) {
                assertThatThrownBy(() -> statement.executeUpdate(change)).hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void who_is_paid_may_not_share_a_regulated_product_and_nobody_may_praise_it() {
        var spu = UUID.fromString(Shop.product(9_900, 5).productId());
        Shop.regulate(spu.toString(), "HEALTH_FOOD");
        var neighbour = new Sharer(Sharer.Kind.MEMBER, distributor, distributor, Optional.empty());

        assertRefused(wish(Optional.of(spu), "WECHAT_CHAT"), "SHARE_NOT_PROMOTABLE");
        assertRefused(of(neighbour, spu, "WECHAT_CHAT", Optional.of("很好喝")), "SHARE_NOT_PROMOTABLE");
        assertRefused(of(neighbour, spu, "POSTER", Optional.empty()), "SHARE_NOT_PROMOTABLE");
        assertThat(mint(of(neighbour, spu, "WECHAT_CHAT", Optional.empty())).token())
                .hasSize(14);
    }

    @Test
    void a_text_with_forbidden_words_and_an_expiry_in_the_past_are_refused() {
        var member = new Sharer(Sharer.Kind.MEMBER, distributor, distributor, Optional.empty());
        var home = new ShareLink.Target(Optional.empty(), Optional.empty(), Optional.empty());

        assertRefused(
                new Wish(member, home, "WECHAT_CHAT", Optional.of("全网最低"), Optional.empty()), "PROMOTION_WORDING");
        assertRefused(
                new Wish(
                        member,
                        home,
                        "WECHAT_CHAT",
                        Optional.empty(),
                        Optional.of(clock.instant().minus(Duration.ofSeconds(1)))),
                "SHARE_EXPIRY_PAST");
    }

    private void assertRefused(Wish wish, String code) {
        assertThatThrownBy(() -> mint(wish))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(code));
    }

    private Wish wish(Optional<UUID> spu, String source) {
        var sharer = new Sharer(Sharer.Kind.DISTRIBUTOR, distributor, distributor, Optional.empty());
        return new Wish(
                sharer,
                new ShareLink.Target(spu, Optional.empty(), Optional.empty()),
                source,
                Optional.empty(),
                Optional.empty());
    }

    private static Wish of(Sharer sharer, UUID spu, String source, Optional<String> text) {
        return new Wish(
                sharer,
                new ShareLink.Target(Optional.of(spu), Optional.empty(), Optional.empty()),
                source,
                text,
                Optional.empty());
    }

    private ShareLink mint(Wish wish) {
        return await(() -> links.mint(wish));
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
