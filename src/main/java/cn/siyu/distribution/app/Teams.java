package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Distributor;
import cn.siyu.distribution.domain.Settlement;
import cn.siyu.distribution.domain.Team.Role;
import cn.siyu.distribution.store.DistributorStore;
import cn.siyu.distribution.store.SettlementStore.Since;
import cn.siyu.distribution.store.TeamStore;
import cn.siyu.distribution.store.TeamStore.Mate;
import cn.siyu.distribution.store.TeamStore.Place;
import cn.siyu.distribution.store.TeamStore.Sheet;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What staff do with teams: management only, so nothing here touches a customer or a rate (C3). */
@Singleton
public class Teams {

    private static final String HANDED_OVER = "CAPTAIN_CHANGED";

    private final TeamStore store;
    private final DistributorStore distributors;
    private final SettleTeam settle;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Teams(
            TeamStore store,
            DistributorStore distributors,
            SettleTeam settle,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.store = store;
        this.distributors = distributors;
        this.settle = settle;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A team and who is in it. */
    public record Detail(Sheet team, List<Mate> mates, List<Since> settlements) {}

    public Uni<NumberedPage<Sheet>> list(int page, int size) {
        var reads = transactions.reads();
        return store.page(reads, page, size)
                .chain(items -> store.count(reads).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Detail> see(UUID id) {
        var reads = transactions.reads();
        return store.find(reads, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(team -> store.mates(reads, id)
                        .chain(mates ->
                                settle.history(reads, id).map(settlements -> new Detail(team, mates, settlements))));
    }

    /** Refused by the law before anything else is looked at. */
    public Uni<Detail> create(String name, Settlement.Wish wish, DistributorId captain, String reason, Actor actor) {
        var id = Ids.next();
        var now = clock.instant();
        var settlement = wish.lawful(now);
        return transactions
                .in(tx -> active(tx, captain)
                        .chain(() -> store.insert(tx, id, name, now))
                        .chain(() -> store.join(tx, Ids.next(), id, captain, Role.CAPTAIN, now, reason))
                        .chain(() -> settle.write(tx, id, settlement, now, reason, actor))
                        .chain(() -> audited(tx, "team.create", id, captain, reason, actor)))
                .chain(() -> see(id));
    }

    public Uni<Detail> add(UUID team, DistributorId distributor, String reason, Actor actor) {
        return transactions
                .in(tx -> locked(tx, team)
                        .chain(() -> active(tx, distributor))
                        .chain(() ->
                                store.join(tx, Ids.next(), team, distributor, Role.MEMBER, clock.instant(), reason))
                        .chain(() -> settle.stillAgreed(tx, team))
                        .chain(() -> audited(tx, "team.add", team, distributor, reason, actor)))
                .chain(() -> see(team));
    }

    public Uni<Detail> remove(UUID team, DistributorId distributor, String reason, Actor actor) {
        return transactions
                .in(tx -> locked(tx, team)
                        .chain(() -> store.placeOf(tx, distributor))
                        .invoke(place -> removable(place, team))
                        .chain(() -> store.leave(tx, distributor, clock.instant(), reason))
                        .chain(() -> audited(tx, "team.remove", team, distributor, reason, actor)))
                .chain(() -> see(team));
    }

    /** From now on; what was earned before stays with whom it was settled then. */
    public Uni<Detail> settle(UUID team, Settlement.Wish wish, String reason, Actor actor) {
        var now = clock.instant();
        var settlement = wish.lawful(now);
        return transactions
                .in(tx -> locked(tx, team)
                        .chain(() -> settle.write(tx, team, settlement, now, reason, actor))
                        .chain(() -> audit.append(
                                tx,
                                Trail.entry(
                                        actor,
                                        "team.settle",
                                        "team",
                                        team.toString(),
                                        reason,
                                        null,
                                        plain(settlement)))))
                .chain(() -> see(team));
    }

    /** The captain until now stays as a member; the next one may be a member or come from outside. */
    public Uni<Detail> handOver(UUID team, DistributorId next, String reason, Actor actor) {
        var now = clock.instant();
        return transactions
                .in(tx -> locked(tx, team)
                        .chain(sheet -> active(tx, next)
                                .chain(() -> store.placeOf(tx, next))
                                .chain(place -> step(tx, sheet, next, place, reason, now)))
                        .chain(() -> settle.stillAgreed(tx, team))
                        .chain(() -> audited(tx, "team.captain", team, next, reason, actor)))
                .chain(() -> see(team));
    }

    private Uni<Void> step(Tx tx, Sheet team, DistributorId next, Optional<Place> place, String reason, Instant now) {
        if (team.captain().filter(next::equals).isPresent()) {
            return Uni.createFrom().voidItem();
        }
        return stepDown(tx, team, reason, now)
                .chain(() -> place.filter(at -> at.team().equals(team.id())).isPresent()
                        ? store.leave(tx, next, now, HANDED_OVER)
                        : Uni.createFrom().item(false))
                .chain(() -> store.join(tx, Ids.next(), team.id(), next, Role.CAPTAIN, now, reason));
    }

    private Uni<Void> stepDown(Tx tx, Sheet team, String reason, Instant now) {
        return team.captain()
                .map(captain -> store.leave(tx, captain, now, HANDED_OVER)
                        .chain(() -> store.join(tx, Ids.next(), team.id(), captain, Role.MEMBER, now, reason)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Read again under the lock: what it was before may be of yesterday. */
    private Uni<Sheet> locked(Tx tx, UUID team) {
        return store.lock(tx, team)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> store.find(tx, team));
    }

    private Uni<Void> active(Tx tx, DistributorId id) {
        return distributors
                .rely(tx, id)
                .onItem()
                .ifNull()
                .failWith(() -> new Refused(DistributionProblem.TEAM_MEMBER_NOT_ACTIVE))
                .invoke(Teams::mustBeActive)
                .replaceWithVoid();
    }

    private static void mustBeActive(Distributor distributor) {
        if (!distributor.active()) {
            throw new Refused(DistributionProblem.TEAM_MEMBER_NOT_ACTIVE);
        }
    }

    private static void removable(Optional<Place> place, UUID team) {
        if (place.filter(at -> at.team().equals(team)).isEmpty()) {
            throw Refused.notFound();
        }
        if (place.get().role() == Role.CAPTAIN) {
            throw new Refused(DistributionProblem.TEAM_NEEDS_CAPTAIN);
        }
    }

    private static Object plain(Settlement settlement) {
        return settlement
                .contract()
                .<Object>map(contract -> Map.of(
                        "settlement", settlement.kind(),
                        "company", contract.company(),
                        "contractFile", contract.file(),
                        "contractUntil", contract.until().toString()))
                .orElseGet(() -> Map.of("settlement", settlement.kind()));
    }

    private Uni<Void> audited(Tx tx, String action, UUID team, DistributorId distributor, String reason, Actor actor) {
        return audit.append(
                tx,
                Trail.entry(
                        actor,
                        action,
                        "team",
                        team.toString(),
                        reason,
                        null,
                        Map.of("distributor", distributor.value())));
    }
}
