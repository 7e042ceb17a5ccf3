package cn.siyu.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.sharing.ShareLinks.Wish;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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

    private static final Duration GRACE = Duration.ofDays(30);

    private final UUID distributor = Ids.next();
    private final UUID successor = Ids.next();

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
    void who_has_handed_over_makes_the_same_anew_and_has_it_for_himself() throws Exception {
        var before = mint(wish(Optional.empty(), "WECHAT_CHAT"));
        pass(distributor, successor, clock.instant());

        var after = new HashSet<String>();
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> minting =
                    () -> mint(wish(Optional.empty(), "WECHAT_CHAT")).token();
            for (var minted :
                    many.invokeAll(IntStream.range(0, 8).mapToObj(_ -> minting).toList())) {
                after.add(minted.get());
            }
        }

        assertThat(after).hasSize(1).doesNotContain(before.token());
        var visitor = visitor(before.token(), after.iterator().next());
        assertThat(sharer(visitor, clock.instant())).contains(distributor);
    }

    @Test
    void what_comes_back_to_its_maker_is_his_own_again_until_he_hands_over_once_more() {
        var visitor = visitor(mint(wish(Optional.empty(), "WECHAT_CHAT")).token());
        var there = clock.instant().plus(Duration.ofHours(1));
        var back = there.plus(Duration.ofHours(1));
        var thereAgain = back.plus(Duration.ofDays(90));

        pass(distributor, successor, there);
        pass(successor, distributor, back);
        pass(distributor, successor, thereAgain);

        assertThat(sharer(visitor, there.minusMillis(1))).contains(distributor);
        assertThat(sharer(visitor, there)).contains(successor);
        assertThat(sharer(visitor, back.minusMillis(1))).contains(successor);
        assertThat(sharer(visitor, back)).contains(distributor);
        assertThat(sharer(visitor, thereAgain.minusMillis(1)))
                .as("no grace ends what is his own")
                .contains(distributor);
        assertThat(sharer(visitor, thereAgain)).contains(successor);
        assertThat(sharer(visitor, thereAgain.plus(GRACE))).isEmpty();
    }

    @Test
    void what_comes_back_by_a_third_hand_is_its_makers_and_the_others_links_lead_there_for_their_grace() {
        var third = Ids.next();
        var own = visitor(mint(wish(Optional.empty(), "WECHAT_CHAT")).token());
        var others = visitor(mint(wish(successor, "WECHAT_CHAT")).token());
        var first = clock.instant().plus(Duration.ofHours(1));
        var second = first.plus(Duration.ofHours(1));
        var back = second.plus(Duration.ofHours(1));

        pass(distributor, successor, first);
        pass(successor, third, second);
        pass(third, distributor, back);

        assertThat(sharer(own, second)).contains(third);
        assertThat(sharer(own, back)).contains(distributor);
        assertThat(sharer(own, first.plus(GRACE))).contains(distributor);
        assertThat(sharer(others, first)).contains(successor);
        assertThat(sharer(others, second)).contains(third);
        assertThat(sharer(others, back)).contains(distributor);
        assertThat(sharer(others, second.plus(GRACE))).isEmpty();
    }

    @Test
    void of_two_handovers_that_cross_each_other_the_later_written_counts() {
        var visitor = visitor(mint(wish(Optional.empty(), "WECHAT_CHAT")).token());
        var at = clock.instant().plus(Duration.ofHours(1));

        pass(distributor, successor, at);
        pass(successor, distributor, at.minusSeconds(1));

        assertThat(sharer(visitor, at.minusSeconds(1))).contains(distributor);
        assertThat(sharer(visitor, at)).contains(distributor);
    }

    @Test
    void what_has_come_back_ends_with_its_maker_and_what_was_dead_stays_so() {
        var visitor = visitor(mint(wish(Optional.empty(), "WECHAT_CHAT")).token());
        var there = clock.instant().minus(Duration.ofSeconds(1));
        var back = clock.instant();
        pass(distributor, successor, there);
        pass(successor, distributor, back);
        assertThat(sharer(visitor, clock.instant())).contains(distributor);

        var _ = await(() -> transactions.in(
                tx -> links.revokeAll(tx, Sharer.Kind.DISTRIBUTOR, distributor, "suspended", clock.instant())));

        assertThat(sharer(visitor, clock.instant())).isEmpty();
        var late = visitor(mint(wish(Optional.empty(), "WECHAT_CHAT")).token());
        var afterGrace = clock.instant().plus(Duration.ofHours(1));
        pass(distributor, successor, afterGrace);
        pass(successor, distributor, afterGrace.plus(GRACE));
        assertThat(sharer(late, afterGrace.plus(GRACE))).isEmpty();
    }

    private void pass(UUID from, UUID to, Instant at) {
        await(() -> transactions.in(
                tx -> links.passOn(tx, Sharer.Kind.DISTRIBUTOR, from, to, Optional.of(to), at, at.plus(GRACE))));
    }

    /** A member who has opened these links, the last one last. */
    private static UUID visitor(String... tokens) {
        var visitor = SignIn.member("visitor-" + System.nanoTime());
        for (var token : tokens) {
            Partners.open(visitor, token);
        }
        return UUID.fromString(Shop.as(visitor).get("/api/mp/v1/me").jsonPath().getString("id"));
    }

    /** Whose link it is at that instant; empty when it leads nowhere. */
    private Optional<UUID> sharer(UUID visitor, Instant at) {
        return await(() -> links.latestClick(transactions.reads(), visitor, Instant.EPOCH, at))
                .map(click -> click.link().sharer().id());
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

    private static Wish wish(UUID distributor, String source) {
        return wish(distributor, Optional.empty(), source);
    }

    private Wish wish(Optional<UUID> spu, String source) {
        return wish(distributor, spu, source);
    }

    private static Wish wish(UUID distributor, Optional<UUID> spu, String source) {
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
