package cn.siyu.koc.app;

import cn.siyu.identity.Organisation;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Seller;
import cn.siyu.koc.store.SellerStore;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes sellers of employees and distributors, and ends them when they own nothing any more. */
@Singleton
public class KeepSellers {

    private final SellerStore sellers;
    private final Organisation organisation;
    private final MemberCards members;
    private final ShareLinks links;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    KeepSellers(
            SellerStore sellers,
            Organisation organisation,
            MemberCards members,
            ShareLinks links,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.sellers = sellers;
        this.organisation = organisation;
        this.members = members;
        this.links = links;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Whom to make a seller. */
    public sealed interface Wish {

        /** @param unit absent: where the employee works */
        record Employee(String name, UUID staff, Optional<UUID> unit, Optional<MemberId> member) implements Wish {}

        record Distributor(String name, UUID distributor, MemberId member) implements Wish {}
    }

    public Uni<NumberedPage<Seller>> page(@Nullable Boolean active, int page, int size) {
        var state = active == null ? null : active ? "ACTIVE" : "ENDED";
        return sellers.page(transactions.reads(), state, page, size)
                .chain(items -> sellers.count(transactions.reads(), state)
                        .map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Seller> find(UUID id) {
        return sellers.find(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }

    public Uni<Seller> add(Wish wish, Actor actor) {
        return transactions.in(tx -> seller(tx, wish, clock.instant())
                .call(seller -> member(tx, seller))
                .call(seller -> sellers.insert(tx, seller))
                .call(seller -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "seller.add",
                                "seller",
                                seller.id().toString(),
                                null,
                                null,
                                Map.of("kind", seller.kind(), "name", seller.name())))));
    }

    /** Refused while he owns communities: their KOCs would serve nobody. */
    public Uni<Seller> end(UUID id, String reason, Actor actor) {
        return transactions
                .in(tx -> sellers.lock(tx, id)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .invoke(KeepSellers::refuseEnded)
                        .call(_ -> sellers.ownsCommunities(tx, id).invoke(KeepSellers::refuseOwner))
                        .chain(() -> end(tx, id, reason, actor, clock.instant())))
                .chain(() -> find(id));
    }

    private Uni<Void> end(Tx tx, UUID id, String reason, Actor actor, Instant now) {
        return sellers.end(tx, id, now, reason)
                .chain(() -> links.revokeAll(tx, Sharer.Kind.SELLER, id, reason, now))
                .chain(() -> audit.append(
                        tx, new AuditEntry(actor, "seller.end", "seller", id.toString(), reason, null, null)));
    }

    private static void refuseEnded(Seller seller) {
        if (!seller.active()) {
            throw Refused.with(CommonProblem.STATE_CHANGED, "The seller is ENDED", Map.of("state", "ENDED"));
        }
    }

    private static void refuseOwner(boolean owns) {
        if (owns) {
            throw new Refused(KocProblem.SELLER_OWNS_COMMUNITIES);
        }
    }

    private Uni<Seller> seller(Tx tx, Wish wish, Instant now) {
        return switch (wish) {
            case Wish.Employee employee -> unit(tx, employee).map(unit -> employee(employee, unit, now));
            case Wish.Distributor(var name, var distributor, var member) ->
                Uni.createFrom()
                        .item(new Seller(
                                Ids.next(),
                                Seller.Kind.DISTRIBUTOR,
                                name,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(distributor),
                                Optional.of(member),
                                now,
                                Optional.empty(),
                                Optional.empty()));
        };
    }

    private static Seller employee(Wish.Employee employee, UUID unit, Instant now) {
        return new Seller(
                Ids.next(),
                Seller.Kind.EMPLOYEE,
                employee.name(),
                Optional.of(employee.staff()),
                Optional.of(unit),
                Optional.empty(),
                employee.member(),
                now,
                Optional.empty(),
                Optional.empty());
    }

    private Uni<UUID> unit(Tx tx, Wish.Employee wish) {
        return organisation
                .employees(tx, List.of(wish.staff()))
                .map(found -> found.stream()
                        .filter(Organisation.Employee::enabled)
                        .findFirst()
                        .orElseThrow(() -> new Refused(KocProblem.SELLER_UNKNOWN)))
                .map(employee -> wish.unit().orElse(employee.unit()))
                .call(unit -> organisation.units(tx, List.of(unit)).invoke(KeepSellers::refuseNone));
    }

    private Uni<Void> member(Tx tx, Seller seller) {
        return seller.member().isEmpty()
                ? Uni.createFrom().voidItem()
                : members.of(tx, List.of(seller.member().get()))
                        .invoke(KeepSellers::refuseNone)
                        .replaceWithVoid();
    }

    private static void refuseNone(List<?> found) {
        if (found.isEmpty()) {
            throw new Refused(KocProblem.SELLER_UNKNOWN);
        }
    }
}
