package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.BindingDecision.Cause;
import cn.siyu.distribution.domain.BindingDecision.Term;
import cn.siyu.distribution.domain.BindingPolicy;
import cn.siyu.distribution.domain.Holding;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Customer bindings: rows are appended, and only their end is ever changed. */
@Singleton
public class BindingStore {

    /** The name of the constraint that forbids two bindings of one member at one instant. */
    public static final String OVERLAP = "distribution_customer_binding_overlap_ex";

    private static final String IN_FORCE = """
            select b.id, b.distributor, b.bound_from, b.bound_to, b.protected_until, d.state = 'ACTIVE' as holder_active
              from distribution_customer_binding b
              join distribution_distributor d on d.id = b.distributor
            """;

    private static final String HOLDING = IN_FORCE + """
             where b.member_id = $1 and b.bound_from <= $2 and (b.bound_to is null or b.bound_to > $2)""";

    private static final String BY_ID = IN_FORCE + "where b.id = $1";

    private static final String MEMBER_OF = "select member_id from distribution_customer_binding where id = $1";

    private static final String PAST = """
            select exists (select 1
                             from distribution_customer_order
                            where member_id = $1 and ($2::uuid is null or order_id <> $2)) as bought,
                   (select max(greatest(bound_from, closed_at))
                      from distribution_customer_binding
                     where member_id = $1) as changed_at""";

    /**
     * Whose customer the member is or will be, and whose that one is, and so on: one more than may be, to see that it is too
     * long. Also what began later counts: of two clicks at once the earlier may be heard after the later.
     */
    private static final String ABOVE = """
            with recursive chain (member_id, step) as (
                select $1::uuid, 0
                union
                select d.member_id, chain.step + 1
                  from chain
                  join distribution_customer_binding b
                    on b.member_id = chain.member_id and (b.bound_to is null or b.bound_to > $2)
                  join distribution_distributor d on d.id = b.distributor
                 where chain.step <= $3
            )
            select member_id from chain where step > 0 order by step""";

    private static final String IS_DISTRIBUTOR = """
            select exists (select 1
                             from distribution_distributor
                            where member_id = $1 and state in ('ACTIVE', 'SUSPENDED', 'QUITTING')) as found""";

    private static final String INSERT = """
            insert into distribution_customer_binding (
                   id, member_id, distributor, bound_from, bound_to, protected_until, reason, note, policy_version, token,
                   taken_from, actor_kind, actor_id, actor_name)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)""";

    private static final String CLOSE = """
            update distribution_customer_binding
               set bound_to = $2, closed_at = $2, closed_reason = $3
             where id = $1 and bound_from <= $2 and (bound_to is null or bound_to > $2)""";

    /** A distributor who ends has no customers from then on; what begins later than that cannot be, it is closed as empty. */
    private static final String CLOSE_ALL = """
            update distribution_customer_binding
               set bound_to = greatest(bound_from, $2), closed_at = greatest(bound_from, $2), closed_reason = $3
             where distributor = $1 and (bound_to is null or bound_to > $2)""";

    /** Not into a binding that came after it. */
    private static final String EXTEND = """
            update distribution_customer_binding b
               set bound_to = $2
             where id = $1 and closed_at is null and bound_to < $2
               and not exists (select 1
                                 from distribution_customer_binding later
                                where later.member_id = b.member_id and later.bound_from >= b.bound_to)""";

    private static final String NOTE_ORDER = """
            insert into distribution_customer_order (order_id, member_id, distributor, at, sold_on, goods_fen, weighed)
            values ($1, $2, $3, $4, $5, $6, $3::uuid is null)
            on conflict on constraint distribution_customer_order_pk do nothing""";

    private static final String HOLD = "distribution.binding:";
    private static final String HOLD_CHAIN = "distribution.binding-chain";

    /** A binding that begins. */
    public record NewBinding(
            UUID id,
            MemberId member,
            DistributorId distributor,
            Term term,
            Cause cause,
            Optional<String> note,
            int policyVersion,
            Optional<String> token,
            Optional<DistributorId> takenFrom,
            Actor actor) {}

