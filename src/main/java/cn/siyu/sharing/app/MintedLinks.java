package cn.siyu.sharing.app;

import cn.siyu.catalog.Products;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.SpuId;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.sharing.PromotionText;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.SharedGoods;
import cn.siyu.sharing.Sharer;
import cn.siyu.sharing.domain.SharingProblem;
import cn.siyu.sharing.domain.Token;
import cn.siyu.sharing.store.ClickStore;
import cn.siyu.sharing.store.LinkStore;
import cn.siyu.sharing.store.SuccessionStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tokens for whoever shares, and what became of them. */
@Singleton
class MintedLinks implements ShareLinks {

    /** Where a picture with words is made of a link, which the law counts as promotion whoever shares it (L6). */
    private static final String POSTER = "POSTER";

    private final Products products;
    private final Instance<SharedGoods> goods;
    private final PromotionText wording;
    private final KnownLinks known;
    private final LinkStore links;
    private final ClickStore clicks;
    private final SuccessionStore successions;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    MintedLinks(
            Products products,
            @Any Instance<SharedGoods> goods,
            PromotionText wording,
            KnownLinks known,
            LinkStore links,
            ClickStore clicks,
            SuccessionStore successions,
            Transactions transactions,
            ShopClock clock) {
        this.products = products;
        this.goods = goods;
        this.wording = wording;
        this.known = known;
        this.links = links;
        this.clicks = clicks;
        this.successions = successions;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Uni<ShareLink> mint(Wish wish) {
        return Uni.createFrom()
                .item(wish)
                .invoke(this::refuseImproper)
                .chain(this::refuseUnpromotable)
                .chain(() -> transactions.in(tx -> livingOrNew(tx, wish)));
    }

    private void refuseImproper(Wish wish) {
        wish.text().ifPresent(text -> wording.check(Map.of("text", text)));
        if (wish.expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent()) {
            throw new Refused(SharingProblem.SHARE_EXPIRY_PAST);
        }
    }

    private Uni<Void> refuseUnpromotable(Wish wish) {
        return behind(wish.target())
                .onItem()
                .transformToUniAndConcatenate(spu -> products.sheet(new SpuId(spu)))
                .invoke(sheet -> refuseUnpromotable(wish, sheet.regulatoryClass()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Every product that it leads to, by whatever way. */
    private Multi<UUID> behind(ShareLink.Target target) {
        var others = Multi.createFrom()
                .items(goods.stream())
                .onItem()
                .transformToUniAndConcatenate(one -> one.of(transactions.reads(), target))
                .onItem()
                .transformToMultiAndConcatenate(found -> Multi.createFrom().iterable(found));
        return Multi.createBy().concatenating().streams(Multi.createFrom().items(target.spu().stream()), others);
    }

    /** A member who hands on a link without a word promotes nothing; who is paid for it, or adds words, does (L6). */
    private static void refuseUnpromotable(Wish wish, RegulatoryClass regulation) {
        var promotes = wish.sharer().kind().paid()
                || wish.text().isPresent()
                || wish.source().equals(POSTER);
        if (promotes && !regulation.promotable()) {
            throw new Refused(SharingProblem.SHARE_NOT_PROMOTABLE);
        }
    }

    private Uni<ShareLink> livingOrNew(Tx tx, Wish wish) {
        return links.living(tx, wish, clock.instant()).onItem().ifNull().switchTo(() -> insert(tx, wish));
    }

    private Uni<ShareLink> insert(Tx tx, Wish wish) {
        return links.insert(tx, Token.next(), wish, clock.instant())
                // Somebody minted the same a moment before: what he has committed is seen now.
                .onItem()
                .ifNull()
                .switchTo(() -> links.living(tx, wish, clock.instant()))
                .onItem()
                .ifNull()
                .failWith(() -> new Refused(CommonProblem.STATE_CHANGED));
    }

    @Override
    public Uni<Optional<ShareLink>> resolve(String token) {
        return known.find(token);
    }

    @Override
    public Uni<Optional<Click>> latestClick(Sql sql, UUID member, Instant since, Instant now) {
        return clicks.latest(sql, member, since, now).map(Optional::ofNullable);
    }

    @Override
    public Uni<Set<UUID>> clicked(Sql sql, Collection<UUID> members) {
        return clicks.clicked(sql, members).map(Set::copyOf);
    }

    @Override
    public Uni<Optional<String>> firstSource(Sql sql, UUID member) {
        return clicks.firstSource(sql, member).map(Optional::ofNullable);
    }

    @Override
    public Uni<Integer> revoke(Tx tx, Collection<String> tokens, String reason, Instant now) {
        return links.revoke(tx, tokens, reason, now);
    }

    @Override
    public Uni<Integer> revokeAll(Tx tx, Sharer.Kind kind, UUID sharer, String reason, Instant now) {
        return links.revokeAll(tx, kind, sharer, reason, now).call(() -> successions.end(tx, kind, sharer, now));
    }

    @Override
    public Uni<Long> active(Sql sql, Sharer.Kind kind, UUID sharer, Instant now) {
        return successions.active(sql, kind, sharer, now);
    }

    @Override
    public Uni<Void> passOn(
            Tx tx, Sharer.Kind kind, UUID from, UUID to, Optional<UUID> member, Instant at, Instant until) {
        return successions.begin(tx, kind, from, to, member, at, until);
    }
}
