package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Bindings that a person has to look at (C11). */
@Singleton
public class ReviewStore {

    /** One that staff have answered is not asked again. */
    private static final String RAISE = """
            insert into distribution_binding_review (id, member_id, distributor, reason, token, raised_at, state)
            select $1, $2, $3, $4, $5, $6, 'OPEN'
             where not exists (select 1
                                 from distribution_binding_review
                                where member_id = $2 and distributor = $3 and state = 'DISMISSED')
            on conflict (member_id, distributor) where state = 'OPEN' do nothing""";

    private static final String COLUMNS = """
            select r.id, r.member_id, r.distributor, d.shown_name, r.reason, r.token, r.raised_at, r.state, r.decided_at,
                   r.decided_by, r.decided_reason
              from distribution_binding_review r
              join distribution_distributor d on d.id = r.distributor
            """;

    private static final String LOCK = COLUMNS + "where r.id = $1 for update of r";
    private static final String BY_ID = COLUMNS + "where r.id = $1";

    private static final String PAGE = COLUMNS + """
             where $1::text is null or r.state = $1
             order by r.raised_at desc, r.id desc
             limit $2 offset $3""";

    private static final String COUNT =
            "select count(*) as total from distribution_binding_review where $1::text is null or state = $1";

    private static final String DECIDE = """
            update distribution_binding_review
               set state = $2, decided_at = $3, decided_by = $4, decided_reason = $5
             where id = $1""";

    /** What staff have made of it. */
    @Schema(name = "BindingReviewState")
    public enum State {
        OPEN,
        BOUND,
        DISMISSED
    }

    /** One customer and one distributor who seem to be one person. */
    public record Review(
            UUID id,
            MemberId member,
            DistributorId distributor,
            String distributorName,
            String reason,
            Optional<String> token,
            Instant raisedAt,
            State state,
            Optional<Instant> decidedAt,
            Optional<String> decidedBy,
            Optional<String> decidedReason) {}

    public Uni<Void> raise(
            Tx tx,
            UUID id,
            MemberId member,
            DistributorId distributor,
            String reason,
            Optional<String> token,
            Instant at) {
        return tx.execute(RAISE, id, member, distributor, reason, token.orElse(null), at)
                .replaceWithVoid();
    }

    public Uni<Review> lock(Tx tx, UUID id) {
        return tx.one(LOCK, ReviewStore::review, id);
    }

    public Uni<Review> find(Sql sql, UUID id) {
        return sql.one(BY_ID, ReviewStore::review, id);
    }

    public Uni<List<Review>> page(Sql sql, @Nullable State state, int page, int size) {
        return sql.list(PAGE, ReviewStore::review, state, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, @Nullable State state) {
        return sql.one(COUNT, row -> row.getLong("total"), state);
    }

    public Uni<Void> decide(Tx tx, UUID id, State state, Instant at, String by, String reason) {
        return tx.execute(DECIDE, id, state, at, by, reason).replaceWithVoid();
    }

    private static Review review(Row row) {
        return new Review(
                row.getUUID("id"),
                new MemberId(row.getUUID("member_id")),
                new DistributorId(row.getUUID("distributor")),
                row.getString("shown_name"),
                row.getString("reason"),
                Optional.ofNullable(row.getString("token")),
                Columns.instant(row, "raised_at"),
                Columns.constant(row, "state", State.class),
                Columns.optionalInstant(row, "decided_at"),
                Optional.ofNullable(row.getString("decided_by")),
                Optional.ofNullable(row.getString("decided_reason")));
    }
}