    /** What a customer has behind him. */
    public record Past(boolean bought, Optional<Instant> changedAt) {}

    /**
     * Waits until nobody else decides about this customer, or about the chain that the distributor hangs in. Only who is a
     * distributor himself can close a ring, so only then everybody else's chain has to stand still.
     */
    public Uni<Void> hold(Tx tx, MemberId customer, MemberId distributor) {
        var first = customer.compareTo(distributor) <= 0 ? customer : distributor;
        var second = first.equals(customer) ? distributor : customer;
        return tx.one(IS_DISTRIBUTOR, row -> row.getBoolean("found"), customer)
                .chain(chained ->
                        chained ? tx.hold(HOLD_CHAIN) : Uni.createFrom().voidItem())
                .chain(() -> tx.hold(HOLD + first.value()))
                .chain(() -> tx.hold(HOLD + second.value()));
    }

    public Uni<Void> hold(Tx tx, MemberId customer) {
        return tx.hold(HOLD + customer.value());
    }

    public Uni<Optional<Holding>> holding(Sql sql, MemberId customer, Instant at) {
        return sql.one(HOLDING, BindingStore::holding, customer, at).map(Optional::ofNullable);
    }

    /** Null when there is none of that id. */
    public Uni<Holding> find(Sql sql, UUID id) {
        return sql.one(BY_ID, BindingStore::holding, id);
    }

    public Uni<MemberId> memberOf(Sql sql, UUID id) {
        return sql.one(MEMBER_OF, row -> new MemberId(row.getUUID("member_id")), id);
    }

    /** @param but an order that does not count */
    public Uni<Past> past(Sql sql, MemberId customer, Optional<UUID> but) {
        return sql.one(
                PAST,
                row -> new Past(row.getBoolean("bought"), Columns.optionalInstant(row, "changed_at")),
                customer,
                but.orElse(null));
    }

    /** The members above this one at that instant or later, the nearest first. */
    public Uni<List<MemberId>> above(Sql sql, MemberId member, Instant at) {
        return sql.list(ABOVE, row -> new MemberId(row.getUUID("member_id")), member, at, BindingPolicy.LONGEST_CHAIN);
    }

    public Uni<Void> insert(Tx tx, NewBinding binding) {
        return tx.execute(
                        INSERT,
                        binding.id(),
                        binding.member(),
                        binding.distributor(),
                        binding.term().from(),
                        binding.term().to().orElse(null),
                        binding.term().protectedUntil().orElse(null),
                        binding.cause(),
                        binding.note().orElse(null),
                        binding.policyVersion(),
                        binding.token().orElse(null),
                        binding.takenFrom().orElse(null),
                        binding.actor().kind(),
                        binding.actor().id(),
                        binding.actor().name())
                .replaceWithVoid();
    }

    /** False when it is over already. */
    public Uni<Boolean> close(Tx tx, UUID binding, Instant at, String reason) {
        return tx.execute(CLOSE, binding, at, reason).map(rows -> rows == 1);
    }

    /** Answers how many. */
    public Uni<Integer> closeAll(Tx tx, DistributorId distributor, Instant at, String reason) {
        return tx.execute(CLOSE_ALL, distributor, at, reason);
    }

    public Uni<Void> extend(Tx tx, UUID binding, Instant until) {
        return tx.execute(EXTEND, binding, until).replaceWithVoid();
    }

    /** False when it was noted before. */
    public Uni<Boolean> noteOrder(
            Tx tx, UUID order, MemberId customer, Money goods, Optional<DistributorId> distributor, Instant at) {
        return tx.execute(NOTE_ORDER, order, customer, distributor.orElse(null), at, ShopCalendar.dayOf(at), goods)
                .map(rows -> rows == 1);
    }

    private static Holding holding(Row row) {
        return new Holding(
                row.getUUID("id"),
                new DistributorId(row.getUUID("distributor")),
                row.getBoolean("holder_active"),
                Columns.instant(row, "bound_from"),
                Columns.optionalInstant(row, "bound_to"),
                Columns.optionalInstant(row, "protected_until"));
    }
}
