package cn.siyu.koc.store;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Seller;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sellers. */
@Singleton
public class SellerStore {

    private static final List<String> TAKEN =
            List.of("koc_seller_staff_uk", "koc_seller_distributor_uk", "koc_seller_member_uk");

    private static final String COLUMNS = """
            select id, kind, name, staff_id, org_unit_id, distributor_id, member_id, created_at, ended_at, end_reason
              from koc_seller
            """;

    private static final String BY_ID = COLUMNS + "where id = $1";
    private static final String LOCK = BY_ID + " for update";
    private static final String OF_MEMBER = COLUMNS + "where member_id = $1 and state = 'ACTIVE'";

    private static final String PAGE = COLUMNS + """
            where $1::text is null or state = $1
            order by created_at desc, id desc
            limit $2 offset $3""";

    private static final String COUNT = "select count(*) as total from koc_seller where $1::text is null or state = $1";

    private static final String INSERT = """
            insert into koc_seller (id, kind, name, staff_id, org_unit_id, distributor_id, member_id, state, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, 'ACTIVE', $8)""";

    private static final String END =
            "update koc_seller set state = 'ENDED', ended_at = $2, end_reason = $3 where id = $1 and state = 'ACTIVE'";

    private static final String OWNS =
            "select exists (select from koc_community_owner where seller_id = $1 and valid_to is null) as found";

    public Uni<Seller> find(Sql sql, UUID id) {
        return sql.one(BY_ID, SellerStore::seller, id);
    }

    /** Held until the transaction ends: a seller who leaves gets no community meanwhile. */
    public Uni<Seller> lock(Tx tx, UUID id) {
        return tx.one(LOCK, SellerStore::seller, id);
    }

    /** The seller who is at work and is this member. */
    public Uni<Optional<Seller>> ofMember(Sql sql, MemberId member) {
        return sql.one(OF_MEMBER, SellerStore::seller, member).map(Optional::ofNullable);
    }

    public Uni<List<Seller>> page(Sql sql, @Nullable String state, int page, int size) {
        return sql.list(PAGE, SellerStore::seller, state, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, @Nullable String state) {
        return sql.one(COUNT, row -> row.getLong("total"), state);
    }

    public Uni<Integer> insert(Tx tx, Seller seller) {
        return tx.execute(
                        INSERT,
                        seller.id(),
                        seller.kind(),
                        seller.name(),
                        seller.staff().orElse(null),
                        seller.unit().orElse(null),
                        seller.distributor().orElse(null),
                        seller.member().orElse(null),
                        seller.createdAt())
                .onFailure(SellerStore::isTaken)
                .transform(_ -> new Refused(KocProblem.SELLER_EXISTS));
    }

    /** Zero when he has been ended already. */
    public Uni<Integer> end(Tx tx, UUID id, Instant now, String reason) {
        return tx.execute(END, id, now, reason);
    }

    public Uni<Boolean> ownsCommunities(Sql sql, UUID id) {
        return sql.one(OWNS, row -> row.getBoolean("found"), id);
    }

    private static boolean isTaken(Throwable failure) {
        return Violations.constraint(failure).filter(TAKEN::contains).isPresent();
    }

    private static Seller seller(Row row) {
        return new Seller(
                row.getUUID("id"),
                Columns.constant(row, "kind", Seller.Kind.class),
                row.getString("name"),
                Optional.ofNullable(row.getUUID("staff_id")),
                Optional.ofNullable(row.getUUID("org_unit_id")),
                Optional.ofNullable(row.getUUID("distributor_id")),
                Optional.ofNullable(row.getUUID("member_id")).map(MemberId::new),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "ended_at"),
                Optional.ofNullable(row.getString("end_reason")));
    }
}
