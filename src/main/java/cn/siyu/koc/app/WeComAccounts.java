package cn.siyu.koc.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.SellerEstates.SellerCard;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.CustomerStore;
import cn.siyu.koc.store.CustomerStore.Served;
import cn.siyu.koc.store.EstateStore;
import cn.siyu.koc.store.JoinWayStore;
import cn.siyu.koc.store.JoinWayStore.JoinWay;
import cn.siyu.koc.store.SellerStore;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import cn.siyu.wechat.WeCom;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Sellers and communities as WeCom knows them: whom of the corporation a seller is, whom he serves, how people join. */
@Singleton
public class WeComAccounts {

    private final EstateStore estates;
    private final SellerStore sellers;
    private final CustomerStore customers;
    private final CommunityStore communities;
    private final JoinWayStore joinWays;
    private final WeCom weCom;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    WeComAccounts(
            EstateStore estates,
            SellerStore sellers,
            CustomerStore customers,
            CommunityStore communities,
            JoinWayStore joinWays,
            WeCom weCom,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.estates = estates;
        this.sellers = sellers;
        this.customers = customers;
        this.communities = communities;
        this.joinWays = joinWays;
        this.weCom = weCom;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** How people shall join: besides the community's own, at most four other chats. */
    public record Wish(List<UUID> others, boolean autoCreate, Optional<String> baseName, int baseNumber) {}

    /** Refused when another seller at work is that user. */
    public Uni<SellerCard> name(UUID seller, String weComUser, Actor actor) {
        return transactions.in(tx -> sellers.lock(tx, seller)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> estates.seller(tx, seller))
                .chain(before -> estates.name(tx, seller, weComUser)
                        .chain(() -> audit.append(
                                tx,
                                new AuditEntry(
                                        actor,
                                        "seller.wecom-user",
                                        "seller",
                                        seller.toString(),
                                        null,
                                        Map.of("user", before.weComUser().orElse("")),
                                        Map.of("user", weComUser))))
                        .chain(() -> estates.seller(tx, seller))));
    }

    public Uni<NumberedPage<Served>> customers(UUID seller, boolean now, int page, int size) {
        var reads = transactions.reads();
        return estates.seller(reads, seller)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> customers.page(reads, seller, now, page, size))
                .chain(items ->
                        customers.count(reads, seller, now).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<List<JoinWay>> joinWays(CommunityId community) {
        return found(community).chain(() -> joinWays.of(transactions.reads(), community));
    }

    /**
     * A code at WeCom by which customers join these chats; whoever comes by it carries the community's code. WeCom has no number
     * to know a repetition by: one whose answer is lost leaves a code that nobody uses.
     */
    public Uni<JoinWay> addJoinWay(CommunityId id, Wish wish, Actor actor) {
        return found(id)
                .map(Community::living)
                .chain(community -> chats(community, wish)
                        .chain(chats -> weCom.joinWay(new WeCom.JoinWay(
                                        chats, community.code(), wish.autoCreate(), wish.baseName(), wish.baseNumber()))
                                .map(code -> joinWay(id, code, chats, wish))))
                .onFailure(WeChatRefused.class)
                .transform(failure -> Refused.with(
                        KocProblem.WECOM_REFUSED,
                        "WeCom refused",
                        Map.of("weComCode", ((WeChatRefused) failure).code())))
                .onFailure(WeChatUnknown.class)
                .transform(_ -> new Refused(KocProblem.WECOM_UNAVAILABLE))
                .call(way -> transactions.in(tx -> joinWays.insert(tx, way)
                        .chain(() -> audit.append(
                                tx,
                                new AuditEntry(
                                        actor,
                                        "community.join-code",
                                        "community",
                                        id.value().toString(),
                                        null,
                                        null,
                                        Map.of("configId", way.configId()))))));
    }

    private JoinWay joinWay(CommunityId community, WeCom.JoinCode code, List<String> chats, Wish wish) {
        return new JoinWay(
                Ids.next(),
                community.value(),
                code.configId(),
                code.qrCode(),
                chats,
                wish.autoCreate(),
                clock.instant());
    }

    private Uni<List<String>> chats(Community community, Wish wish) {
        return joinWays.chats(transactions.reads(), wish.others())
                .invoke(others -> {
                    if (others.size() < wish.others().size()) {
                        throw Refused.notFound();
                    }
                })
                .map(others -> Stream.concat(Stream.of(community.sketch().chatId()), others.stream())
                        .distinct()
                        .toList());
    }

    private Uni<Community> found(CommunityId id) {
        return communities.find(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }
}
